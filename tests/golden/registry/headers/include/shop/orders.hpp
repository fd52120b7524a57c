// What the guard in this folder's parent includes: members of every access, one of them deprecated.
#pragma once
#include <optional>

namespace delta {
template <int Precision, int Scale>
struct decimal {};
}  // namespace delta

namespace shop {

class Order {
  long id = 0;

 public:
  [[deprecated("use net")]] delta::decimal<18, 2> total;
  long id_of() const { return id; }
};

class _Odd__names {  // NOLINT: a name that users should not choose, and may
 protected:
  std::optional<bool> klass;
};

}  // namespace shop
