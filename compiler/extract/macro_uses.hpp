#pragma once
#include <clang/Basic/SourceLocation.h>
#include <llvm/ADT/DenseMap.h>

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace clang {
class PPCallbacks;
class Preprocessor;
class SourceManager;
}  // namespace clang

namespace deltac::extract {

enum class Annotation { table, column, tombstone };

/// One place where a header writes an annotation macro.
struct MacroUse {
  Annotation annotation;
  clang::SourceLocation where;  ///< in a file: of the macro's name, or of the user's macro that it comes from
  bool read = false;            ///< a declaration that carries it was found
};

/// Every use of an annotation macro that the preprocessor meets, function bodies included. A use that no declaration
/// accounts for stands where deltac cannot read it, and so nothing is overlooked in silence.
class MacroUses {
 public:
  explicit MacroUses(const clang::SourceManager& sources) : sources_(&sources) {}

  void add(Annotation annotation, clang::SourceLocation location);
  void mark_read(Annotation annotation, clang::SourceLocation location);
  const std::vector<MacroUse>& all() const noexcept { return uses_; }

 private:
  using Key = std::pair<unsigned, unsigned>;
  Key key(Annotation annotation, clang::SourceLocation location) const;

  const clang::SourceManager* sources_;
  std::vector<MacroUse> uses_;
  llvm::DenseMap<Key, std::size_t> index_;
};

/// Tells `uses` of every expansion while `preprocessor` runs.
std::unique_ptr<clang::PPCallbacks> record_macro_uses(clang::Preprocessor& preprocessor, MacroUses& uses);

}  // namespace deltac::extract
