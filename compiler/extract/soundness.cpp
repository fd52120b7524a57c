#include "extract/soundness.hpp"

#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/Basic/SourceManager.h>

#include <algorithm>

#include "extract/types.hpp"

namespace deltac::extract {

using llvm::dyn_cast;

Soundness::Soundness(const clang::SourceManager& sources, const std::vector<clang::SourceLocation>& errors,
                     clang::SourceLocation cut_off)
    : sources_(sources), cut_off_(cut_off) {
  for (const clang::SourceLocation error : errors) {
    if (error.isValid()) errors_.push_back(sources.getExpansionLoc(error));
  }
}

bool Soundness::is_behind_cut(const clang::Decl& declaration) const {
  return cut_off_.isValid() && !sources_.isBeforeInTranslationUnit(declaration.getEndLoc(), cut_off_);
}

bool Soundness::is_whole(const clang::Decl& declaration) const {
  if (declaration.isInvalidDecl() || is_behind_cut(declaration)) return false;
  const clang::SourceLocation begin = sources_.getExpansionLoc(declaration.getBeginLoc());
  const clang::SourceLocation end = sources_.getExpansionLoc(declaration.getEndLoc());
  return std::ranges::none_of(errors_,
                              [&](clang::SourceLocation error) { return sources_.isPointWithin(error, begin, end); });
}

bool Soundness::is_sound(const clang::CXXRecordDecl& declared) {
  if (errors_.empty()) return true;
  const clang::CXXRecordDecl* record = declared.getDefinition();
  if (record == nullptr) return true;                             // only declared: that is a finding of its own
  const auto [entry, is_new] = known_.try_emplace(record, true);  // true while it is looked at: it may hold itself
  if (!is_new) return entry->second;
  bool sound = is_whole(*record);
  for (const clang::CXXBaseSpecifier& base : record->bases()) sound = sound && is_sound(base.getType());
  for (const clang::FieldDecl* member : record->fields()) {
    sound = sound && !member->isInvalidDecl() && is_sound(member->getType());
  }
  known_[record] = sound;
  return sound;
}

bool Soundness::is_sound(clang::QualType written) {
  const clang::QualType type = written.getCanonicalType();
  if (const auto* enumeration = type->getAs<clang::EnumType>()) return is_whole(*enumeration->getDecl());
  const clang::CXXRecordDecl* record = type->getAsCXXRecordDecl();
  if (record == nullptr) return true;
  if (const auto* made = dyn_cast<clang::ClassTemplateSpecializationDecl>(record)) {
    for (const clang::TemplateArgument& argument : made->getTemplateArgs().asArray()) {
      if (argument.getKind() == clang::TemplateArgument::Type && !is_sound(argument.getAsType())) return false;
    }
  }
  return in_namespace_std(*record) || is_sound(*record);
}

}  // namespace deltac::extract
