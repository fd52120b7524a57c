#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "adapters/snapshot/snapshot.hpp"
#include "app/commands.hpp"
#include "delta/rules/rule.hpp"
#include "model/tables_by_name.hpp"
#include "report/observed_text.hpp"
#include "report/text_layout.hpp"

namespace delta::app {
namespace {

/// What the registry knows of by name, and where it looks for others.
struct Scope {
  std::vector<TableName> namespaces;
  std::vector<TableName> names;  ///< declared, earlier and buried names, and all that is found beside them; sorted
};

Expected<Scope> scope_of(Session& session) {
  Scope scope;
  std::set<TableName> names;
  std::set<TableName> namespaces;
  for (const TableName& name : names_to_read(session.registry)) {
    names.insert(name);
    namespaces.insert(name.name_space());
  }
  scope.namespaces.assign(namespaces.begin(), namespaces.end());
  auto found = session.target.reader->list(scope.namespaces);
  if (!found) return found.error();
  names.insert(found->begin(), found->end());
  scope.names.assign(names.begin(), names.end());
  return scope;
}

/// The table that the command line means: its whole name, or the end of exactly one.
Expected<TableName> chosen_table(const Scope& scope, const std::string& text) {
  const TableName asked = TableName::parse(text);
  if (std::find(scope.names.begin(), scope.names.end(), asked) != scope.names.end()) return asked;
  std::vector<TableName> matches;
  std::vector<std::string> known;
  for (const TableName& name : scope.names) {
    known.push_back(name.text());
    const bool ends_so = asked.parts.size() < name.parts.size() &&
                         std::equal(asked.parts.rbegin(), asked.parts.rend(), name.parts.rbegin());
    if (ends_so) matches.push_back(name);
  }
  if (matches.size() == 1) return matches[0];
  if (matches.size() > 1) {
    return Error{fmt::format("'{}' may be {} or {}", text, matches[0].text(), matches[1].text()),
                 "give the whole name"};
  }
  // A table elsewhere on the target is read by its whole name.
  if (asked.parts.size() >= 2) return asked;
  const std::string nearest = rules::nearest_name(text, known);
  return Error{fmt::format("there is no table '{}' on this target or in the registry", text),
               nearest.empty() ? "describe without a table lists them" : fmt::format("did you mean '{}'?", nearest)};
}

std::string snapshot_text(Session& session, const Scope& scope, bool whole, std::vector<ObservedTable> tables) {
  snapshot::Snapshot snapshot;
  snapshot.capabilities = session.target.reader->capabilities();
  // Part of the tables leaves open what else a namespace holds, so none counts as listed.
  if (whole) snapshot.namespaces = scope.namespaces;
  snapshot.tables = std::move(tables);
  return snapshot::to_json(snapshot);
}

std::string list_text(const Session& session, const std::vector<ObservedTable>& tables) {
  const auto& invocation = session.invocation;
  std::string out = report::paint(invocation.program + " describe", report::Style::bold, invocation.color);
  out += "   " + report::printable(invocation.target) + "\n\n";
  if (session.options.verbose) {
    for (const ObservedTable& table : tables) out += report::observed_text(table, invocation) + "\n";
  } else {
    out += report::observed_list_text(tables, invocation);
  }
  const auto present = static_cast<std::size_t>(
      std::count_if(tables.begin(), tables.end(), [](const ObservedTable& table) { return table.present(); }));
  return out + fmt::format("\n  {}, {} of them present.\n", report::count(tables.size(), "table"), present);
}

}  // namespace

ExitCode run_describe(Session& session) {
  const Options& options = session.options;
  const auto scope = scope_of(session);
  if (!scope) return complain(options, stop_for(scope.error()));
  std::vector<TableName> names;
  for (const TableName& name : scope->names) {
    if (glob_match(options.tables, name.text())) names.push_back(name);
  }
  if (!options.table.empty()) {
    const auto chosen = chosen_table(*scope, options.table);
    if (!chosen) return complain(options, stop_for(chosen.error(), ExitCode::usage));
    names = {*chosen};
  }
  auto tables = session.target.reader->read(names);
  if (!tables) return complain(options, stop_for(tables.error()));
  ExitCode code = ExitCode::in_sync;
  for (const ObservedTable& table : *tables) {
    if (table.unread()) code = ExitCode::failed;
  }
  std::string text;
  // Earlier names and tombstones are asked for too; that they are gone is what everybody expects.
  if (options.format == Format::text && options.table.empty()) {
    const TablesByName declared(session.registry);
    std::erase_if(*tables, [&](const ObservedTable& table) {
      return table.presence == Presence::absent && declared.find(table.name) == nullptr;
    });
  }
  if (options.format == Format::json) {
    const bool whole = options.table.empty() && options.tables == "*";
    text = snapshot_text(session, *scope, whole, *std::move(tables));
  } else if (!options.table.empty()) {
    text = report::observed_text(tables->front(), session.invocation);
  } else {
    text = list_text(session, *tables);
  }
  return deliver(options, text, code);
}

}  // namespace delta::app
