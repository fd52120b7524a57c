#pragma once
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace delta {

/// Why an operation gave no value: one sentence for a person, and how to go on where that is known.
struct Error {
  std::string message;
  std::string fix;  ///< what to do about it; empty when nothing helps
  bool operator==(const Error&) const = default;
};

/// What went wrong and what to do about it, in one line.
inline std::string in_one_line(const std::string& message, const std::string& fix) {
  return fix.empty() ? message : message + "; " + fix;
}
inline std::string in_one_line(const Error& error) { return in_one_line(error.message, error.fix); }

/// A value, or the reason why there is none. Our own type rather than an alias of `std::expected`: a library
/// built as C++20 and a user built as C++23 must agree on its layout.
template <class T, class E = Error>
class [[nodiscard]] Expected {
 public:
  Expected(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Expected(E error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const noexcept { return state_.index() == 0; }

  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }

  const E& error() const& { return std::get<1>(state_); }
  E&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, E> state_;
};

/// Success without a value, or the reason for the failure.
template <class E>
class [[nodiscard]] Expected<void, E> {
 public:
  Expected() = default;
  Expected(E error) : error_(std::move(error)) {}

  explicit operator bool() const noexcept { return !error_.has_value(); }
  const E& error() const& { return *error_; }
  E&& error() && { return *std::move(error_); }

 private:
  std::optional<E> error_;
};

}  // namespace delta
