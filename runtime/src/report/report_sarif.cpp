#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "delta/report/report_writers.hpp"
#include "delta/rules/rule.hpp"
#include "model/json_indented.hpp"
#include "report/taken_back.hpp"
#include "report/text_layout.hpp"

namespace delta {
namespace {

using json::Indented;

/// Not a rule of the catalogue: nothing is wrong with the code, but the target is not what it says.
constexpr std::string_view kNotInSync = "not-in-sync";

std::string_view level(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

/// A path as a relative or absolute URI reference.
std::string uri(std::string_view path) {
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return out;
}

void text_member(Indented& out, std::string_view name, std::string_view text) {
  out.key(name);
  out.open('{');
  out.member("text", text);
  out.close('}');
}

/// The members of a location.
void write_location(Indented& out, const SourceSpan& span, const std::string& table) {
  if (span.known()) {
    const int column = std::max(span.column, 1);
    out.key("physicalLocation");
    out.open('{');
    out.key("artifactLocation");
    out.open('{');
    out.member("uri", uri(span.file.text()));
    out.close('}');
    out.key("region");
    out.open('{');
    out.member("startLine", span.line);
    out.member("startColumn", column);
    out.member("endColumn", column + std::max(span.length, 1));
    out.close('}');
    out.close('}');
  }
  if (!table.empty()) {
    out.key("logicalLocations");
    out.open('[');
    out.open('{');
    out.member("fullyQualifiedName", table);
    out.member("kind", "resource");
    out.close('}');
    out.close(']');
  }
}

/// What was found, told once for each place.
struct Result {
  std::string rule;
  std::string_view level;
  std::string text;
  SourceSpan span;
  std::string table;
  const std::vector<Finding::Note>* notes = nullptr;
};

/// How far a table is from what it is to be, where no finding tells that.
std::string state_of(const SyncReport& report, const TableReport& table) {
  if (table.status == TableStatus::undone) return table.name.text() + " is as it was before the run: it was taken back";
  if (table.status != TableStatus::planned && table.status != TableStatus::partly_applied) return "";
  std::size_t left = 0;
  for (const UnitReport& unit : table.units) {
    left += static_cast<std::size_t>(std::count_if(
        unit.steps.begin(), unit.steps.end(), [](const StepReport& step) { return step.status != StepStatus::done; }));
  }
  if (report::back_in_part(report, table)) return table.name.text() + " is taken back in part: " + table.reason;
  std::string text =
      fmt::format("{} is not {}: {}", table.name.text(), report.takes_back() ? "taken back" : "what the code says",
                  report::count(left, "step"));
  if (table.steps_skipped > 0) text += fmt::format(", {} waiting for permission", table.steps_skipped);
  return text;
}

std::vector<Result> results_of(const SyncReport& report) {
  std::vector<Result> all;
  const auto add = [&](const Finding& finding, const SourceSpan& otherwise, const std::string& table) {
    all.push_back({finding.code == 0 ? std::string("finding") : code_text(finding.code), level(finding.severity),
                   finding.text + (finding.fix.empty() ? "" : ": " + finding.fix),
                   finding.span.known() ? finding.span : otherwise, finding.table.empty() ? table : finding.table,
                   &finding.notes});
  };
  for (const Finding& finding : report.findings) add(finding, {}, "");
  for (const Finding& finding : report.plan.findings) add(finding, {}, "");
  for (const TableReport& table : report.tables) {
    for (const Finding& finding : table.findings) add(finding, table.span, table.name.text());
    if (std::string text = state_of(report, table); !text.empty()) {
      const std::string_view how = report::as_wanted(report, table) ? "note" : "warning";
      all.push_back({std::string(kNotInSync), how, std::move(text), table.span, table.name.text()});
    }
  }
  return all;
}

/// The rules that some result names, in the order of the first one of each.
std::vector<std::string> rules_of(const std::vector<Result>& results) {
  std::vector<std::string> rules;
  for (const Result& each : results) {
    if (std::find(rules.begin(), rules.end(), each.rule) == rules.end()) rules.push_back(each.rule);
  }
  return rules;
}

void write_rule(Indented& out, const std::string& id) {
  const rules::RuleInfo* info = rules::find_rule(std::string_view(id));
  out.open('{');
  out.member("id", id);
  text_member(out, "shortDescription",
              info != nullptr    ? info->summary
              : id == kNotInSync ? "the target is not what the code says"
                                 : "a finding");
  if (info != nullptr && !info->explanation.empty()) text_member(out, "fullDescription", info->explanation);
  out.key("defaultConfiguration");
  out.open('{');
  out.member("level", info != nullptr ? level(info->severity) : "warning");
  out.close('}');
  out.close('}');
}

void write_related(Indented& out, const std::vector<Finding::Note>& notes) {
  std::vector<const Finding::Note*> placed;
  for (const Finding::Note& note : notes) {
    if (note.span.known()) placed.push_back(&note);
  }
  if (placed.empty()) return;
  out.list("relatedLocations", placed, [](Indented& list, const Finding::Note* note) {
    list.open('{');
    write_location(list, note->span, "");
    text_member(list, "message", note->text.empty() ? "see here" : note->text);
    list.close('}');
  });
}

/// `fingerprint`: what is one and the same in two runs, wherever its line is by then.
void write_result(Indented& out, const Result& result, std::size_t rule, const std::string& fingerprint) {
  out.open('{');
  out.member("ruleId", result.rule);
  out.member("ruleIndex", rule);
  out.member("level", result.level);
  text_member(out, "message", result.text);
  if (result.span.known() || !result.table.empty()) {
    out.key("locations");
    out.open('[');
    out.open('{');
    write_location(out, result.span, result.table);
    out.close('}');
    out.close(']');
  }
  out.key("partialFingerprints");
  out.open('{');
  out.member("deltac/v1", fingerprint);
  out.close('}');
  if (result.notes != nullptr) write_related(out, *result.notes);
  out.close('}');
}

void write_tool(Indented& out, const std::vector<std::string>& rules) {
  out.key("tool");
  out.open('{');
  out.key("driver");
  out.open('{');
  out.member("name", "deltac");
  out.member("version", DELTA_RUNTIME_VERSION);
  out.list("rules", rules, write_rule);
  out.close('}');
  out.close('}');
}

void write_invocation(Indented& out, const SyncReport& report) {
  const int exit_code = report.exit_code();
  out.key("invocations");
  out.open('[');
  out.open('{');
  out.member("executionSuccessful", exit_code == 0 || exit_code == 2);
  out.member("exitCode", exit_code);
  if (!report.unfinished.empty()) out.member("exitCodeDescription", "recover is needed: " + report.unfinished);
  out.close('}');
  out.close(']');
}

void write_run(Indented& out, const SyncReport& report) {
  const std::vector<Result> results = results_of(report);
  const std::vector<std::string> rules = rules_of(results);
  std::map<std::string, int> seen;
  out.open('{');
  write_tool(out, rules);
  write_invocation(out, report);
  out.list("results", results, [&](Indented& list, const Result& each) {
    const auto rule = std::find(rules.begin(), rules.end(), each.rule) - rules.begin();
    const std::string subject = each.rule + " " + each.table;
    write_result(list, each, static_cast<std::size_t>(rule), subject + " " + std::to_string(++seen[subject]));
  });
  if (!report.run.empty()) {
    out.key("automationDetails");
    out.open('{');
    out.member("id", "deltac/" + report.run);
    out.close('}');
  }
  out.close('}');
}

}  // namespace

std::string to_sarif(const SyncReport& report) {
  Indented out;
  out.open('{');
  out.member("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
  out.member("version", "2.1.0");
  out.key("runs");
  out.open('[');
  write_run(out, report);
  out.close(']');
  out.close('}');
  return out.take();
}

}  // namespace delta
