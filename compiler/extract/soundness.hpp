#pragma once
#include <clang/AST/Type.h>
#include <clang/Basic/SourceLocation.h>
#include <llvm/ADT/DenseMap.h>

#include <vector>

namespace clang {
class CXXRecordDecl;
class Decl;
class SourceManager;
}  // namespace clang

namespace deltac::extract {

/// Tells structs that are what their user wrote from those in which something could not be read.
class Soundness {
 public:
  /// `errors` are the places of all that clang refused, annotations included; behind `cut_off` it says nothing.
  Soundness(const clang::SourceManager& sources, const std::vector<clang::SourceLocation>& errors,
            clang::SourceLocation cut_off);

  /// True if no error stands in the struct, in its bases, or in the types of its members.
  bool is_sound(const clang::CXXRecordDecl& record);
  bool is_behind_cut(const clang::Decl& declaration) const;

 private:
  bool is_sound(clang::QualType type);
  bool is_whole(const clang::Decl& declaration) const;

  const clang::SourceManager& sources_;
  std::vector<clang::SourceLocation> errors_;  ///< in files
  clang::SourceLocation cut_off_;
  llvm::DenseMap<const clang::CXXRecordDecl*, bool> known_;
};

}  // namespace deltac::extract
