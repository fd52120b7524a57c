#pragma once
#include <utility>

#include "adapters/odbc/driver_manager.hpp"

namespace delta::odbc {

/// An ODBC handle and the duty to free it. Empty if the driver manager could give none.
class Handle {
 public:
  Handle() = default;
  Handle(const DriverManager& manager, SQLSMALLINT kind, SQLHANDLE parent) : manager_(&manager), kind_(kind) {
    if (!SQL_SUCCEEDED(manager.SQLAllocHandle(kind, parent, &handle_))) handle_ = nullptr;
  }
  ~Handle() { free(); }
  Handle(Handle&& other) noexcept
      : manager_(other.manager_), kind_(other.kind_), handle_(std::exchange(other.handle_, nullptr)) {}
  Handle& operator=(Handle&& other) noexcept {
    if (this == &other) return *this;
    free();
    manager_ = other.manager_;
    kind_ = other.kind_;
    handle_ = std::exchange(other.handle_, nullptr);
    return *this;
  }

  explicit operator bool() const { return handle_ != nullptr; }
  SQLHANDLE get() const { return handle_; }
  SQLSMALLINT kind() const { return kind_; }

 private:
  void free() {
    if (handle_ != nullptr) manager_->SQLFreeHandle(kind_, handle_);
    handle_ = nullptr;
  }

  const DriverManager* manager_ = nullptr;
  SQLSMALLINT kind_ = 0;
  SQLHANDLE handle_ = nullptr;
};

}  // namespace delta::odbc
