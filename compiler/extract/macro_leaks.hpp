#pragma once
#include <clang/Basic/SourceLocation.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/SmallVector.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace clang {
class FileEntry;
class IdentifierInfo;
class PPCallbacks;
class SourceManager;
}  // namespace clang

namespace deltac::extract {

/// A macro that one listed header leaves defined and a later one looks at, though nothing that the later one includes
/// defines it. Whether it changes anything there is not known from this alone.
struct MacroLeak {
  std::string macro;
  clang::SourceLocation defined;
  clang::SourceLocation used;
  clang::SourceLocation left_by;  ///< in the listed header through which the definition came
  clang::SourceLocation header;   ///< in the listed header that looks at it, itself or what it includes
};

/// All headers of a library are parsed in one unit, where each sees the macros of those before it. A compiler that
/// reads one of them alone sees other ones. Of each macro that is looked at in a user's file this keeps where it came
/// from.
class MacroLeaks {
 public:
  explicit MacroLeaks(const clang::SourceManager& sources) : sources_(&sources) {}

  /// The unit goes on with a listed header.
  void begin_header(clang::SourceLocation start) { header_ = start; }
  void add_include(clang::SourceLocation directive, const clang::FileEntry& file);
  void add_use(const clang::IdentifierInfo& macro, clang::SourceLocation definition, clang::SourceLocation use);

  std::vector<MacroLeak> found() const;

 private:
  struct Look {
    const clang::IdentifierInfo* macro;
    clang::SourceLocation definition;
    clang::SourceLocation use;
    clang::SourceLocation header;
  };
  using Files = llvm::DenseSet<const clang::FileEntry*>;

  const clang::FileEntry* file_at(clang::SourceLocation location) const;
  clang::FileID listed_header(clang::SourceLocation location) const;
  Files included_by(const clang::FileEntry& file) const;

  const clang::SourceManager* sources_;
  clang::SourceLocation header_;  ///< where the header that is read now begins
  std::vector<Look> looks_;
  llvm::DenseSet<std::pair<const clang::IdentifierInfo*, unsigned>> seen_;
  llvm::DenseMap<const clang::FileEntry*, llvm::SmallVector<const clang::FileEntry*, 8>> includes_;
};

/// Tells `leaks` of every include and of every look at a macro while the preprocessor runs.
std::unique_ptr<clang::PPCallbacks> record_macro_leaks(const clang::SourceManager& sources, MacroLeaks& leaks);

}  // namespace deltac::extract
