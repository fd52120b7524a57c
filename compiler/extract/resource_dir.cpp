#include "extract/resource_dir.hpp"

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace deltac::extract {
namespace {

namespace fs = std::filesystem;

bool holds_headers(const fs::path& directory) {
  std::error_code ignored;
  return fs::exists(directory / "include" / "stddef.h", ignored);
}

delta::Error missing(const std::string& tried) {
  return {"clang's own headers (stddef.h …) are not in " + tried,
          "name the directory that `clang-19 -print-resource-dir` prints with --resource-dir or DELTAC_RESOURCE_DIR"};
}

}  // namespace

std::string program_path() {
  std::error_code failed;
  const fs::path path = fs::read_symlink("/proc/self/exe", failed);
  return failed ? std::string("deltac") : path.string();
}

delta::Expected<std::string> find_resource_dir(const std::string& given) {
  const char* variable = std::getenv("DELTAC_RESOURCE_DIR");
  const std::string named = !given.empty() ? given : variable != nullptr ? variable : "";
  if (!named.empty()) {
    if (holds_headers(named)) return named;
    return missing(named);
  }
  const fs::path beside = fs::path(program_path()).parent_path().parent_path() / "lib" / "clang" / DELTAC_CLANG_MAJOR;
  if (holds_headers(beside)) return beside.string();
  if (holds_headers(DELTAC_BUILT_RESOURCE_DIR)) return std::string(DELTAC_BUILT_RESOURCE_DIR);
  return missing(beside.string() + " nor " + DELTAC_BUILT_RESOURCE_DIR);
}

}  // namespace deltac::extract
