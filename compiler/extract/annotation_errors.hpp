#pragma once
#include <clang/Basic/Diagnostic.h>

#include <optional>
#include <string>
#include <vector>

#include "extract/error_printer.hpp"
#include "extract/judge_annotation.hpp"

namespace deltac::extract {

/// An error of clang's in what one of our macros expands to. It would speak of alignas, concepts and templates, which
/// the user did not write.
struct AnnotationError {
  enum class Kind {
    misplaced,  ///< DELTA on a method, a type, a parameter …
    bit_field,
    wrong_options,   ///< `problems` says which; the annotation stands in the header as it is
    unknown_option,  ///< `word` is the user's; this and what follows is written by a macro of the user's
    wrong_kind,      ///< `word` is an option of columns on a table, or the other way round
    too_many_options,
  };
  Kind kind = Kind::misplaced;
  clang::SourceLocation where;  ///< clang's place of the error
  Target target = Target::column;
  std::string word = {};
  std::vector<AnnotationProblem> problems = {};
};

/// Prints clang's diagnostics, but keeps those that annotations bring about, and what follows from them.
class AnnotationDiagnostics final : public clang::DiagnosticConsumer {
 public:
  AnnotationDiagnostics(llvm::raw_ostream& out, clang::DiagnosticOptions& options) : printer_(out, options) {}

  const std::vector<AnnotationError>& errors() const noexcept { return errors_; }
  /// The errors that were printed.
  const delta::Findings& printed() const noexcept { return printer_.findings(); }
  /// Where they stand.
  const std::vector<clang::SourceLocation>& printed_at() const noexcept { return printed_at_; }
  /// The first error behind which clang says nothing more, such as a header that is not found; invalid without one.
  clang::SourceLocation cut_off() const noexcept { return cut_off_; }
  /// What clang says of the flags, before it reads a file.
  const std::vector<std::string>& flag_errors() const noexcept { return flag_errors_; }

  void BeginSourceFile(const clang::LangOptions& options, const clang::Preprocessor* preprocessor) override;
  void EndSourceFile() override;
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& diagnostic) override;

 private:
  /// Our macro that a place comes from; empty when it does not.
  std::string macro_of(clang::SourceLocation location, const clang::SourceManager& sources) const;
  std::optional<AnnotationError> read_error(const clang::Diagnostic& diagnostic, std::string_view macro) const;
  /// Keeps an error that an annotation brings about. False if it comes from elsewhere.
  bool keep(const clang::Diagnostic& diagnostic);

  ErrorPrinter printer_;
  std::vector<AnnotationError> errors_;
  std::vector<clang::SourceLocation> told_;  ///< the macro uses of `errors_`
  std::vector<clang::SourceLocation> printed_at_;
  std::vector<std::string> flag_errors_;
  clang::SourceLocation cut_off_;
  bool dropping_notes_ = false;
  const clang::LangOptions* language_ = nullptr;
  const clang::Preprocessor* preprocessor_ = nullptr;
};

}  // namespace deltac::extract
