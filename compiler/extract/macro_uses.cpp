#include "extract/macro_uses.hpp"

#include <clang/Basic/IdentifierTable.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/MacroInfo.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Preprocessor.h>

namespace deltac::extract {
namespace {

class Recorder final : public clang::PPCallbacks {
 public:
  Recorder(clang::Preprocessor& preprocessor, MacroUses& uses)
      : table_(preprocessor.getIdentifierInfo("DELTA_TABLE")),
        view_(preprocessor.getIdentifierInfo("DELTA_VIEW")),
        column_(preprocessor.getIdentifierInfo("DELTA")),
        tombstone_(preprocessor.getIdentifierInfo("DELTA_DROPPED")),
        uses_(uses) {}

  void MacroExpands(const clang::Token& name, const clang::MacroDefinition& definition, clang::SourceRange /*range*/,
                    const clang::MacroArgs* /*args*/) override {
    const clang::IdentifierInfo* identifier = name.getIdentifierInfo();
    if (identifier != table_ && identifier != view_ && identifier != column_ && identifier != tombstone_) return;
    const clang::MacroInfo* macro = definition.getMacroInfo();
    if (macro == nullptr || !macro->isFunctionLike()) return;  // a user's own macro of that name
    const Annotation annotation = identifier == table_ || identifier == view_ ? Annotation::table
                                  : identifier == column_                     ? Annotation::column
                                                                              : Annotation::tombstone;
    uses_.add(annotation, name.getLocation());
  }

 private:
  const clang::IdentifierInfo* table_;
  const clang::IdentifierInfo* view_;
  const clang::IdentifierInfo* column_;
  const clang::IdentifierInfo* tombstone_;
  MacroUses& uses_;
};

}  // namespace

MacroUses::Key MacroUses::key(Annotation annotation, clang::SourceLocation location) const {
  return {sources_->getExpansionLoc(location).getRawEncoding(), static_cast<unsigned>(annotation)};
}

void MacroUses::add(Annotation annotation, clang::SourceLocation location) {
  if (index_.try_emplace(key(annotation, location), uses_.size()).second) {
    uses_.push_back({annotation, sources_->getExpansionLoc(location)});
  }
}

void MacroUses::mark_read(Annotation annotation, clang::SourceLocation location) {
  const auto found = index_.find(key(annotation, location));
  if (found != index_.end()) uses_[found->second].read = true;
}

std::unique_ptr<clang::PPCallbacks> record_macro_uses(clang::Preprocessor& preprocessor, MacroUses& uses) {
  return std::make_unique<Recorder>(preprocessor, uses);
}

}  // namespace deltac::extract
