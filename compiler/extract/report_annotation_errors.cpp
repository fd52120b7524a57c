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

/// Where `word` stands behind the macro's name, or the macro's name itself.
clang::SourceLocation find_word(clang::SourceLocation macro, std::string_view word, const Context& context) {
  const clang::SourceManager& sources = context.ast.getSourceManager();
  const auto [file, begin] = sources.getDecomposedLoc(macro);
  const llvm::StringRef text = sources.getBufferData(file).substr(begin);
  const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  bool in_literal = false;
  for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
    if (text[at] == '"' && (at == 0 || text[at - 1] != '\\')) in_literal = !in_literal;
    if (in_literal || !text.substr(at).starts_with(word)) continue;
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

void report_unknown(const AnnotationError& error, clang::SourceLocation macro, Context& context) {
  const std::string near = delta::rules::nearest_name(error.word, option_words(error.on_table));
  context.report(declaration::kUnknownOption, context.places.token(find_word(macro, error.word, context)),
                 fmt::format("{} is no option of {}", error.word, error.on_table ? "tables" : "columns"),
                 near.empty() ? std::string("deltac explain DLT024 lists the options")
                              : fmt::format("did you mean {}?", near));
}

void report_wrong_kind(const AnnotationError& error, clang::SourceLocation macro, Context& context) {
  const std::string word(option_word_of_type(error.word));
  if (error.on_table && word.empty()) {
    context.report(declaration::kWrongOption, context.places.token(macro), "DELTA_TABLE begins with the table's name",
                   "write DELTA_TABLE(\"{env}.silver.orders\", …)");
    return;
  }
  const delta::SourceSpan span = context.places.token(find_word(macro, word, context));
  const bool is_key = word == "primary_key" || word == "unique";
  if (is_key) {
    context.report(declaration::kWrongOption, span,
                   error.on_table ? fmt::format("{} on a table names its columns", word)
                                  : fmt::format("{} on a column names no columns", word),
                   error.on_table ? fmt::format("write {}(\"a\", \"b\")", word) : fmt::format("write {}", word));
    return;
  }
  context.report(declaration::kWrongOption, span,
                 fmt::format("{} is an option of {}", word.empty() ? "this" : word, error.on_table ? "columns" : "tables"),
                 error.on_table ? "write it behind the member's name, in DELTA(…)" : "write it in DELTA_TABLE");
}

}  // namespace

void report_annotation_errors(const std::vector<AnnotationError>& errors, Context& context) {
  for (const AnnotationError& error : errors) {
    const clang::SourceLocation macro = context.ast.getSourceManager().getExpansionLoc(error.where);
    context.macros.mark_read(error.on_table ? Annotation::table : Annotation::column, macro);
    context.refused.push_back(macro);
    switch (error.kind) {
      case Kind::misplaced: report_misplaced(macro, context); break;
      case Kind::bit_field:
        context.report(declaration::kBitField, context.places.token(macro),
                       "a bit-field can neither be a column nor be annotated", "make it a plain member");
        break;
      case Kind::unknown_option: report_unknown(error, macro, context); break;
      case Kind::wrong_kind: report_wrong_kind(error, macro, context); break;
      case Kind::too_many_options:
        context.report(declaration::kUnknownOption, context.places.token(macro), "an annotation has at most 32 options",
                       error.on_table ? "write what concerns one column (checks, tags) behind its member's name"
                                      : "write a second DELTA(…) behind the first");
        break;
    }
  }
}

}  // namespace deltac::extract
