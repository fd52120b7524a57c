#pragma once
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace delta {

/// A `std::optional` that takes one pointer: for what few columns have, so that the many that do without stay small.
/// A value like any other: copied and compared by what it holds.
template <class T>
class Rare {
 public:
  Rare() noexcept = default;
  Rare(std::nullopt_t) noexcept {}
  template <class U = T>
    requires(std::is_convertible_v<U &&, T> && !std::is_same_v<std::remove_cvref_t<U>, Rare>)
  Rare(U&& value) : value_(std::make_unique<T>(std::forward<U>(value))) {}
  Rare(std::optional<T> value) : value_(value ? std::make_unique<T>(std::move(*value)) : nullptr) {}

  Rare(const Rare& other) : value_(other ? std::make_unique<T>(*other) : nullptr) {}
  Rare(Rare&&) noexcept = default;
  Rare& operator=(const Rare& other) {
    if (this != &other) value_ = other ? std::make_unique<T>(*other) : nullptr;
    return *this;
  }
  Rare& operator=(Rare&&) noexcept = default;
  ~Rare() = default;

  bool has_value() const noexcept { return value_ != nullptr; }
  explicit operator bool() const noexcept { return has_value(); }
  /// The value, or nullptr.
  const T* get() const noexcept { return value_.get(); }

  T& operator*() noexcept { return *value_; }
  const T& operator*() const noexcept { return *value_; }
  T* operator->() noexcept { return value_.get(); }
  const T* operator->() const noexcept { return value_.get(); }
  void reset() noexcept { value_.reset(); }

  friend bool operator==(const Rare& a, const Rare& b) { return a && b ? *a == *b : a.has_value() == b.has_value(); }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace delta
