// judge FRAGMENT ENGINE VERSION: what the rules say of a fragment when it is planned for that engine. deltac itself knows
// no engine, and a migration binary would need a target of each; the cases of rules about one engine run this.
#include <fstream>
#include <iostream>
#include <iterator>

#include "delta/model/fill.hpp"
#include "delta/model/json.hpp"
#include "delta/report/diagnostics.hpp"
#include "delta/rules/check.hpp"

namespace {

const delta::sql::Dialect* dialect_of(std::string_view name, std::string_view version) {
  for (const delta::sql::Dialect& dialect : delta::sql::dialects()) {
    if (dialect.name == name && dialect.version == version) return &dialect;
  }
  return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: judge FRAGMENT ENGINE VERSION\n";
    return 2;
  }
  const delta::sql::Dialect* dialect = dialect_of(argv[2], argv[3]);
  std::ifstream file(argv[1], std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto fragment = delta::fragment_from_json(text, argv[1]);
  if (!dialect || !fragment) {
    std::cerr << (dialect ? fragment.error().message : "no such engine") << '\n';
    return 2;
  }
  delta::Registry registry;
  registry.name = fragment->library;
  registry.tables = fragment->tables;
  registry.tombstones = fragment->tombstones;
  registry.lines = fragment->lines;
  const delta::Findings findings = delta::rules::check(registry, delta::rules::Stage::plan, dialect);
  std::cout << dialect->name << ' ' << dialect->version << (findings.empty() ? ": nothing to say\n" : ":\n")
            << delta::render(findings, registry.lines);
  return delta::has_error(findings) ? 1 : 0;
}
