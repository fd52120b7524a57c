#include <algorithm>

#include "delta/model/features.hpp"
#include "delta/sql/quote.hpp"
#include "delta/sql/render.hpp"
#include "plan/judge_parts.hpp"

namespace delta {
namespace {

std::string joined(const std::vector<std::string>& columns) {
  std::string text;
  for (const std::string& column : columns) text += (text.empty() ? "" : ", ") + column;
  return '(' + text + ')';
}

bool holds(const std::vector<LocatedText>& columns, const ColumnPath& path) {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const LocatedText& each) { return ColumnPath::parse(each.value) == path; });
}

/// How many fields the struct at `parent` (the table itself if empty) will have, and how many are partition columns.
struct Remaining {
  std::size_t fields = 0;
  std::size_t partition_columns = 0;
};

Remaining remaining(const Alteration& alteration, const ColumnPath& parent) {
  Remaining left;
  const auto count = [&](const auto& members, const ColumnPath& before) {
    for (const auto& member : members) {
      const ColumnPath path = alteration.after(before.child(member.name));
      const bool gone = std::any_of(alteration.removed.begin(), alteration.removed.end(),
                                    [&](const change::ColumnRemoved* each) { return each->path == path; });
      if (gone) continue;
      ++left.fields;
      if (before.steps.empty() && holds(alteration.observed.table.partition_by, before.child(member.name))) {
        ++left.partition_columns;
      }
    }
  };
  const ColumnPath before = alteration.before(parent);
  if (parent.steps.empty()) {
    count(alteration.observed.table.columns, before);
  } else if (const DataType* type = find_type(alteration.observed.table, before)) {
    count(type->fields, before);
  }
  left.fields += static_cast<std::size_t>(
      std::count_if(alteration.added.begin(), alteration.added.end(),
                    [&](const change::ColumnAdded* each) { return each->path.parent() == parent; }));
  return left;
}

void judge_last_field(const Alteration& alteration, const change::ColumnRemoved& removed, Findings& findings) {
  const ColumnPath parent = removed.path.parent();
  const Remaining left = remaining(alteration, parent);
  if (left.fields > left.partition_columns) return;
  const std::string where = parent.steps.empty() ? "the table" : parent.text();
  const bool partitions = left.fields > 0;
  findings.push_back(change_finding(
      rules::kLastFieldDropped, alteration.desired, removed.span,
      removed.path.text() + " is the last " +
          (partitions ? "column of the table beside its partition columns" : "field of " + where),
      parent.steps.empty() ? "keep it, or drop the table with DELTA_DROPPED" : "drop " + where + " as a whole"));
}

void judge_cluster_column(const Alteration& alteration, const change::ColumnRemoved& removed, Findings& findings) {
  if (alteration.clustering != nullptr) {
    const auto& to = alteration.clustering->to;
    const bool kept = std::any_of(
        to.begin(), to.end(), [&](const std::string& each) { return removed.path.contains(ColumnPath::parse(each)); });
    if (!kept) return;
  }
  const ColumnPath before = alteration.before(removed.path);
  for (const LocatedText& column : alteration.observed.table.cluster_by) {
    const ColumnPath path = ColumnPath::parse(column.value);
    if (!before.contains(path)) continue;
    const bool parent = path != before;
    findings.push_back(change_finding(
        parent ? rules::kClusterParentDropped : rules::kClusterColumnDropped, alteration.desired, removed.span,
        parent ? removed.path.text() + " holds " + column.value +
                     ", which the table is clustered by: dropping it would break the table"
               : "the table is clustered by " + column.value + ", which is to be dropped",
        "declare another cluster_by first, and drop the column when that is applied"));
    return;
  }
}

/// Where the columns that an expression reads are declared.
void note_columns_read(const Table& table, const std::string& expression, Finding& found) {
  std::vector<const Field*> noted;
  for (const ColumnPath& path : columns_read(expression)) {
    const Field* field = find_field(table, path);
    if (field == nullptr || std::find(noted.begin(), noted.end(), field) != noted.end()) continue;
    noted.push_back(field);
    add_note(found, field->span, path.text() + ", which it reads, is declared here");
  }
}

/// How a table is written anew, in one line. deltac makes the new one, so that nothing that is declared is lost, and
/// the old one holds the rows until they are copied.
std::string written_anew(const Alteration& alteration) {
  std::string text = "write the table anew with an engine";
  if (alteration.desired.location) return text += ", at another location";
  const TableName& now = alteration.observed.name;
  TableName old = now;
  old.parts.back() = Identifier(now.last().text() + "_before");
  std::vector<sql::CopiedColumn> columns;
  for (const Column& column : alteration.desired.columns) {
    const Column* before = find_column(alteration.observed.table, alteration.before(column.name).last());
    if (before != nullptr) columns.push_back({before, &column});
  }
  text += ": ";
  text += sql::rename_statement(now, old, sql::dialect_or_newest_spark(alteration.capabilities.dialect));
  text += "; apply, which creates it ";
  const char* between = "PARTITIONED BY (";
  for (const LocatedText& column : alteration.desired.partition_by) {
    text += between;
    text += sql::quote(ColumnPath::parse(column.value));
    between = ", ";
  }
  text += alteration.desired.partition_by.empty() ? "without partitions; " : "); ";
  text += sql::copy_statement(old, alteration.desired.name, columns);
  text += "; DROP TABLE ";
  return text += sql::quote(old);
}

}  // namespace

void judge_dependents(const Alteration& alteration, Findings& findings) {
  if (alteration.touched.empty()) return;
  for (const Column& column : alteration.observed.table.columns) {
    if (!column.generated) continue;
    const Alteration::Touched* touched = alteration.reads_touched(column.generated->value);
    if (touched == nullptr) continue;
    const bool goes_too = std::any_of(alteration.removed.begin(), alteration.removed.end(), [&](const auto* each) {
      return alteration.before(each->path) == ColumnPath(column.name);
    });
    Finding& found = findings.emplace_back(
        change_finding(rules::kGeneratedColumnDepends, alteration.desired, touched->span,
                       touched->before.text() + " is to be " + touched->verb + ", and " + column.name.text() +
                           " is generated from it: " + column.generated->value,
                       goes_too ? "declare it until " + column.name.text() + " is dropped, and drop it then"
                                : "keep it as it is; only writing the table anew with an engine can change both"));
    const Column* declared = find_column(alteration.desired, column.name);
    if (declared != nullptr && declared->generated) {
      add_note(found, declared->generated->span, column.name.text() + " is generated here");
    }
  }
  for (const Check* check : alteration.checks_in_the_way) {
    if (alteration.declares_check(check->name.value)) continue;
    const Alteration::Touched* touched = alteration.reads_touched(check->expression.value);
    findings.push_back(
        change_finding(rules::kCheckDepends, alteration.desired, touched->span,
                       touched->before.text() + " is to be " + touched->verb + ", and the CHECK " + check->name.value +
                           ", which the code does not declare, reads it: " + check->expression.value,
                       "declare the CHECK under that name, so that it is dropped and added back, or drop it yourself"));
  }
}

void judge_removals(const Alteration& alteration, Findings& findings) {
  std::vector<ColumnPath> parents;
  for (const auto* each : alteration.removed) {
    const ColumnPath before = alteration.before(each->path);
    if (holds(alteration.observed.table.partition_by, before)) {
      findings.push_back(change_finding(rules::kPartitionColumnDropped, alteration.desired, each->span,
                                        "the table is partitioned by " + before.text() + ", which is to be dropped",
                                        "keep it, or write the table anew with an engine"));
      continue;
    }
    judge_cluster_column(alteration, *each, findings);
    const ColumnPath parent = each->path.parent();
    if (std::find(parents.begin(), parents.end(), parent) != parents.end()) continue;
    parents.push_back(parent);
    judge_last_field(alteration, *each, findings);
  }
}

void judge_layout(const Alteration& alteration, Findings& findings) {
  if (alteration.location != nullptr) {
    findings.push_back(change_finding(rules::kLocationChanged, alteration.desired, alteration.location->span,
                                      "the table lies at " + alteration.location->from + " and is declared at " +
                                          alteration.location->to + "; deltac moves no data",
                                      "declare where it lies, or move it yourself"));
  }
  if (alteration.partitioning == nullptr) return;
  const bool dropped = std::any_of(findings.begin(), findings.end(), [](const Finding& each) {
    return each.code == rules::kPartitionColumnDropped.code;
  });
  if (dropped) return;
  const auto words = [](const std::vector<std::string>& columns) {
    return columns.empty() ? std::string("not partitioned") : "partitioned by " + joined(columns);
  };
  findings.push_back(change_finding(rules::kPartitioningChanged, alteration.desired, alteration.partitioning->span,
                                    "the table is " + words(alteration.partitioning->from) + " on the target and " +
                                        words(alteration.partitioning->to) +
                                        " in the code; the partitioning of a table that exists never changes",
                                    "declare what the target has, or " + written_anew(alteration)));
}

void judge_rows(const Alteration& alteration, Findings& findings) {
  if (alteration.capabilities.validates_rows || !alteration.observed.may_have_rows) return;
  const std::string fix =
      "write the plan as a script with emit, run it on Spark, which checks every row, and plan again";
  for (const auto* each : alteration.checks_added) {
    const std::string& expression = each->check.expression.value;
    Finding& found = findings.emplace_back(
        change_finding(rules::kCheckNeedsRows, alteration.desired, each->check.name.span,
                       "the CHECK " + each->check.name.value + " (" + expression +
                           ") is new, and this target cannot check it against the rows that the table may have",
                       fix));
    note_columns_read(alteration.desired, expression, found);
  }
  for (const Check* check : alteration.checks_in_the_way) {
    const Alteration::Touched* touched = alteration.reads_touched(check->expression.value);
    if (!alteration.declares_check(check->name.value)) continue;  // refused already
    Finding& found = findings.emplace_back(change_finding(
        rules::kCheckNeedsRows, alteration.desired, touched->span,
        touched->before.text() + " is to be " + touched->verb + ", for which the CHECK " + check->name.value +
            " must be dropped and added again, and this target cannot check it against the rows that the table may "
            "have",
        fix));
    add_note(found, alteration.check_span(check->name.value), "the CHECK " + check->name.value + " is declared here");
  }
  if (alteration.clustering != nullptr && !alteration.clustering->to.empty()) {
    findings.push_back(
        change_finding(rules::kClusteringNeedsRows, alteration.desired, alteration.clustering->span,
                       "clustering by " + joined(alteration.clustering->to) +
                           " needs statistics in every file, and this target cannot look into the files of a "
                           "table that may have rows",
                       "write the plan as a script with emit, run it on Spark, which looks into the files, and plan "
                       "again"));
  }
}

void judge_properties(const Alteration& alteration, Findings& findings) {
  for (const auto* each : alteration.properties) {
    const std::string to = each->to.value_or("none");
    if (each->key == "delta.columnMapping.mode") {
      const std::string from = alteration.observed.mapping_mode();
      if (to == from || (from == "none" && to == "name")) continue;
      findings.push_back(
          change_finding(rules::kMappingModeChanged, alteration.desired, each->span,
                         "column mapping is '" + from + "' on the target, and cannot become '" + to + "'",
                         from == "none" ? "declare 'name'" : "declare '" + from + "'"));
    } else if (each->key == "delta.enableRowTracking" && to == "true") {
      findings.push_back(change_finding(
          rules::kSeveralCommits, alteration.desired, each->span,
          "row tracking on a table that exists takes several commits and touches every file",
          "run it by hand on Spark: ALTER TABLE … SET TBLPROPERTIES ('delta.enableRowTracking' = 'true')"));
    }
  }
  const auto& writable = alteration.capabilities.writable_features;
  for (const auto& [name, needed] : alteration.needed_features()) {
    const bool mapping = name == "columnMapping" && !needed.properties.empty();
    const auto declared =
        std::find_if(alteration.desired.properties.begin(), alteration.desired.properties.end(),
                     [](const Property& each) { return each.key.value == "delta.columnMapping.mode"; });
    if (mapping && declared != alteration.desired.properties.end() && declared->value.value == "none") {
      Finding& found = findings.emplace_back(
          change_finding(rules::kMappingModeChanged, alteration.desired, declared->value.span,
                         "the plan renames or drops a column, which needs column mapping, and the code "
                         "declares delta.columnMapping.mode 'none'",
                         "declare 'name', or take the property away"));
      add_note(found, needed.span, "this needs column mapping");
    }
    if (needed.in_protocol || writable.empty()) continue;
    if (std::find(writable.begin(), writable.end(), name) != writable.end()) continue;
    const FeatureInfo* info = find_feature(name);
    findings.push_back(change_finding(rules::kFeatureNotWritable, alteration.desired, needed.span,
                                      "the change needs " + std::string(info == nullptr ? name : info->words) +
                                          " (feature " + name + "), which this target cannot switch on",
                                      "write the plan as a script with emit, run it on Spark, and plan again"));
  }
}

}  // namespace delta
