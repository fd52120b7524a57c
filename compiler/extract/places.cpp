#include "extract/places.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Expr.h>
#include <clang/Basic/FileManager.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>

#include "extract/utf8_text.hpp"

namespace deltac::extract {

using clang::SourceLocation;
using delta::LocatedText;
using delta::SourceSpan;

namespace {

/// clang writes `./a.hpp` for what was found beside the unit; editors and people do without.
std::string plain_name(llvm::StringRef name) {
  while (name.consume_front("./")) {
  }
  return name.str();
}

llvm::StringRef line_text(llvm::StringRef buffer, unsigned offset) {
  const std::size_t newline = buffer.take_front(offset).rfind('\n');
  const std::size_t begin = newline == llvm::StringRef::npos ? 0 : newline + 1;
  return buffer.substr(begin).take_until([](char c) { return c == '\n' || c == '\r'; });
}

}  // namespace

Places::Places(clang::ASTContext& ast, const std::vector<std::string>& headers) : ast_(ast), headers_(headers) {}

const Places::File& Places::file_of(clang::FileID id) {
  static const File nowhere;
  if (id.isInvalid()) return nowhere;
  std::unique_ptr<File>& entry = files_[id];
  if (entry != nullptr) return *entry;
  entry = std::make_unique<File>();
  File& file = *entry;
  const clang::SourceManager& sources = ast_.getSourceManager();
  const clang::OptionalFileEntryRef known = sources.getFileEntryRefForID(id);
  if (!known) return file;
  file.name = plain_name(known->getName());
  for (const std::string& header : headers_) {
    const auto listed = sources.getFileManager().getOptionalFileRef(header);
    if (listed && &listed->getFileEntry() == &known->getFileEntry()) {
      file.name = header;
      file.header = &header;
      break;
    }
  }
  return file;
}

Places::Point Places::point(SourceLocation location) {
  const clang::SourceManager& sources = ast_.getSourceManager();
  const auto [id, offset] = sources.getDecomposedLoc(location);
  return {id, offset, static_cast<int>(sources.getLineNumber(id, offset)),
          static_cast<int>(sources.getColumnNumber(id, offset))};
}

SourceSpan Places::span(const Point& begin, unsigned end_offset) {
  const llvm::StringRef buffer = ast_.getSourceManager().getBufferData(begin.file);
  const llvm::StringRef line = line_text(buffer, begin.offset);
  const std::string& name = file_of(begin.file).name;
  if (kept_lines_.insert({begin.file.getHashValue(), begin.line}).second) {
    lines_.try_emplace({name, begin.line}, valid_utf8(line));
  }
  const int rest = static_cast<int>(line.size()) - (begin.column - 1);
  const int length = static_cast<int>(end_offset) - static_cast<int>(begin.offset);
  return {name, begin.line, begin.column, std::max(1, std::min(length, rest))};
}

SourceSpan Places::token(SourceLocation location) { return range({location, location}); }

SourceSpan Places::range(clang::SourceRange range) {
  const clang::SourceManager& sources = ast_.getSourceManager();
  const SourceLocation begin = sources.getFileLoc(range.getBegin());
  SourceLocation end = sources.getFileLoc(range.getEnd());
  if (begin.isInvalid()) return {};
  const Point first = point(begin);
  if (sources.getFileID(end) != first.file || sources.getFileOffset(end) < first.offset) end = begin;
  const unsigned length = clang::Lexer::MeasureTokenLength(end, sources, ast_.getLangOpts());
  return span(first, sources.getFileOffset(end) + length);
}

std::vector<LocatedText::Run> Places::runs(const clang::StringLiteral& literal) {
  const clang::SourceManager& sources = ast_.getSourceManager();
  std::vector<LocatedText::Run> runs;
  clang::FileID file;
  unsigned token = 0;
  unsigned token_start = 0;
  int line = 0;
  int column = 0;
  for (unsigned i = 0; i < literal.getByteLength(); ++i) {
    const SourceLocation location =
        literal.getLocationOfByte(i, sources, ast_.getLangOpts(), ast_.getTargetInfo(), &token, &token_start);
    const SourceLocation in_file = sources.getFileLoc(location);
    // Text that a macro's body wrote has no place of its own where the macro is used.
    if (in_file != sources.getSpellingLoc(location)) return {};
    const Point place = point(in_file);
    if (i == 0) file = place.file;
    if (place.file != file) return {};
    if (runs.empty() || place.line != line || place.column != column + 1) {
      runs.push_back({i, place.line, place.column});
    }
    line = place.line;
    column = place.column;
  }
  return runs;
}

LocatedText Places::text(const clang::StringLiteral& literal) {
  LocatedText text(literal.getString().str(), range(literal.getSourceRange()));
  const clang::SourceManager& sources = ast_.getSourceManager();
  const SourceLocation begin = literal.getBeginLoc();
  const SourceLocation in_file = sources.getFileLoc(begin);
  const bool in_macro_body = in_file != sources.getSpellingLoc(begin);
  if (in_macro_body) return text;
  const bool one_token = literal.getNumConcatenated() == 1;
  const bool plain = one_token && *sources.getCharacterData(in_file) == '"' &&
                     text.span.length == static_cast<int>(literal.getByteLength()) + 2;
  if (plain) {  // no escapes: the common case, at no cost
    text.runs = {{0, text.span.line, text.span.column + 1}};
  } else {
    text.runs = runs(literal);
    for (const LocatedText::Run& run : text.runs) {
      const SourceLocation line = sources.translateLineCol(sources.getFileID(in_file), run.line, run.column);
      span(point(line), sources.getFileOffset(line) + 1);  // keeps the line's text
    }
  }
  return text;
}

const std::string* Places::header(SourceLocation location) {
  const clang::SourceManager& sources = ast_.getSourceManager();
  return file_of(sources.getFileID(sources.getExpansionLoc(location))).header;
}

const std::string& Places::file(SourceLocation location) {
  const clang::SourceManager& sources = ast_.getSourceManager();
  return file_of(sources.getFileID(sources.getExpansionLoc(location))).name;
}

}  // namespace deltac::extract
