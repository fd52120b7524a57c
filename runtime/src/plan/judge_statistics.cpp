#include <algorithm>

#include "delta/rules/check.hpp"
#include "diff/change_finding.hpp"
#include "plan/judge.hpp"
#include "rules/statistics.hpp"

namespace delta {
namespace {

/// Whether a step can take a column's statistics away.
bool moves_statistics(const Action& action) {
  if (const auto* added = std::get_if<action::AddColumn>(&action)) {
    return added->column.position.place != Position::Place::last;
  }
  if (const auto* set = std::get_if<action::SetProperty>(&action)) return set->key.starts_with("delta.dataSkipping");
  if (const auto* unset = std::get_if<action::UnsetProperty>(&action)) {
    return unset->key.starts_with("delta.dataSkipping");
  }
  return std::holds_alternative<action::SetClustering>(action);
}

std::string reason_of(const rules::StatisticsFault& fault, const std::string& column) {
  if (fault.list != nullptr) {
    return "Delta keeps statistics of the columns in delta.dataSkippingStatsColumns only, and " + column +
           " is not among them";
  }
  return "Delta keeps statistics of the first " + std::to_string(fault.indexed) + " columns, and " + column +
         " is number " + std::to_string(fault.place) + " in the table";
}

std::string fix_of(const rules::StatisticsFault& fault, const std::string& column) {
  if (fault.list != nullptr) return "name it there: \"" + fault.list->value.value + ", " + column + "\"";
  return "name it in delta.dataSkippingStatsColumns, or raise delta.dataSkippingNumIndexedCols";
}

const SourceSpan& span_of(const Table& table, const ColumnPath& column) {
  for (const LocatedText& each : table.cluster_by) {
    if (ColumnPath::parse(each.value) == column) return each.span;
  }
  return table.span;
}

/// Cluster columns that have statistics.
std::vector<ColumnPath> with_statistics(const Table& table) {
  std::vector<ColumnPath> paths;
  for (const LocatedText& column : table.cluster_by) {
    ColumnPath path = ColumnPath::parse(column.value);
    if (!rules::statistics_fault(table, path)) paths.push_back(std::move(path));
  }
  return paths;
}

Finding refused(const Table& desired, const ColumnPath& path, const rules::StatisticsFault& fault) {
  return change_finding(rules::kClusterColumnStatistics, desired, span_of(desired, path), reason_of(fault, path.text()),
                        fix_of(fault, path.text()));
}

Finding lost(const Table& desired, const Step& step, const ColumnPath& path, const rules::StatisticsFault& fault) {
  Finding found = change_finding(
      rules::kClusteringLosesStatistics, desired, step.span,
      "the table is clustered by " + path.text() + ", which loses its statistics: " + reason_of(fault, path.text()),
      fix_of(fault, path.text()));
  const SourceSpan& declared = span_of(desired, path);
  if (declared.known()) found.notes.push_back({declared, "clustered by it here"});
  return found;
}

}  // namespace

Findings judge_statistics(const Alteration& alteration, const std::vector<Step>& steps) {
  Findings findings;
  const Table& desired = alteration.desired;
  if (desired.cluster_by.empty() && alteration.observed.table.cluster_by.empty()) return findings;
  if (std::none_of(steps.begin(), steps.end(), [](const Step& step) { return moves_statistics(step.action); })) {
    return findings;
  }
  struct Loss {
    ColumnPath path;
    const Step* step;
  };
  std::vector<Loss> losses;
  ObservedTable table = alteration.observed;
  for (const Step& step : steps) {
    const std::vector<ColumnPath> had = with_statistics(table.table);
    simulate(table, step.action);
    if (!moves_statistics(step.action)) continue;
    const bool clusters = std::holds_alternative<action::SetClustering>(step.action);
    for (const LocatedText& column : table.table.cluster_by) {
      const ColumnPath path = ColumnPath::parse(column.value);
      const auto fault = rules::statistics_fault(table.table, path);
      if (!fault) continue;
      if (clusters) {
        findings.push_back(refused(desired, path, *fault));
      } else if (std::find(had.begin(), had.end(), path) != had.end()) {
        losses.push_back({path, &step});
      }
    }
  }
  for (const Loss& loss : losses) {  // a later step may have given them back
    const auto fault = rules::statistics_fault(table.table, loss.path);
    if (fault) findings.push_back(lost(desired, *loss.step, loss.path, *fault));
  }
  return findings;
}

}  // namespace delta
