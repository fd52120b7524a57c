#pragma once
#include <clang/Basic/Diagnostic.h>
#include <clang/Frontend/TextDiagnosticPrinter.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "delta/rules/finding.hpp"

namespace deltac::extract {

/// Prints clang's errors as clang does, and keeps them as findings without a code. What clang places in the unit, a
/// file that no user wrote, is placed in the header that brought it about.
class ErrorPrinter {
 public:
  ErrorPrinter(llvm::raw_ostream& out, clang::DiagnosticOptions& options)
      : out_(out), printer_(out, &options), options_(options) {}

  void begin(const clang::LangOptions& language, const clang::Preprocessor* preprocessor);
  void end();
  void print(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& diagnostic);

  const delta::Findings& findings() const noexcept { return findings_; }

 private:
  /// An error at the unit's own level. Its note may name the header that is to blame, and so it waits for that.
  struct Waiting {
    clang::DiagnosticsEngine::Level level;
    std::string text;
    clang::FullSourceLoc where;
  };

  void print_unopened(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& diagnostic);
  void print_waiting(clang::SourceLocation note);
  void keep(clang::DiagnosticsEngine::Level level, delta::SourceSpan span, std::string text);
  /// After an error that was printed: the header of ours whose absence it may come from, said once for each.
  void name_missing_header(const clang::Diagnostic& diagnostic);

  llvm::raw_ostream& out_;
  clang::TextDiagnosticPrinter printer_;
  clang::DiagnosticOptions& options_;
  const clang::LangOptions* language_ = nullptr;
  const clang::Preprocessor* preprocessor_ = nullptr;
  std::optional<Waiting> waiting_;
  std::set<std::string, std::less<>> named_headers_;
  std::size_t hidden_ = 0;  ///< errors behind those that are shown
  delta::Findings findings_;
};

}  // namespace deltac::extract
