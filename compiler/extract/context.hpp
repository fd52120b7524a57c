#pragma once
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "delta/rules/declarations.hpp"
#include "extract/macro_uses.hpp"
#include "extract/places.hpp"

namespace clang {
class ASTContext;
class CompilerInstance;
}  // namespace clang

namespace deltac::extract {

/// What every part of the extraction works with: the parsed unit, where things stand, and what was found wrong.
struct Context {
  clang::CompilerInstance& compiler;
  clang::ASTContext& ast;
  Places& places;
  MacroUses& macros;
  delta::Findings& findings;
  std::string table = {};  ///< the declared name of the table that is being read; findings carry it
  std::vector<clang::SourceLocation> refused = {};  ///< uses of macros that clang could not read; reported already
  /// The members whose types are being mapped, outermost first: why a nested struct is looked at.
  std::vector<delta::Finding::Note> trail = {};
  std::set<std::tuple<int, delta::SourceFile, int, int>> reported = {};

  /// A struct may be read for several tables: what is wrong with it is said once.
  void report(const delta::rules::RuleInfo& rule, delta::SourceSpan span, std::string text, std::string fix = {},
              std::vector<delta::Finding::Note> notes = {}) {
    if (!reported.insert({rule.code, span.file, span.line, span.column}).second) return;
    delta::Finding found = delta::rules::finding(rule, std::move(span), std::move(text), std::move(fix));
    found.notes = std::move(notes);
    found.table = table;
    findings.push_back(std::move(found));
  }
};

}  // namespace deltac::extract
