#include "delta/model/features.hpp"
#include "rules/paths.hpp"
#include "rules/property_table.hpp"
#include "rules/repeats.hpp"
#include "rules/subjects.hpp"

/// Rules about table properties and tags.
namespace delta::rules {
namespace {

constexpr RuleInfo kUnknownProperty{
    .code = 501,
    .severity = Severity::error,
    .summary = "Delta knows no property of this name",
    .explanation =
        "Names that begin with delta. are Delta's own, and an engine refuses those that it does not know. Some are "
        "known to Databricks only, which is judged when a plan is made. The spelling counts: an engine stores the "
        "name as it knows it. A property of your own needs a prefix of your own.",
    .example =
        "property(\"delta.enableChangeDataFed\", \"true\")   // wrong\n"
        "property(\"delta.enableChangeDataFeed\", \"true\")",
    .prevents = "DELTA_UNKNOWN_CONFIGURATION, F0000",
    .matrix = "V-PROP-01",
};

constexpr RuleInfo kPropertyValue{
    .code = 502,
    .severity = Severity::error,
    .summary = "a property has a value that it cannot have",
    .explanation =
        "Engines check values when they set them, mostly without saying what would be right. Intervals are written "
        "as 'interval 7 days', without months and years.",
    .example =
        "property(\"delta.logRetentionDuration\", \"forever\")           // wrong\n"
        "property(\"delta.logRetentionDuration\", \"interval 30 days\")",
    .prevents = "UNSUPPORTED_TABLE_CHANGE, 0A000",
    .matrix = "V-PROP-02",
};

constexpr RuleInfo kReservedProperty{
    .code = 503,
    .severity = Severity::error,
    .summary = "a property has a name that Spark keeps for itself, or none",
    .explanation =
        "location, provider, owner and external have statements of their own; comment is the table's comment.",
    .example =
        "property(\"location\", \"s3://bucket/orders\")  // wrong\n"
        "location(\"s3://bucket/orders\")",
    .prevents = "UNSUPPORTED_FEATURE.SET_TABLE_PROPERTY, 0A000",
    .matrix = "V-PROP-03",
};

constexpr RuleInfo kPropertyTwice{
    .code = 504,
    .severity = Severity::error,
    .summary = "a property or a tag is given twice",
    .explanation = "Which of the values is meant cannot be told. Leave one out.",
    .example = "property(\"team\", \"a\"), property(\"team\", \"b\")  // wrong",
    .prevents = "DUPLICATE_KEY, 23505",
    .matrix = "V-PROP-03",
};

constexpr RuleInfo kInternalProperty{
    .code = 505,
    .severity = Severity::error,
    .summary = "a property is one that Delta or deltac keeps for itself",
    .explanation =
        "Delta counts column ids, notes when features were switched on and names hidden columns in such properties; "
        "deltac remembers under deltac.* what the code declared. Leave them out.",
    .example = "property(\"delta.columnMapping.maxColumnId\", \"5\")  // wrong",
    .prevents = "DELTA_CANNOT_MODIFY_TABLE_PROPERTY, 42939",
    .matrix = "V-PROP-04",
};

constexpr RuleInfo kProtocolByHand{
    .code = 506,
    .severity = Severity::error,
    .summary = "protocol versions are not set by hand",
    .explanation =
        "Spark ignores a lower number and adjusts a higher one, so what is declared would never be what is there. "
        "What a table needs follows from its columns and properties; a single feature can be asked for with "
        "delta.feature.NAME = supported.",
    .example =
        "property(\"delta.minWriterVersion\", \"7\")                    // wrong\n"
        "property(\"delta.feature.deletionVectors\", \"supported\")",
    .prevents = "UNSUPPORTED_TABLE_CHANGE, 0A000",
    .matrix = "V-PROP-06",
};

constexpr RuleInfo kFeatureProperty{
    .code = 507,
    .severity = Severity::error,
    .summary = "delta.feature.NAME needs a feature that there is, and the value supported",
    .explanation =
        "A feature can be asked for, never be switched off by a property. supported and enabled mean the same.",
    .example =
        "property(\"delta.feature.deletionVectors\", \"disabled\")   // wrong\n"
        "property(\"delta.feature.deletionVectors\", \"supported\")",
    .prevents = "DELTA_UNSUPPORTED_FEATURE_STATUS, 0AKDE",
    .matrix = "V-PROP-07",
};

constexpr RuleInfo kClusteringProperty{
    .code = 508,
    .severity = Severity::error,
    .summary = "clustering is declared with cluster_by, not by a property",
    .explanation = "Spark refuses the properties that stand for it.",
    .example =
        "property(\"delta.feature.clustering\", \"supported\")  // wrong\n"
        "cluster_by(\"day\")",
    .prevents = "DELTA_CANNOT_MODIFY_TABLE_PROPERTY, 42939",
    .matrix = "V-CLUS-09",
};

constexpr RuleInfo kConstraintProperty{
    .code = 509,
    .severity = Severity::error,
    .summary = "a CHECK is declared with check, not by a property",
    .explanation =
        "CREATE TABLE takes delta.constraints.* without looking at the expression, and a wrong one then refuses "
        "every write.",
    .example =
        "property(\"delta.constraints.positive\", \"total >= 0\")  // wrong\n"
        "check(\"positive\", \"total >= 0\")",
    .prevents = "DELTA_ADD_CONSTRAINTS, 0A000",
    .matrix = "V-CHK-05",
};

constexpr RuleInfo kStatisticsColumn{
    .code = 510,
    .severity = Severity::error,
    .summary = "delta.dataSkippingStatsColumns names no column",
    .explanation =
        "It lists columns, or paths of nested fields, with commas between; a name with other characters than "
        "letters, digits and underscores in backticks.",
    .example = "property(\"delta.dataSkippingStatsColumns\", \"id,dya\")  // wrong: the column is day",
    .prevents = "DELTA_COLUMN_NOT_FOUND_IN_SCHEMA, 42703",
};

constexpr std::string_view kFeature = "delta.feature.";

bool on_databricks(const TableFacts& facts) {
  return facts.stage != Stage::plan || !facts.dialect || facts.dialect->name == "databricks";
}

std::vector<std::string> known_keys() {
  std::vector<std::string> keys;
  for (const PropertyRow& row : property_rows_table()) {
    if (row.kind != ValueKind::internal) keys.emplace_back(row.key);
  }
  return keys;
}

void check_feature(const TableFacts& facts, const Property& property) {
  const std::string name = property.key.value.substr(kFeature.size());
  if (name == "clustering") {
    facts.add(kClusteringProperty, property.key.span, "clustering is not switched on by a property",
              "use cluster_by(\"…\")");
    return;
  }
  if (!find_feature(name)) {
    std::vector<std::string> names;
    for (const FeatureInfo& feature : features()) names.emplace_back(feature.name);
    facts.add(kFeatureProperty, property.key.at(kFeature.size(), name.size()),
              "Delta has no feature " + quoted(name) + " that deltac knows", did_you_mean(name, names));
  } else if (property.value.value != "supported" && property.value.value != "enabled") {
    facts.add(kFeatureProperty, property.value.span, "a feature cannot be switched off, or half on, by a property",
              "write 'supported'");
  }
}

void check_statistics_columns(const TableFacts& facts, const Property& property) {
  const std::string& list = property.value.value;
  std::size_t begin = 0;
  bool in_backticks = false;
  for (std::size_t i = 0; i <= list.size(); ++i) {
    if (i < list.size() && list[i] == '`') in_backticks = !in_backticks;
    if (i < list.size() && (list[i] != ',' || in_backticks)) continue;
    std::size_t end = i;
    while (begin < end && list[begin] == ' ') ++begin;
    while (end > begin && list[end - 1] == ' ') --end;
    LocatedText one(list.substr(begin, end - begin));
    if (const auto fault = path_fault(facts, one)) {
      facts.add(kStatisticsColumn, property.value.at(begin + fault->offset, std::max<std::size_t>(1, fault->length)),
                one.empty() ? "a column's name is missing here" : fault->text, fault->fix);
    }
    begin = i + 1;
  }
}

void check_known(const TableFacts& facts, const Property& property, const PropertyRow& row) {
  const std::string& key = property.key.value;
  if (key == "delta.minReaderVersion" || key == "delta.minWriterVersion") {
    facts.add(kProtocolByHand, property.key.span, "protocol versions follow from what the table uses",
              "leave it out, or ask for a feature: delta.feature.NAME");
  } else if (row.kind == ValueKind::internal) {
    facts.add(kInternalProperty, property.key.span, "Delta keeps " + key + " for itself", "leave it out");
  } else if (row.known_to == KnownTo::databricks && !on_databricks(facts)) {
    facts.add(kUnknownProperty, property.key.span, "only Databricks knows the property " + quoted(key),
              "leave it out on Spark");
  } else if (const auto fault = value_fault(row, property.value.value, on_databricks(facts))) {
    facts.add(kPropertyValue, property.value.span, std::string(row.key) + ": " + fault->text, fault->fix);
  } else if (row.kind == ValueKind::columns) {
    check_statistics_columns(facts, property);
  }
}

bool begins_folded(std::string_view text, std::string_view prefix) {
  return same_folded(text.substr(0, prefix.size()), prefix);
}

void check_delta_property(const TableFacts& facts, const Property& property) {
  const std::string& key = property.key.value;
  if (key.starts_with(kFeature)) {
    check_feature(facts, property);
    return;
  }
  if (begins_folded(key, "delta.constraints.")) {
    facts.add(kConstraintProperty, property.key.span, "a CHECK is not declared by a property",
              "use check(\"" + key.substr(18) + "\", \"" + property.value.value + "\")");
    return;
  }
  const PropertyRow* row = find_property_row(key);
  if (!row) {
    facts.add(kUnknownProperty, property.key.span, "Delta knows no property " + quoted(key),
              did_you_mean(key, known_keys()));
  } else if (row->key != key) {
    facts.add(kUnknownProperty, property.key.span, "Delta spells this property " + quoted(row->key),
              "write " + std::string(row->key));
  } else {
    check_known(facts, property, *row);
  }
}

void check_property(const TableFacts& facts, const Property& property) {
  const std::string& key = property.key.value;
  if (begins_folded(key, "delta.")) return check_delta_property(facts, property);
  const std::string folded = fold_case(key);
  if (key.empty()) {
    facts.add(kReservedProperty, property.key.span, "a property needs a name", "give it one");
  } else if (folded.starts_with("deltac.")) {
    facts.add(kInternalProperty, property.key.span, "deltac keeps properties that begin with deltac. for itself",
              "use another prefix");
  } else if (folded == "clusteringcolumns" || folded == "clusterbyauto") {
    facts.add(kClusteringProperty, property.key.span, "clustering is not declared by a property",
              "use cluster_by(\"…\")");
  } else if (folded == "comment") {
    facts.add(kReservedProperty, property.key.span, "'comment' is the table's comment and no property",
              "use comment(\"…\")");
  } else if (folded == "location" || folded == "provider" || folded == "owner" || folded == "external") {
    facts.add(kReservedProperty, property.key.span, "Spark keeps the property " + quoted(key) + " for itself",
              folded == "location" ? "use location(\"…\")" : "leave it out");
  }
}

void check_twice(const TableFacts& facts, const std::vector<Property>& properties, std::string_view what) {
  const auto same = [](const Property& a, const Property& b) { return a.key.value == b.key.value; };
  for (std::size_t i = 0; i < properties.size(); ++i) {
    const Property& property = properties[i];
    if (what == "tag" && property.key.empty()) {
      facts.add(kReservedProperty, property.key.span, "a tag needs a name", "give it one");
      continue;
    }
    const Property* first = first_alike(properties, i, same);
    if (first == nullptr) continue;
    note(facts.add(kPropertyTwice, property.key.span,
                   std::string(what) + " " + quoted(property.key.value) + " is given twice", "leave one out"),
         first->key.span, "first given here");
  }
}

}  // namespace

void check_properties(const TableFacts& facts) {
  for (const Property& property : facts.table.properties) check_property(facts, property);
  check_twice(facts, facts.table.properties, "property");
  check_twice(facts, facts.table.tags, "tag");
  for (const Column& column : facts.table.columns) check_twice(facts, column.tags, "tag");
}

Rows property_rows() {
  static constexpr const RuleInfo* rows[] = {
      &kUnknownProperty, &kPropertyValue,   &kReservedProperty,   &kPropertyTwice,      &kInternalProperty,
      &kProtocolByHand,  &kFeatureProperty, &kClusteringProperty, &kConstraintProperty, &kStatisticsColumn,
  };
  return rows;
}

}  // namespace delta::rules
