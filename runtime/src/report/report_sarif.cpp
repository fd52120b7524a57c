#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "delta/report/report_writers.hpp"
#include "delta/rules/rule.hpp"
#include "report/json_values.hpp"
#include "report/text_layout.hpp"

namespace delta {
namespace {

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

Json location(const SourceSpan& span, const std::string& table) {
  Json out = Json::object();
  if (span.known()) {
    out["physicalLocation"] = {{"artifactLocation", {{"uri", uri(span.file.text())}}},
                               {"region",
                                {{"startLine", span.line},
                                 {"startColumn", std::max(span.column, 1)},
                                 {"endColumn", std::max(span.column, 1) + std::max(span.length, 1)}}}};
  }
  if (!table.empty()) out["logicalLocations"] = Json::array({{{"fullyQualifiedName", table}, {"kind", "resource"}}});
  return out;
}

class Writer {
 public:
  void add(const Finding& finding, const SourceSpan& otherwise, const std::string& table) {
    const std::string id = finding.code == 0 ? std::string("finding") : code_text(finding.code);
    const std::string& of = finding.table.empty() ? table : finding.table;
    Json result = make(id, level(finding.severity), finding.text + (finding.fix.empty() ? "" : ": " + finding.fix),
                       finding.span.known() ? finding.span : otherwise, of);
    for (const Finding::Note& note : finding.notes) {
      if (!note.span.known()) continue;
      Json related = location(note.span, "");
      related["message"]["text"] = note.text.empty() ? "see here" : note.text;
      result["relatedLocations"].push_back(std::move(related));
    }
    results_.push_back(std::move(result));
  }

  void add_table(const TableReport& table) {
    std::size_t left = 0;
    for (const UnitReport& unit : table.units) {
      left += static_cast<std::size_t>(std::count_if(unit.steps.begin(), unit.steps.end(), [](const StepReport& step) {
        return step.status != StepStatus::done;
      }));
    }
    std::string text = fmt::format("{} is not what the code says: {}", table.name.text(), report::count(left, "step"));
    if (table.steps_skipped > 0) text += fmt::format(", {} waiting for permission", table.steps_skipped);
    results_.push_back(make(std::string(kNotInSync), "warning", text, table.span, table.name.text()));
  }

  Json rules() const {
    Json out = Json::array();
    for (const auto& [id, index] : order()) {
      Json rule;
      rule["id"] = id;
      const rules::RuleInfo* info = rules::find_rule(std::string_view(id));
      const std::string summary = info != nullptr ? std::string(info->summary) : "the target is not what the code says";
      rule["shortDescription"]["text"] = summary;
      if (info != nullptr && !info->explanation.empty())
        rule["fullDescription"]["text"] = std::string(info->explanation);
      rule["defaultConfiguration"]["level"] = info != nullptr ? level(info->severity) : "warning";
      out.push_back(std::move(rule));
    }
    return out;
  }
  Json results() && { return std::move(results_); }

 private:
  Json make(const std::string& id, std::string_view level_word, const std::string& text, const SourceSpan& span,
            const std::string& table) {
    Json result;
    result["ruleId"] = id;
    result["ruleIndex"] = places_.emplace(id, places_.size()).first->second;
    result["level"] = level_word;
    result["message"]["text"] = text;
    const Json where = location(span, table);
    if (!where.empty()) result["locations"] = Json::array({where});
    // What is one and the same in two runs, wherever its line is by then.
    result["partialFingerprints"]["deltac/v1"] = id + " " + table + " " + std::to_string(++seen_[id + " " + table]);
    return result;
  }

  std::vector<std::pair<std::string, std::size_t>> order() const {
    std::vector<std::pair<std::string, std::size_t>> out(places_.begin(), places_.end());
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    return out;
  }

  Json results_ = Json::array();
  std::map<std::string, std::size_t> places_;
  std::map<std::string, int> seen_;
};

}  // namespace

std::string to_sarif(const SyncReport& report) {
  Writer writer;
  for (const Finding& finding : report.findings) writer.add(finding, {}, "");
  for (const Finding& finding : report.plan.findings) writer.add(finding, {}, "");
  for (const TableReport& table : report.tables) {
    for (const Finding& finding : table.findings) writer.add(finding, table.span, table.name.text());
    if (table.status == TableStatus::planned || table.status == TableStatus::partly_applied) writer.add_table(table);
  }
  Json driver;
  driver["name"] = "deltac";
  driver["version"] = DELTA_RUNTIME_VERSION;
  driver["rules"] = writer.rules();
  Json run;
  run["tool"]["driver"] = std::move(driver);
  run["invocations"] = Json::array({{{"executionSuccessful", report.exit_code() == 0 || report.exit_code() == 2},
                                     {"exitCode", report.exit_code()}}});
  run["results"] = std::move(writer).results();
  if (!report.run.empty()) run["automationDetails"]["id"] = "deltac/" + report.run;
  Json log;
  log["$schema"] = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  log["version"] = "2.1.0";
  log["runs"] = Json::array({std::move(run)});
  return json_text(log);
}

}  // namespace delta
