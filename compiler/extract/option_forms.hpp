#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace deltac::extract {

enum class OptionKind {
  after,
  as_integer,
  check,
  check_values,
  cluster_by,
  comment,
  default_value,
  dropped,
  first,
  foreign_key,
  generated,
  identity,
  identity_by_default,
  ignore,
  location,
  name,
  owns_columns,
  partition_by,
  primary_key,
  property,
  references,
  renamed_from,
  tag,
  type,
  unique,
};

/// What an annotation stands on.
enum class Target { table, view, column };

/// What stands behind an option's word.
enum class Takes {
  refused,          ///< the option does not stand on this target
  nothing,          ///< the word alone
  text,             ///< (text)
  two_texts,        ///< (text, text)
  names,            ///< texts, one or more
  numbers,          ///< the word alone, or (number, number)
  table,            ///< <T>, or <T>(text)
  table_and_names,  ///< <T>(texts), one or more
};

/// How an option is written.
struct OptionForm {
  OptionKind kind;
  std::string_view word;
  Takes on_table;
  Takes on_view;
  Takes on_column;
  std::string_view arguments;  ///< what it takes, in words; empty for an option that takes nothing
  std::string_view example;

  Takes on(Target target) const {
    return target == Target::table ? on_table : target == Target::view ? on_view : on_column;
  }
};

const OptionForm& option_form(OptionKind kind);
/// The option that a user means by a word, or nullptr.
const OptionForm* find_option(std::string_view word);

/// The word that a user writes for an option.
std::string_view option_word(OptionKind kind);
/// Every word that stands on such a target.
std::vector<std::string> option_words(Target target);

}  // namespace deltac::extract
