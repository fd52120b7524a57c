#include "extract/annotation_text.hpp"

#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Lex/Token.h>
#include <llvm/ADT/ArrayRef.h>

#include <algorithm>

namespace deltac::extract {
namespace {

using clang::Token;
namespace tok = clang::tok;
using Tokens = llvm::ArrayRef<Token>;

/// The tokens of a macro's use, from its name on to the parenthesis that ends it.
std::vector<Token> tokens_of_use(clang::SourceLocation macro, const clang::SourceManager& sources,
                                 const clang::LangOptions& language) {
  const auto [file, offset] = sources.getDecomposedLoc(macro);
  const llvm::StringRef buffer = sources.getBufferData(file);
  clang::Lexer lexer(sources.getLocForStartOfFile(file), language, buffer.begin(), buffer.begin() + offset,
                     buffer.end());
  std::vector<Token> tokens;
  int depth = 0;
  Token token;
  do {
    lexer.LexFromRawLexer(token);
    if (token.is(tok::eof)) return {};
    if (token.is(tok::l_paren)) ++depth;
    if (token.is(tok::r_paren)) --depth;
    tokens.push_back(token);
  } while (depth > 0 || tokens.size() < 2);
  return tokens;
}

/// The parts between commas, as the preprocessor takes them apart: only parentheses keep a comma.
std::vector<Tokens> split(Tokens tokens) {
  std::vector<Tokens> parts;
  if (tokens.empty()) return parts;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].is(tok::l_paren)) ++depth;
    if (tokens[i].is(tok::r_paren)) --depth;
    if (depth > 0 || !tokens[i].is(tok::comma)) continue;
    parts.push_back(tokens.slice(begin, i - begin));
    begin = i + 1;
  }
  parts.push_back(tokens.drop_front(begin));
  return parts;
}

/// How many tokens a bracket at the front and what it encloses take; all of them when it is not closed.
std::size_t enclosed(Tokens tokens, tok::TokenKind open, tok::TokenKind close) {
  int depth = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].is(open)) ++depth;
    if (tokens[i].is(close)) --depth;
    if (close == tok::greater && tokens[i].is(tok::greatergreater)) depth -= 2;
    if (depth <= 0) return i + 1;
  }
  return tokens.size();
}

class Reader {
 public:
  Reader(const clang::SourceManager& sources, const clang::LangOptions& language,
         const clang::Preprocessor& preprocessor)
      : sources_(sources), language_(language), preprocessor_(preprocessor) {}

  std::string spelling(const Token& token) const { return clang::Lexer::getSpelling(token, sources_, language_); }

  WrittenOption option(Tokens tokens) const {
    WrittenOption option;
    if (tokens.empty()) return option;
    const Token& first = tokens.front();
    option.where = first.getLocation();
    option.word = spelling(first);
    option.is_name = first.is(tok::raw_identifier);
    option.is_macro = is_macro(first);
    tokens = tokens.drop_front();
    if (!tokens.empty() && tokens.front().is(tok::less)) {
      option.has_type = true;
      tokens = tokens.drop_front(enclosed(tokens, tok::less, tok::greater));
    }
    if (!tokens.empty() && tokens.front().is(tok::l_paren)) {
      option.has_parentheses = true;
      const std::size_t length = enclosed(tokens, tok::l_paren, tok::r_paren);
      for (const Tokens part : split(tokens.slice(1, length - 2))) option.arguments.push_back(argument(part));
      tokens = tokens.drop_front(length);
    }
    option.has_more = !tokens.empty();
    return option;
  }

 private:
  bool is_macro(const Token& token) const {
    return token.is(tok::raw_identifier) &&
           preprocessor_.getIdentifierInfo(token.getRawIdentifier())->hasMacroDefinition();
  }

  WrittenArgument argument(Tokens tokens) const {
    WrittenArgument argument;
    if (tokens.empty()) return argument;
    const unsigned begin = sources_.getFileOffset(tokens.front().getLocation());
    const unsigned end = sources_.getFileOffset(tokens.back().getLocation()) + tokens.back().getLength();
    argument.source = sources_.getBufferData(sources_.getFileID(tokens.front().getLocation())).slice(begin, end).str();
    if (std::ranges::all_of(tokens, [](const Token& token) { return token.is(tok::string_literal); })) {
      argument.form = WrittenArgument::Form::text;
    } else if (std::ranges::any_of(tokens, [this](const Token& token) { return is_macro(token); })) {
      argument.form = WrittenArgument::Form::macro;
    }
    return argument;
  }

  const clang::SourceManager& sources_;
  const clang::LangOptions& language_;
  const clang::Preprocessor& preprocessor_;
};

}  // namespace

std::optional<WrittenAnnotation> written_annotation(clang::SourceLocation macro, const clang::SourceManager& sources,
                                                    const clang::LangOptions& language,
                                                    const clang::Preprocessor& preprocessor) {
  const std::vector<Token> tokens = tokens_of_use(macro, sources, language);
  if (tokens.size() < 3 || !tokens[1].is(tok::l_paren)) return std::nullopt;
  const Reader reader(sources, language, preprocessor);
  WrittenAnnotation annotation;
  annotation.macro = reader.spelling(tokens.front());
  if (annotation.macro != "DELTA" && annotation.macro != "DELTA_TABLE" && annotation.macro != "DELTA_VIEW") {
    return std::nullopt;
  }
  for (const Tokens part : split(Tokens(tokens).slice(2, tokens.size() - 3))) {
    annotation.parts.push_back(reader.option(part));
  }
  return annotation;
}

}  // namespace deltac::extract
