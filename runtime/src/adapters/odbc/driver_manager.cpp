#include "adapters/odbc/driver_manager.hpp"

#include <dlfcn.h>

#include <string>

namespace delta::odbc {
namespace {

SqlError missing(const char* library, const std::string& why) {
  SqlError error;
  error.kind = SqlError::Kind::setup;
  error.message = "the ODBC driver manager (" + std::string(library) + ") cannot be used: " + why;
  error.fix = "install unixODBC: libodbc2 on Debian and Ubuntu, unixODBC on Fedora and SUSE";
  return error;
}

}  // namespace

Expected<DriverManager, SqlError> load_driver_manager(const char* library) {
  // Never unloaded: drivers register what must run at the program's end.
  void* handle = ::dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return missing(library, ::dlerror());
  DriverManager manager;
#define DELTA_ODBC_FIND(name)                                                      \
  manager.name = reinterpret_cast<decltype(manager.name)>(::dlsym(handle, #name)); \
  if (manager.name == nullptr) return missing(library, "it lacks the function " + std::string(#name));
  DELTA_ODBC_FUNCTIONS(DELTA_ODBC_FIND)
#undef DELTA_ODBC_FIND
  return manager;
}

}  // namespace delta::odbc
