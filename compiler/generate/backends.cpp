#include "generate/backend.hpp"

namespace deltac {

std::span<const Backend> backends() {
  static constexpr Backend all[] = {{"cpp-registry", generate_cpp_registry}};
  return all;
}

}  // namespace deltac
