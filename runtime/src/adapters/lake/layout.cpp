#include "adapters/lake/layout.hpp"

#include <algorithm>
#include <cerrno>

#include "adapters/lake/files.hpp"
#include "adapters/lake/log_error.hpp"
#include "delta/rules/changes.hpp"

namespace delta::lake {
namespace {

/// NAME_MAX of the file systems that a lake may be on, less what a trash name adds.
constexpr std::size_t kMaxDirectoryName = 200;

bool kept(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; }

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

std::string directory_name(const Identifier& part) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string name;
  for (const char c : fold_case(part.text())) {
    if (kept(c) && !(name.empty() && c == '_')) {
      name += c;
    } else {
      name += '%';
      name += kHex[static_cast<unsigned char>(c) >> 4];
      name += kHex[static_cast<unsigned char>(c) & 15];
    }
  }
  return name;
}

std::optional<Identifier> part_of_directory(std::string_view directory) {
  std::string part;
  for (std::size_t i = 0; i < directory.size(); ++i) {
    if (directory[i] != '%') {
      part += directory[i];
      continue;
    }
    if (i + 2 >= directory.size()) return std::nullopt;
    const int high = hex_digit(directory[i + 1]);
    const int low = hex_digit(directory[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    part += static_cast<char>(high * 16 + low);
    i += 2;
  }
  Identifier name(part);
  if (part.empty() || directory_name(name) != directory) return std::nullopt;
  return name;
}

std::string directory_of(const std::string& root, const TableName& name) {
  std::string path = root;
  for (const Identifier& part : name.parts) path += "/" + directory_name(part);
  return path;
}

void require_place(const std::string& root, const TableName& name) {
  const auto refuse = [](const std::string& problem, const std::string& fix) {
    throw LogError(problem, fix, rules::kNoPlace.code);
  };
  if (name.parts.size() != 2 && name.parts.size() != 3) {
    refuse("a table in a lake has a name of two or three parts, and '" + name.text() + "' has " +
               std::to_string(name.parts.size()),
           "name it as catalogue.schema.table or schema.table");
  }
  std::string path = root;
  for (std::size_t i = 0; i < name.parts.size(); ++i) {
    const std::string directory = directory_name(name.parts[i]);
    if (directory.empty()) refuse("'" + name.text() + "' has an empty part", "name every part");
    if (directory.size() > kMaxDirectoryName) {
      refuse("'" + name.parts[i].text() + "' is too long for a directory's name",
             "shorten it to " + std::to_string(kMaxDirectoryName) + " bytes (a special character counts as three)");
    }
    path += "/" + directory;
    if (i + 1 < name.parts.size() && holds_log(path)) {
      refuse(path + " is itself a table, and a table's directory must not lie inside another's",
             "give one of the two another name");
    }
  }
}

std::vector<TableName> tables_in(const std::string& root, const TableName& name_space) {
  const std::string path = directory_of(root, name_space);
  const Descriptor directory = open_directory(path);
  if (!directory) {
    if (errno == ENOENT || errno == ENOTDIR) return {};
    throw system_failure("cannot open " + path, errno);
  }
  std::vector<TableName> tables;
  for (const std::string& entry : list_directory(directory.number(), path)) {
    const std::optional<Identifier> part = part_of_directory(entry);
    if (!part || !holds_log(path + "/" + entry)) continue;
    TableName name = name_space;
    name.parts.push_back(*part);
    tables.push_back(std::move(name));
  }
  std::sort(tables.begin(), tables.end());
  return tables;
}

}  // namespace delta::lake
