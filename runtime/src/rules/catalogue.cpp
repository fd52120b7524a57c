#include <algorithm>
#include <charconv>
#include <vector>

#include "delta/rules/declarations.hpp"
#include "rules/subjects.hpp"

namespace delta::rules {
namespace {

std::vector<const RuleInfo*> all_rows() {
  std::vector<const RuleInfo*> all;
  for (const Rows rows : {declaration_rules(),
                          type_declaration_rules(),
                          table_name_rows(),
                          column_name_rows(),
                          rename_rows(),
                          type_rows(),
                          unknown_type_rows(),
                          key_rows(),
                          reference_rows(),
                          catalog_limit_rows(),
                          layout_rows(),
                          location_rows(),
                          property_rows(),
                          expression_rows(),
                          default_rows(),
                          generated_rows(),
                          check_constraint_rows(),
                          view_rows(),
                          change_rows(),
                          key_change_rows(),
                          table_change_rows(),
                          server_rows(),
                          execution_rows(),
                          undoing_rows(),
                          policy_rows()}) {
    all.insert(all.end(), rows.begin(), rows.end());
  }
  std::sort(all.begin(), all.end(), [](const RuleInfo* a, const RuleInfo* b) { return a->code < b->code; });
  return all;
}

}  // namespace

std::span<const RuleInfo* const> catalogue() {
  static const std::vector<const RuleInfo*> rows = all_rows();
  return rows;
}

const RuleInfo* find_rule(int code) {
  const auto rows = catalogue();
  const auto found = std::lower_bound(rows.begin(), rows.end(), code,
                                      [](const RuleInfo* row, int wanted) { return row->code < wanted; });
  return found != rows.end() && (*found)->code == code ? *found : nullptr;
}

const RuleInfo* find_rule(std::string_view text) {
  if (text.size() > 3 && (text[0] | 32) == 'd' && (text[1] | 32) == 'l' && (text[2] | 32) == 't') text.remove_prefix(3);
  int code = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), code);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size() || text.size() > 3) return nullptr;
  return find_rule(code);
}

}  // namespace delta::rules
