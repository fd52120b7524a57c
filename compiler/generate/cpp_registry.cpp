#include <algorithm>
#include <map>
#include <tuple>

#include "generate/backend.hpp"
#include "generate/cpp_text.hpp"
#include "generate/table_view.hpp"
#include "generate/template.hpp"

namespace deltac {
namespace {

using delta::Registry;
using delta::Table;
using delta::Tombstone;

/// The lines that places in one header's file may point at: all of the header, and of the files its tables name.
View::List line_views(const Registry& registry, const LibraryHeader& header, const std::set<std::string>& files) {
  View::List views;
  for (const std::string& file : files) {
    for (auto at = registry.lines.lower_bound({file, 0}); at != registry.lines.end(); ++at) {
      const auto& [place, text] = *at;
      if (place.first.text() != file) break;
      View line;
      line.set("number", std::to_string(place.second)).set("text", text);
      line.set("file", file == header.path ? std::nullopt : std::optional(file));
      views.push_back(std::move(line));
    }
  }
  return views;
}

void add_files(const delta::DataType& type, std::set<std::string>& files) {
  for (const delta::DataType& inner : type.types) add_files(inner, files);
  for (const delta::Field& field : type.fields) {
    files.insert(field.span.file);
    add_files(field.type, files);
  }
}

/// The other files that a table's columns come from: base classes and nested structs of included headers.
void add_files(const Table& table, std::set<std::string>& files) {
  files.insert(table.span.file);
  for (const delta::Column& column : table.columns) {
    files.insert(column.span.file);
    add_files(column.type, files);
  }
}

/// The tables of each library's headers.
using TablesOfHeaders = std::map<std::pair<std::string, std::string>, std::vector<const Table*>>;

TablesOfHeaders tables_of_headers(const Registry& registry) {
  TablesOfHeaders all;
  for (const Table& table : registry.tables) all[{table.library, table.header}].push_back(&table);
  // In the order of the source, as the header reads.
  for (auto& [header, tables] : all)
    std::ranges::stable_sort(tables, {}, [](const Table* table) { return table->declared_name.span.line; });
  return all;
}

std::string render_header(const Registry& registry, const LibraryHeader& header,
                          const std::vector<const Table*>& tables) {
  IdentifierScope scope;
  std::set<std::string> files{header.path};

  View::List table_views;
  for (const Table* table : tables) {
    add_files(*table, files);
    table_views.push_back(table_view(*table, header.path, scope));
  }
  View::List tombstones;
  for (const Tombstone& tombstone : registry.tombstones) {
    if (tombstone.library != header.library || tombstone.header != header.path) continue;
    delta::LocatedText name = tombstone.declared_name;
    name.value = tombstone.name.text();
    tombstones.push_back(View().set("tombstone", text_initialiser(name, header.path)));
  }
  View::List lines = line_views(registry, header, files);

  View view;
  view.set("symbol", header_symbol(header.library, header.path));
  view.set("library", header.library).set("path", header.path);
  view.set("title", cpp_comment(header.path + ", library " + header.library));
  view.set("has_tables", !table_views.empty()).set("tables", std::move(table_views));
  view.set("has_tombstones", !tombstones.empty()).set("tombstones", std::move(tombstones));
  view.set("has_lines", !lines.empty()).set("lines", std::move(lines));
  return render_builtin("cpp/header.mustache", view, cpp_string);
}

std::string registry_symbol(const Registry& registry) { return "registry_" + identifier_part(registry.name); }

std::string render_registry(const Linked& linked) {
  View::List headers;
  for (const LibraryHeader& header : linked.headers) {
    headers.push_back(View().set("header", header_symbol(header.library, header.path)));
  }
  View::List policy;
  for (const delta::LocatedText& allowed : linked.registry.namespace_policy) {
    policy.push_back(View().set("namespace", allowed.value));
  }
  View::List variables;
  for (const auto& [key, value] : linked.registry.variables) {
    variables.push_back(View().set("key", key).set("value", value));
  }
  View view;
  view.set("symbol", registry_symbol(linked.registry)).set("name", linked.registry.name);
  view.set("title", cpp_comment(linked.registry.name)).set("version", std::string(DELTAC_VERSION));
  view.set("has_headers", !headers.empty()).set("headers", std::move(headers));
  view.set("has_policy", !policy.empty()).set("policy", std::move(policy));
  view.set("has_variables", !variables.empty()).set("variables", std::move(variables));
  return render_builtin("cpp/registry.mustache", view, cpp_string);
}

std::string render_main(const Registry& registry) {
  View view;
  view.set("symbol", registry_symbol(registry)).set("title", cpp_comment(registry.name));
  return render_builtin("cpp/main.mustache", view, cpp_string);
}

}  // namespace

std::vector<GeneratedFile> generate_cpp_registry(const Linked& linked) {
  std::vector<GeneratedFile> files;
  TablesOfHeaders tables = tables_of_headers(linked.registry);
  for (const LibraryHeader& header : linked.headers) {
    files.push_back({header_file(header.library, header.path),
                     render_header(linked.registry, header, tables[{header.library, header.path}])});
  }
  files.push_back({linked.registry.name + ".registry.cpp", render_registry(linked)});
  files.push_back({linked.registry.name + ".main.cpp", render_main(linked.registry)});
  return files;
}

}  // namespace deltac
