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

/// The use of a macro that clang could not read; reported already.
struct RefusedAnnotation {
  clang::SourceLocation where;
  bool on_table = false;        ///< a DELTA_TABLE or DELTA_VIEW: its struct is no table to clang
  bool without_effect = false;  ///< it stands on no column, so that no table lacks it
};

/// What every part of the extraction works with: the parsed unit, where things stand, and what was found wrong.
struct Context {
  clang::CompilerInstance& compiler;
  clang::ASTContext& ast;
  Places& places;
  MacroUses& macros;
  delta::Findings& findings;
  std::string table = {};  ///< the declared name of the table that is being read; findings carry it
  std::vector<RefusedAnnotation> refused = {};
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
