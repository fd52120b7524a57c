#include "adapters/sqlite/sqlite_library.hpp"

#include <dlfcn.h>

#include <string>

namespace delta::sqlite {
namespace {

Error missing(const char* library, const std::string& why) {
  return {"SQLite (" + std::string(library) + ") cannot be used: " + why,
          "install it: libsqlite3-0 on Debian and Ubuntu, sqlite-libs on Fedora; or keep the state in files with "
          "--state DIR"};
}

}  // namespace

Expected<Library> load_library(const char* library) {
  void* handle = ::dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return missing(library, ::dlerror());
  Library out;
#define DELTA_SQLITE_FIND(name)                                            \
  out.name = reinterpret_cast<decltype(out.name)>(::dlsym(handle, #name)); \
  if (out.name == nullptr) return missing(library, "it lacks the function " + std::string(#name));
  DELTA_SQLITE_FUNCTIONS(DELTA_SQLITE_FIND)
#undef DELTA_SQLITE_FIND
  return out;
}

}  // namespace delta::sqlite
