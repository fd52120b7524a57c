#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "link/link.hpp"

namespace deltac {

/// A file to be written, its path relative to the output directory.
struct GeneratedFile {
  std::string path;
  std::string content;
};

/// Makes files of a registry. Pure: the same registry gives the same bytes.
struct Backend {
  std::string_view name;
  std::vector<GeneratedFile> (*generate)(const Linked& linked);
};

/// Every backend there is.
std::span<const Backend> backends();

/// The registry as C++: one file per header, one that joins them, and `main` of the migration binary.
std::vector<GeneratedFile> generate_cpp_registry(const Linked& linked);

}  // namespace deltac
