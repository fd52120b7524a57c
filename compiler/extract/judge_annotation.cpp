#include "extract/judge_annotation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace deltac::extract {
namespace {

namespace declaration = delta::rules::declaration;
using Form = WrittenArgument::Form;

/// As many as the macros of delta/options/prefix.hpp spell out.
constexpr std::size_t kMostOptions = 32;

std::string_view plural(Target target) {
  return target == Target::table ? "tables" : target == Target::view ? "views" : "columns";
}

Target target_of(std::string_view macro) {
  return macro == "DELTA_TABLE" ? Target::table : macro == "DELTA_VIEW" ? Target::view : Target::column;
}

bool is_key(const OptionForm& form) { return form.kind == OptionKind::primary_key || form.kind == OptionKind::unique; }

/// How many arguments a form takes at least and at most.
std::pair<std::size_t, std::size_t> counts(Takes takes) {
  constexpr std::size_t kAny = static_cast<std::size_t>(-1);
  switch (takes) {
    case Takes::text:
    case Takes::table: return {1, 1};
    case Takes::two_texts:
    case Takes::numbers: return {2, 2};
    case Takes::names:
    case Takes::table_and_names: return {1, kAny};
    default: return {0, 0};
  }
}

/// The option with its arguments in quotes, if that is all that it lacks; an example of it otherwise.
std::string corrected(const WrittenOption& option, const OptionForm& form, Takes takes) {
  constexpr std::size_t kLongest = 40;
  const auto [least, most] = counts(takes);
  const bool quotable = takes == Takes::text || takes == Takes::two_texts || takes == Takes::names;
  std::string written = option.word + "(";
  bool fits = quotable && option.arguments.size() >= least && option.arguments.size() <= most;
  for (const WrittenArgument& argument : option.arguments) {
    if (!fits) break;
    if (&argument != &option.arguments.front()) written += ", ";
    const bool plain = argument.form == Form::other && !argument.source.empty() &&
                       argument.source.find_first_of("\"\\\n") == std::string::npos;
    fits = argument.source.size() <= kLongest && (argument.form != Form::other || plain);
    written += plain ? "\"" + argument.source + "\"" : argument.source;
  }
  return "write " + (fits ? written + ")" : std::string(form.example));
}

/// True if the arguments have the form that the option takes, as far as that can be seen.
bool fit(const WrittenOption& option, Takes takes) {
  const auto [least, most] = counts(takes);
  const bool may_stand_alone = takes == Takes::nothing || takes == Takes::numbers || takes == Takes::table;
  if (!option.has_parentheses) return may_stand_alone;
  if (takes == Takes::nothing) return false;
  const bool unknown = std::ranges::any_of(option.arguments, [](const auto& one) { return one.form == Form::macro; });
  if (unknown) return true;
  if (option.arguments.size() < least || option.arguments.size() > most) return false;
  const Form refused = takes == Takes::numbers ? Form::text : Form::other;
  return std::ranges::none_of(option.arguments, [refused](const auto& one) { return one.form == refused; });
}

std::optional<AnnotationProblem> judge_arguments(const WrittenOption& option, const OptionForm& form, Target target) {
  const Takes takes = form.on(target);
  const bool wants_type = takes == Takes::table || takes == Takes::table_and_names;
  const bool has_tail = option.has_more && takes != Takes::table_and_names;  // .to(…) stands behind a foreign key
  if (option.has_type == wants_type && (has_tail || fit(option, takes))) return std::nullopt;
  AnnotationProblem problem{&declaration::kWrongArguments, option.where, {}, {}};
  if (takes == Takes::nothing) {
    problem.text = fmt::format("{} takes no arguments", form.word);
    problem.fix = fmt::format("write {}", form.word);
    if (is_key(form) && !option.arguments.empty()) {
      problem.rule = &declaration::kWrongOption;
      problem.text = fmt::format("{} on a column names no columns", form.word);
    }
    return problem;
  }
  if (is_key(form) && option.arguments.empty()) {
    problem.rule = &declaration::kWrongOption;
    problem.text = fmt::format("{} on a table names its columns", form.word);
    problem.fix = fmt::format("write {}", form.example);
    return problem;
  }
  problem.text = fmt::format("{} takes {}", form.word, form.arguments);
  problem.fix = corrected(option, form, takes);
  return problem;
}

std::optional<AnnotationProblem> judge_option(const WrittenOption& option, Target target) {
  if (option.is_macro) return std::nullopt;
  if (option.where.isInvalid()) {
    return AnnotationProblem{&declaration::kUnknownOption, {}, "nothing stands between two commas", "remove a comma"};
  }
  const OptionForm* form = option.is_name ? find_option(option.word) : nullptr;
  if (form == nullptr) return unknown_option(option.word, option.where, target);
  if (form->on(target) == Takes::refused) return misplaced_option(form->word, option.where, target);
  return judge_arguments(option, *form, target);
}

/// What stands before the options: a table's name, and a view's query behind it.
std::optional<AnnotationProblem> judge_head(const WrittenAnnotation& annotation, std::size_t length) {
  for (std::size_t i = 0; i < length; ++i) {
    const bool missing = i >= annotation.parts.size() || annotation.parts[i].where.isInvalid();
    if (!missing && (annotation.parts[i].is_macro || find_option(annotation.parts[i].word) == nullptr)) continue;
    const bool view = annotation.macro == "DELTA_VIEW";
    return AnnotationProblem{
        &declaration::kWrongOption,
        {},
        view ? "DELTA_VIEW begins with the view's name and its query" : "DELTA_TABLE begins with the table's name",
        view ? "write DELTA_VIEW(\"{env}.gold.daily\", \"SELECT …\")"
             : "write DELTA_TABLE(\"{env}.silver.orders\", …)"};
  }
  return std::nullopt;
}

}  // namespace

AnnotationProblem unknown_option(std::string_view word, clang::SourceLocation where, Target target) {
  const std::string near = delta::rules::nearest_name(word, option_words(target));
  return {&declaration::kUnknownOption, where, fmt::format("{} is no option of {}", word, plural(target)),
          near.empty() ? "deltac explain DLT024 lists the options" : fmt::format("did you mean {}?", near)};
}

AnnotationProblem misplaced_option(std::string_view word, clang::SourceLocation where, Target target) {
  AnnotationProblem problem{&declaration::kWrongOption, where, {}, {}};
  if (target == Target::view) {
    problem.text = fmt::format("{} is no option of views", word);
    problem.fix = "a view takes comment and property";
    return problem;
  }
  const bool on_table = target == Target::table;
  problem.text = fmt::format("{} is an option of {}", word.empty() ? "this" : word, on_table ? "columns" : "tables");
  problem.fix = on_table ? "write it behind the member's name, in DELTA(…)" : "write it in DELTA_TABLE";
  return problem;
}

AnnotationProblem too_many_options(Target target) {
  return {&declaration::kTooManyOptions,
          {},
          fmt::format("an annotation has at most {} options", kMostOptions),
          target == Target::column ? "write a second DELTA(…) behind the first"
                                   : "write what concerns one column (checks, tags) behind its member's name"};
}

std::vector<AnnotationProblem> judge_annotation(const WrittenAnnotation& annotation) {
  const Target target = target_of(annotation.macro);
  const std::size_t head = target == Target::table ? 1 : target == Target::view ? 2 : 0;
  std::vector<AnnotationProblem> problems;
  if (auto problem = judge_head(annotation, head)) {
    problems.push_back(*std::move(problem));
    return problems;
  }
  for (std::size_t i = head; i < annotation.parts.size(); ++i) {
    const bool trailing_comma = i + 1 == annotation.parts.size() && annotation.parts[i].where.isInvalid();
    if (trailing_comma) break;
    if (auto problem = judge_option(annotation.parts[i], target)) problems.push_back(*std::move(problem));
  }
  if (annotation.parts.size() - head > kMostOptions) {
    problems.push_back(too_many_options(target));
  }
  return problems;
}

}  // namespace deltac::extract
