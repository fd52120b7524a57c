#pragma once
#include <clang/Basic/Diagnostic.h>

#include <optional>
#include <string>
#include <vector>

#include "extract/error_printer.hpp"

namespace deltac::extract {

/// An error of clang's in what one of our macros expands to. It would speak of alignas, concepts and templates, which
/// the user did not write.
struct AnnotationError {
  enum class Kind {
    misplaced,  ///< DELTA on a method, a type, a parameter …
    bit_field,
    unknown_option,  ///< `word` is the user's
    wrong_kind,      ///< `word` is an option of columns on a table, or the other way round
    too_many_options,
  };
  Kind kind = Kind::misplaced;
  clang::SourceLocation where;  ///< clang's place of the error
  bool on_table = false;        ///< in a DELTA_TABLE
  std::string word;
};

/// Prints clang's diagnostics, but keeps those that annotations bring about, and what follows from them.
class AnnotationDiagnostics final : public clang::DiagnosticConsumer {
 public:
  AnnotationDiagnostics(llvm::raw_ostream& out, clang::DiagnosticOptions& options) : printer_(out, options) {}

  const std::vector<AnnotationError>& errors() const noexcept { return errors_; }
  /// The errors that were printed.
  const delta::Findings& printed() const noexcept { return printer_.findings(); }
  /// True if some annotation cannot be read, so that a struct has fewer options than its user wrote.
  bool has_broken_annotation() const;

  void BeginSourceFile(const clang::LangOptions& options, const clang::Preprocessor* preprocessor) override;
  void EndSourceFile() override;
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& diagnostic) override;

 private:
  /// Our macro that a place comes from; empty when it does not.
  std::string macro_of(clang::SourceLocation location, const clang::SourceManager& sources) const;
  std::optional<AnnotationError> read_error(const clang::Diagnostic& diagnostic, std::string_view macro);

  ErrorPrinter printer_;
  std::vector<AnnotationError> errors_;
  std::vector<clang::SourceLocation> told_;  ///< the macro uses of `errors_`
  bool dropping_notes_ = false;
  const clang::LangOptions* language_ = nullptr;
};

}  // namespace deltac::extract
