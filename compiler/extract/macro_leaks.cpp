#include "extract/macro_leaks.hpp"

#include <clang/Basic/FileEntry.h>
#include <clang/Basic/IdentifierTable.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/MacroInfo.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Token.h>

namespace deltac::extract {
namespace {

using clang::FileEntry;
using clang::FileID;
using clang::MacroDefinition;
using clang::SourceLocation;
using clang::Token;

class Recorder final : public clang::PPCallbacks {
 public:
  Recorder(const clang::SourceManager& sources, MacroLeaks& leaks) : sources_(sources), leaks_(leaks) {}

  void FileChanged(SourceLocation location, FileChangeReason reason, clang::SrcMgr::CharacteristicKind kind,
                   FileID /*previous*/) override {
    in_users_file_ = kind == clang::SrcMgr::C_User;
    if (reason != EnterFile) return;
    const SourceLocation include = sources_.getIncludeLoc(sources_.getFileID(location));
    if (include.isValid() && sources_.getFileID(include) == sources_.getMainFileID()) leaks_.begin_header(location);
  }

  void InclusionDirective(SourceLocation directive, const Token& /*include*/, llvm::StringRef /*name*/, bool /*angled*/,
                          clang::CharSourceRange /*range*/, clang::OptionalFileEntryRef file, llvm::StringRef /*path*/,
                          llvm::StringRef /*relative*/, const clang::Module* /*module*/, bool /*imported*/,
                          clang::SrcMgr::CharacteristicKind /*kind*/) override {
    if (file) leaks_.add_include(directive, file->getFileEntry());
  }

  void MacroExpands(const Token& name, const MacroDefinition& definition, clang::SourceRange /*range*/,
                    const clang::MacroArgs* /*args*/) override {
    look(name, definition);
  }
  void Defined(const Token& name, const MacroDefinition& definition, clang::SourceRange /*range*/) override {
    look(name, definition);
  }
  void Ifdef(SourceLocation /*where*/, const Token& name, const MacroDefinition& definition) override {
    look(name, definition);
  }
  void Ifndef(SourceLocation /*where*/, const Token& name, const MacroDefinition& definition) override {
    look(name, definition);
  }
  void Elifdef(SourceLocation /*where*/, const Token& name, const MacroDefinition& definition) override {
    look(name, definition);
  }
  void Elifndef(SourceLocation /*where*/, const Token& name, const MacroDefinition& definition) override {
    look(name, definition);
  }

 private:
  void look(const Token& name, const MacroDefinition& definition) {
    if (!in_users_file_) return;
    const clang::MacroInfo* macro = definition.getMacroInfo();
    if (macro == nullptr || macro->isBuiltinMacro()) return;
    leaks_.add_use(*name.getIdentifierInfo(), macro->getDefinitionLoc(), name.getLocation());
  }

  const clang::SourceManager& sources_;
  MacroLeaks& leaks_;
  bool in_users_file_ = false;
};

}  // namespace

void MacroLeaks::add_include(SourceLocation directive, const FileEntry& file) {
  if (const FileEntry* includer = file_at(directive)) includes_[includer].push_back(&file);
}

void MacroLeaks::add_use(const clang::IdentifierInfo& macro, SourceLocation definition, SourceLocation use) {
  // Places are numbered in the order in which files are entered: what was defined since the header began is its own.
  if (header_.isInvalid() || definition.getRawEncoding() >= header_.getRawEncoding()) return;
  if (!seen_.insert({&macro, header_.getRawEncoding()}).second) return;
  looks_.push_back({&macro, definition, sources_->getExpansionLoc(use), header_});
}

const FileEntry* MacroLeaks::file_at(SourceLocation location) const {
  return sources_->getFileEntryForID(sources_->getFileID(location));
}

/// The file of the unit's own include through which a location was reached; none for the command line's macros.
FileID MacroLeaks::listed_header(SourceLocation location) const {
  FileID file = sources_->getFileID(location);
  while (file.isValid()) {
    const SourceLocation include = sources_->getIncludeLoc(file);
    if (include.isInvalid()) return {};
    const FileID includer = sources_->getFileID(include);
    if (includer == sources_->getMainFileID()) return file;
    file = includer;
  }
  return {};
}

MacroLeaks::Files MacroLeaks::included_by(const FileEntry& file) const {
  Files reached;
  reached.insert(&file);
  std::vector<const FileEntry*> open = {&file};
  while (!open.empty()) {
    const FileEntry* next = open.back();
    open.pop_back();
    const auto found = includes_.find(next);
    if (found == includes_.end()) continue;
    for (const FileEntry* each : found->second) {
      if (reached.insert(each).second) open.push_back(each);
    }
  }
  return reached;
}

std::vector<MacroLeak> MacroLeaks::found() const {
  std::vector<MacroLeak> leaks;
  SourceLocation header;
  Files known;  // what `header` includes
  for (const Look& look : looks_) {
    if (look.header != header) {
      header = look.header;
      known = included_by(*file_at(header));
    }
    const FileID from = listed_header(look.definition);
    if (from.isInvalid() || known.contains(file_at(look.definition))) continue;
    leaks.push_back(
        {look.macro->getName().str(), look.definition, look.use, sources_->getLocForStartOfFile(from), header});
  }
  return leaks;
}

std::unique_ptr<clang::PPCallbacks> record_macro_leaks(const clang::SourceManager& sources, MacroLeaks& leaks) {
  return std::make_unique<Recorder>(sources, leaks);
}

}  // namespace deltac::extract
