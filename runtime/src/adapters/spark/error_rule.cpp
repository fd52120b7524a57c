#include "adapters/spark/error_rule.hpp"

#include "delta/rules/changes.hpp"

namespace delta::spark {
namespace {

constexpr std::string_view kOtherCatalogue =
    "make it on the server, or say what the server calls it: --catalog-map NAME=CATALOGUE";

}  // namespace

const ErrorRule* find_error_rule(const SqlError& error) {
  // From the DDL matrix, section 6.
  static const ErrorRule kRules[] = {
      {"DELTA_NEW_CHECK_CONSTRAINT_VIOLATION", rules::kCheckViolated.code,
       "correct these rows, or let the CHECK allow them; NULL breaks it too"},
      {"DELTA_CANNOT_MODIFY_APPEND_ONLY", rules::kAppendOnly.code,
       "declare property(\"delta.appendOnly\", \"false\"), or leave the change out"},
      {"DELTA_CREATE_TABLE_WITH_NON_EMPTY_LOCATION", rules::kLocationOccupied.code,
       "move the files away, then plan again"},
      {"EXPECT_TABLE_NOT_VIEW", rules::kNotDelta.code,
       "drop or rename the view, or declare the table under another name"},
      {"SCHEMA_NOT_FOUND", rules::kNamespaceMissing.code, "let the plan make it: --allow create-schema"},
      {"REQUIRES_SINGLE_PART_NAMESPACE", rules::kNamespaceMissing.code, kOtherCatalogue},
      {"CATALOG_NOT_FOUND", rules::kNamespaceMissing.code, kOtherCatalogue},
      {"NO_SUCH_CATALOG_EXCEPTION", rules::kNamespaceMissing.code, kOtherCatalogue},
  };
  for (const ErrorRule& rule : kRules) {
    if (error.condition.starts_with(rule.condition)) return &rule;
  }
  return nullptr;
}

}  // namespace delta::spark
