#include "commands/relative_paths.hpp"

#include <filesystem>
#include <map>

namespace deltac {
namespace {

namespace fs = std::filesystem;
using delta::LocatedText;
using delta::SourceSpan;

class Renamer {
 public:
  explicit Renamer(const std::string& root) : root_(absolute(root)) {}

  void rename(std::string& file) {
    if (file.empty()) return;
    const auto [known, is_new] = names_.try_emplace(file);
    if (is_new) known->second = from_root(file);
    file = known->second;
  }

  void rename(SourceSpan& span) {
    std::string file = span.file;
    rename(file);
    span.file = file;
  }
  void rename(LocatedText& text) { rename(text.span); }
  void rename(delta::Property& property) { rename(property.key), rename(property.value); }
  void rename(delta::Check& check) { rename(check.name), rename(check.expression); }

  void rename(delta::Key& key) {
    rename(key.name);
    rename(key.columns);
    rename(key.span);
  }

  void rename(delta::ForeignKey& key) {
    rename(key.name);
    rename(key.columns);
    rename(key.target_columns);
    rename(key.span);
  }

  void rename(delta::DataType& type) {
    rename(type.types);
    rename(type.fields);
  }

  void rename(delta::Field& field) {
    rename(field.type);
    rename(field.renamed_from);
    rename(field.position.after);
    rename(field.span);
    rename(field.type_span);
  }

  void rename(delta::Column& column) {
    rename(static_cast<delta::Field&>(column));
    rename(column.default_value);
    rename(column.generated);
    if (column.identity) rename(column.identity->span);
    rename(column.tags);
  }

  void rename(delta::Table& table) {
    rename(table.columns);
    rename(table.partition_by);
    rename(table.cluster_by);
    rename(table.location);
    rename(table.query);
    rename(table.properties);
    rename(table.tags);
    rename(table.checks);
    rename(table.primary_key);
    rename(table.unique);
    rename(table.foreign_keys);
    rename(table.renamed_from);
    rename(table.dropped);
    rename(table.declared_name);
    rename(table.header);
    rename(table.span);
  }

  void rename(delta::Tombstone& tombstone) {
    rename(tombstone.declared_name);
    rename(tombstone.header);
  }

  template <class T>
  void rename(std::vector<T>& all) {
    for (T& each : all) rename(each);
  }

  template <class T>
  void rename(delta::Few<T>& all) {
    for (T& each : all) rename(each);
  }

  template <class T>
  void rename(delta::Rare<T>& maybe) {
    if (maybe) rename(*maybe);
  }

 private:
  static fs::path absolute(const std::string& path) { return fs::absolute(path).lexically_normal(); }

  std::string from_root(const std::string& file) const {
    const fs::path relative = absolute(file).lexically_relative(root_);
    const bool below = !relative.empty() && *relative.begin() != "..";
    return below ? relative.generic_string() : file;
  }

  fs::path root_;
  std::map<std::string, std::string> names_;
};

}  // namespace

delta::Fragment with_paths_from(const std::string& root, delta::Fragment fragment) {
  if (root.empty()) return fragment;
  Renamer renamer(root);
  renamer.rename(fragment.headers);
  renamer.rename(fragment.tables);
  renamer.rename(fragment.tombstones);
  for (delta::SeenStruct& seen : fragment.structs) renamer.rename(seen.header);
  delta::SourceLines lines;
  for (auto& [place, text] : fragment.lines) {
    std::string file = place.first;
    renamer.rename(file);
    lines.emplace(std::pair(std::move(file), place.second), std::move(text));
  }
  fragment.lines = std::move(lines);
  return fragment;
}

}  // namespace deltac
