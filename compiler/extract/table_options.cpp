#include "extract/table_options.hpp"

#include <fmt/format.h>

#include <map>

namespace deltac::extract {
namespace {

bool may_repeat(OptionKind kind) {
  switch (kind) {
    case OptionKind::property:
    case OptionKind::tag:
    case OptionKind::check:
    case OptionKind::dropped:
    case OptionKind::foreign_key:
    case OptionKind::unique:
    case OptionKind::renamed_from: return true;
    default: return false;
  }
}

void apply(const Option& option, delta::Table& table, MemberReader& members) {
  const auto& texts = option.texts;
  switch (option.kind) {
    case OptionKind::comment: table.comment = texts.front().value; break;
    case OptionKind::partition_by: table.partition_by = texts; break;
    case OptionKind::cluster_by: table.cluster_by = texts; break;
    case OptionKind::location: table.location = texts.front(); break;
    case OptionKind::property: table.properties.push_back({texts[0], texts[1]}); break;
    case OptionKind::tag: table.tags.push_back({texts[0], texts[1]}); break;
    case OptionKind::check: table.checks.push_back({texts[0], texts[1]}); break;
    case OptionKind::primary_key: table.primary_key = delta::Key{{}, texts, option.span}; break;
    case OptionKind::unique: table.unique.push_back({{}, texts, option.span}); break;
    case OptionKind::foreign_key:
      table.foreign_keys.push_back({{}, texts, members.qualified_name(option.table), option.targets, {}, option.span});
      break;
    case OptionKind::renamed_from: table.renamed_from.push_back(texts.front()); break;
    case OptionKind::dropped: table.dropped.push_back(texts.front()); break;
    case OptionKind::owns_columns: table.owns_columns = true; break;
    default: break;
  }
}

}  // namespace

void apply_table_options(const std::vector<Option>& options, delta::Table& table, MemberReader& members,
                         Context& context) {
  std::map<OptionKind, delta::SourceSpan> given;
  for (const Option& option : options) {
    const auto [first, is_new] = given.try_emplace(option.kind, option.span);
    if (!is_new && !may_repeat(option.kind)) {
      context.report(delta::rules::declaration::kOptionTwice, option.span,
                     fmt::format("{} is given twice", option_word(option.kind)), "keep one of them",
                     {{first->second, "given here"}});
      continue;
    }
    apply(option, table, members);
  }
}

}  // namespace deltac::extract
