#include "extract/report_annotation_errors.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>
#include <fmt/format.h>

#include <cctype>

#include "extract/options.hpp"

namespace deltac::extract {
namespace {

namespace declaration = delta::rules::declaration;
using Kind = AnnotationError::Kind;

/// Where `word` stands in the parentheses behind a macro's name, or the name itself.
clang::SourceLocation find_word(clang::SourceLocation macro, std::string_view word, const Context& context) {
  const clang::SourceManager& sources = context.ast.getSourceManager();
  const auto [file, begin] = sources.getDecomposedLoc(macro);
  const llvm::StringRef text = sources.getBufferData(file).substr(begin);
  const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  bool in_literal = false;
  int depth = 0;
  for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
    if (text[at] == '"' && (at == 0 || text[at - 1] != '\\')) in_literal = !in_literal;
    if (in_literal) continue;
    if (text[at] == '(') ++depth;
    if (text[at] == ')') --depth;
    const bool ended = text[at] == ';' || text[at] == '}' || (text[at] == ')' && depth <= 0);
    if (ended) break;
    if (!text.substr(at).starts_with(word)) continue;
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_part(text[at - 1])) && (end >= text.size() || !is_part(text[end]))) {
      return macro.getLocWithOffset(static_cast<int>(at));
    }
  }
  return macro;
}

void report_misplaced(clang::SourceLocation macro, Context& context) {
  const clang::SourceManager& sources = context.ast.getSourceManager();
  const delta::SourceSpan span = context.places.token(macro);
  // What stands before DELTA tells what it was meant for.
  const llvm::StringRef before =
      sources.getBufferData(sources.getFileID(macro)).take_front(sources.getFileOffset(macro)).rtrim();
  const llvm::StringRef declarator = before.substr(before.find_last_of(";{}") + 1);
  if (before.ends_with("]")) {
    context.report(declaration::kNotADataMember, span, "DELTA stands behind the array's bounds",
                   "write it behind the name: x DELTA(…) [4]");
  } else if (declarator.contains("(*")) {
    context.report(declaration::kNotADataMember, span, "DELTA stands behind a function pointer's parameters",
                   "write it behind the name: (*f DELTA(…))(…)");
  } else if (before.ends_with(")") || before.ends_with("const") || before.ends_with("noexcept")) {
    context.report(declaration::kNotADataMember, span, "DELTA stands on a function, which is no column", "remove it");
  } else {
    context.report(declaration::kNotADataMember, span, "DELTA stands on something that is no data member", "remove it");
  }
}

void report_problem(const AnnotationProblem& problem, clang::SourceLocation macro, Context& context) {
  const clang::SourceLocation where = problem.where.isValid() ? problem.where : macro;
  context.report(*problem.rule, context.places.token(where), problem.text, problem.fix);
}

/// Of an option that a macro of the user's holds: it stands at that macro, unless the header spells it out.
void report_wrong_kind(const AnnotationError& error, clang::SourceLocation macro, Context& context) {
  const std::string word(option_word_of_type(error.word));
  const clang::SourceLocation where = word.empty() ? macro : find_word(macro, word, context);
  report_problem(misplaced_option(word, where, error.target), macro, context);
}

}  // namespace

void report_annotation_errors(const std::vector<AnnotationError>& errors, Context& context) {
  for (const AnnotationError& error : errors) {
    const clang::SourceLocation macro = context.ast.getSourceManager().getExpansionLoc(error.where);
    context.macros.mark_read(error.target == Target::column ? Annotation::column : Annotation::table, macro);
    context.refused.push_back(
        {macro, error.target != Target::column, error.kind == Kind::misplaced || error.kind == Kind::bit_field});
    switch (error.kind) {
      case Kind::misplaced: report_misplaced(macro, context); break;
      case Kind::bit_field:
        context.report(declaration::kBitField, context.places.token(macro),
                       "a bit-field can neither be a column nor be annotated", "make it a plain member");
        break;
      case Kind::wrong_options:
        for (const AnnotationProblem& problem : error.problems) report_problem(problem, macro, context);
        break;
      case Kind::unknown_option:
        report_problem(unknown_option(error.word, find_word(macro, error.word, context), error.target), macro, context);
        break;
      case Kind::wrong_kind: report_wrong_kind(error, macro, context); break;
      case Kind::too_many_options: report_problem(too_many_options(error.target), macro, context); break;
    }
  }
}

}  // namespace deltac::extract
