#pragma once
#include <clang/Basic/SourceLocation.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "delta/model/source.hpp"

namespace clang {
class ASTContext;
class StringLiteral;
}  // namespace clang

namespace deltac::extract {

/// Where things stand in the user's files, in the model's words, and the text of every line that was pointed at.
class Places {
 public:
  /// `headers` are named as the command line named them, however clang reached them.
  Places(clang::ASTContext& ast, const std::vector<std::string>& headers);

  /// The token at a location. What a user's macro wrote stands where that macro is used.
  delta::SourceSpan token(clang::SourceLocation location);
  /// From the first token to the end of the last; of several lines the first.
  delta::SourceSpan range(clang::SourceRange range);
  /// A literal's value, and where its bytes stand: through escapes, raw strings, adjacent literals and lines.
  delta::LocatedText text(const clang::StringLiteral& literal);

  /// The listed header that a location stands in, or nullptr.
  const std::string* header(clang::SourceLocation location);
  /// The file that a location stands in, as spans name it.
  const std::string& file(clang::SourceLocation location);

  const delta::SourceLines& lines() const noexcept { return lines_; }

 private:
  struct File {
    std::string name;
    const std::string* header = nullptr;
  };
  struct Point {
    clang::FileID file;
    unsigned offset = 0;
    int line = 0;
    int column = 0;
  };

  const File& file_of(clang::FileID id);
  Point point(clang::SourceLocation file_location);
  delta::SourceSpan span(const Point& begin, unsigned end_offset);
  std::vector<delta::LocatedText::Run> runs(const clang::StringLiteral& literal);

  clang::ASTContext& ast_;
  const std::vector<std::string>& headers_;
  llvm::DenseMap<clang::FileID, std::unique_ptr<File>> files_;
  llvm::DenseSet<std::pair<unsigned, int>> kept_lines_;
  delta::SourceLines lines_;
};

}  // namespace deltac::extract
