#pragma once
#include <clang/Basic/SourceLocation.h>

#include <string>
#include <vector>

#include "delta/rules/declarations.hpp"
#include "extract/annotation_text.hpp"
#include "extract/option_forms.hpp"

namespace deltac::extract {

/// What is wrong with an annotation that clang refuses, in the words of a finding.
struct AnnotationProblem {
  const delta::rules::RuleInfo* rule = nullptr;
  clang::SourceLocation where;  ///< the word that is wrong; invalid for the annotation as a whole
  std::string text;
  std::string fix;
};

/// Judges every option by its word and the form of its arguments. Empty when all of them are well written, so that
/// what clang refuses is something else: a type that it does not know, or what a macro of the user's holds.
std::vector<AnnotationProblem> judge_annotation(const WrittenAnnotation& annotation);

/// What is said of a word that is no option.
AnnotationProblem unknown_option(std::string_view word, clang::SourceLocation where, Target target);
/// What is said of an option that stands on another target than it is for.
AnnotationProblem misplaced_option(std::string_view word, clang::SourceLocation where, Target target);
/// What is said of more options than an annotation has room for.
AnnotationProblem too_many_options(Target target);

}  // namespace deltac::extract
