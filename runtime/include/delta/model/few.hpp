#pragma once
#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <utility>
#include <vector>

#include "delta/model/rare.hpp"

namespace delta {

/// A `std::vector` that takes one pointer while it is empty: for lists that few columns have, so that the many that do
/// without stay small. A value like any other, and read as a vector wherever one is asked for.
template <class T>
class Few {
 public:
  using value_type = T;
  using iterator = T*;
  using const_iterator = const T*;
  using size_type = std::size_t;

  Few() noexcept = default;
  Few(std::initializer_list<T> items) : Few(std::vector<T>(items)) {}
  Few(std::vector<T> items) {
    if (!items.empty()) items_ = std::move(items);
  }

  operator const std::vector<T>&() const noexcept {
    static const std::vector<T> kNone;
    return items_ ? *items_ : kNone;
  }

  bool empty() const noexcept { return !items_; }
  size_type size() const noexcept { return items_ ? items_->size() : 0; }
  T* data() noexcept { return items_ ? items_->data() : nullptr; }
  const T* data() const noexcept { return items_ ? items_->data() : nullptr; }
  iterator begin() noexcept { return data(); }
  iterator end() noexcept { return data() + size(); }
  const_iterator begin() const noexcept { return data(); }
  const_iterator end() const noexcept { return data() + size(); }

  T& operator[](size_type i) { return (*items_)[i]; }
  const T& operator[](size_type i) const { return (*items_)[i]; }
  T& at(size_type i) { return const_cast<T&>(std::as_const(*this).at(i)); }
  const T& at(size_type i) const { return static_cast<const std::vector<T>&>(*this).at(i); }
  T& front() { return items_->front(); }
  const T& front() const { return items_->front(); }
  T& back() { return items_->back(); }
  const T& back() const { return items_->back(); }

  void push_back(T item) { make().push_back(std::move(item)); }
  template <class... Arguments>
  T& emplace_back(Arguments&&... arguments) {
    return make().emplace_back(std::forward<Arguments>(arguments)...);
  }
  void clear() noexcept { items_.reset(); }

  friend bool operator==(const Few& a, const Few& b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

 private:
  std::vector<T>& make() {
    if (!items_) items_ = std::vector<T>();
    return *items_;
  }

  Rare<std::vector<T>> items_;  ///< never an empty one
};

}  // namespace delta
