#include "extract/option_forms.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace deltac::extract {
namespace {

constexpr auto kNo = Takes::refused;
constexpr std::string_view kText = "a text";
constexpr std::string_view kNames = "names of columns, as texts";
constexpr std::string_view kKeyAndValue = "two texts, a key and a value";

/// Sorted by kind. In the order of their targets: table, view, column.
constexpr std::array kForms{
    OptionForm{OptionKind::after, "after", kNo, kNo, Takes::text, "the name of a column, as a text", "after(\"id\")"},
    OptionForm{OptionKind::as_integer, "as_integer", kNo, kNo, Takes::nothing, "", "as_integer"},
    OptionForm{OptionKind::check, "check", Takes::two_texts, kNo, Takes::two_texts,
               "two texts, a name and an expression", "check(\"positive\", \"total > 0\")"},
    OptionForm{OptionKind::check_values, "check_values", kNo, kNo, Takes::nothing, "", "check_values"},
    OptionForm{OptionKind::cluster_by, "cluster_by", Takes::names, kNo, kNo, kNames, "cluster_by(\"day\")"},
    OptionForm{OptionKind::comment, "comment", Takes::text, Takes::text, Takes::text, kText,
               "comment(\"what it means\")"},
    OptionForm{OptionKind::default_value, "default_value", kNo, kNo, Takes::text, kText, "default_value(\"0\")"},
    OptionForm{OptionKind::dropped, "dropped", Takes::text, kNo, kNo, "the name of a column, as a text",
               "dropped(\"old_code\")"},
    OptionForm{OptionKind::first, "first", kNo, kNo, Takes::nothing, "", "first"},
    OptionForm{OptionKind::foreign_key, "foreign_key", Takes::table_and_names, kNo, kNo,
               "a struct, and names of columns as texts", "foreign_key<Order>(\"shop\", \"number\")"},
    OptionForm{OptionKind::generated, "generated", kNo, kNo, Takes::text, kText, "generated(\"year(day)\")"},
    OptionForm{OptionKind::identity, "identity", kNo, kNo, Takes::numbers, "two numbers, a start and a step",
               "identity(1, 1)"},
    OptionForm{OptionKind::identity_by_default, "identity_by_default", kNo, kNo, Takes::numbers,
               "two numbers, a start and a step", "identity_by_default(1, 1)"},
    OptionForm{OptionKind::ignore, "ignore", kNo, kNo, Takes::nothing, "", "ignore"},
    OptionForm{OptionKind::location, "location", Takes::text, kNo, kNo, kText, "location(\"s3://bucket/orders\")"},
    OptionForm{OptionKind::name, "name", kNo, kNo, Takes::text, kText, "name(\"order id\")"},
    OptionForm{OptionKind::owns_columns, "owns_columns", Takes::nothing, kNo, kNo, "", "owns_columns"},
    OptionForm{OptionKind::partition_by, "partition_by", Takes::names, kNo, kNo, kNames, "partition_by(\"day\")"},
    OptionForm{OptionKind::primary_key, "primary_key", Takes::names, kNo, Takes::nothing, kNames,
               "primary_key(\"a\", \"b\")"},
    OptionForm{OptionKind::property, "property", Takes::two_texts, Takes::two_texts, kNo, kKeyAndValue,
               "property(\"delta.appendOnly\", \"true\")"},
    OptionForm{OptionKind::references, "references", kNo, kNo, Takes::table,
               "a struct, and the name of a column as a text", "references<Customer>(\"id\")"},
    OptionForm{OptionKind::renamed_from, "renamed_from", Takes::text, kNo, Takes::text, "the earlier name, as a text",
               "renamed_from(\"old_name\")"},
    OptionForm{OptionKind::tag, "tag", Takes::two_texts, kNo, Takes::two_texts, kKeyAndValue,
               "tag(\"owner\", \"sales\")"},
    OptionForm{OptionKind::type, "type", kNo, kNo, Takes::text, kText, "type(\"DECIMAL(18,2)\")"},
    OptionForm{OptionKind::unique, "unique", Takes::names, kNo, Takes::nothing, kNames, "unique(\"a\", \"b\")"},
};
static_assert(std::ranges::is_sorted(kForms, {}, &OptionForm::kind));
static_assert(kForms.size() == static_cast<std::size_t>(OptionKind::unique) + 1);

}  // namespace

const OptionForm& option_form(OptionKind kind) { return kForms[static_cast<std::size_t>(kind)]; }

const OptionForm* find_option(std::string_view word) {
  if (word == "check_constraint") word = "check";  // its other name, for code bases with a macro `check`
  const auto found = std::ranges::find(kForms, word, &OptionForm::word);
  return found != kForms.end() ? &*found : nullptr;
}

std::string_view option_word(OptionKind kind) { return option_form(kind).word; }

std::vector<std::string> option_words(Target target) {
  std::vector<std::string> words;
  for (const OptionForm& form : kForms) {
    if (form.on(target) != Takes::refused) words.emplace_back(form.word);
  }
  return words;
}

}  // namespace deltac::extract
