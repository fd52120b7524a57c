#include "extract/annotation_errors.hpp"

#include <clang/Basic/DiagnosticParse.h>
#include <clang/Basic/DiagnosticSema.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>
#include <llvm/ADT/SmallString.h>

#include <algorithm>
#include <regex>

#include "extract/annotation_text.hpp"

namespace deltac::extract {
namespace {

/// The choice in "alignas cannot be applied to …" that says a bit-field.
constexpr std::uint64_t kBitFieldChoice = 3;

std::string message(const clang::Diagnostic& diagnostic) {
  llvm::SmallString<256> text;
  diagnostic.FormatDiagnostic(text);
  return text.str().str();
}

bool says_no_such_place(unsigned id) {
  return id == clang::diag::err_attribute_not_type_attr || id == clang::diag::err_alignas_attribute_wrong_decl_type ||
         id == clang::diag::err_attribute_wrong_decl_type_str || id == clang::diag::err_attribute_wrong_decl_type ||
         id == clang::diag::err_attributes_not_allowed;
}

}  // namespace

void AnnotationDiagnostics::BeginSourceFile(const clang::LangOptions& options,
                                            const clang::Preprocessor* preprocessor) {
  language_ = &options;
  preprocessor_ = preprocessor;
  printer_.begin(options, preprocessor);
}

void AnnotationDiagnostics::EndSourceFile() { printer_.end(); }

std::string AnnotationDiagnostics::macro_of(clang::SourceLocation location, const clang::SourceManager& sources) const {
  while (location.isMacroID()) {
    const llvm::StringRef name = clang::Lexer::getImmediateMacroName(location, sources, *language_);
    if (name == "DELTA" || name == "DELTA_TABLE" || name == "DELTA_VIEW" || name == "DELTA_DROPPED") return name.str();
    location = sources.getImmediateExpansionRange(location).getBegin();
  }
  return {};
}

std::optional<AnnotationError> AnnotationDiagnostics::read_error(const clang::Diagnostic& diagnostic,
                                                                 std::string_view macro) const {
  static const std::regex no_option(R"(no (?:member|template|type) named '([^']+)' in namespace 'delta::options')");
  using Kind = AnnotationError::Kind;
  AnnotationError error{.where = diagnostic.getLocation()};
  if (macro == "DELTA_TABLE") error.target = Target::table;
  if (macro == "DELTA_VIEW") error.target = Target::view;
  const unsigned id = diagnostic.getID();
  if (says_no_such_place(id)) {
    const bool bit_field = id == clang::diag::err_alignas_attribute_wrong_decl_type && diagnostic.getNumArgs() > 1 &&
                           diagnostic.getRawArg(1) == kBitFieldChoice;
    if (bit_field) error.kind = Kind::bit_field;
    return error;
  }
  const clang::SourceManager& sources = diagnostic.getSourceManager();
  const auto written = written_annotation(sources.getExpansionLoc(error.where), sources, *language_, *preprocessor_);
  if (written) error.problems = judge_annotation(*written);
  if (!error.problems.empty()) {
    error.kind = Kind::wrong_options;
    return error;
  }
  if (id == clang::diag::err_ovl_no_viable_function_in_call) {
    error.kind = Kind::wrong_kind;  // which option it is stands in a note
    return error;
  }
  std::smatch found;
  const std::string text = message(diagnostic);
  if (!std::regex_search(text, found, no_option)) return std::nullopt;
  error.word = found[1];
  error.kind = error.word.ends_with("_options") ? Kind::too_many_options : Kind::unknown_option;
  return error;
}

bool AnnotationDiagnostics::keep(const clang::Diagnostic& diagnostic) {
  const std::string macro = macro_of(diagnostic.getLocation(), diagnostic.getSourceManager());
  if (macro.empty()) return false;
  const clang::SourceLocation use = diagnostic.getSourceManager().getExpansionLoc(diagnostic.getLocation());
  const bool follows = std::ranges::find(told_, use) != told_.end();
  auto error = read_error(diagnostic, macro);
  if (!error) return follows;
  if (follows && error->kind == AnnotationError::Kind::wrong_options) return true;  // all of them are known already
  errors_.push_back(*std::move(error));
  told_.push_back(use);
  return true;
}

void AnnotationDiagnostics::HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                                             const clang::Diagnostic& diagnostic) {
  static const std::regex not_of_kind(R"('(?:::)?delta::options::(\w+)[^']*' does not satisfy 'is_)");
  if (level == clang::DiagnosticsEngine::Note && dropping_notes_) {
    std::smatch found;
    const std::string text = message(diagnostic);
    if (!errors_.empty() && errors_.back().kind == AnnotationError::Kind::wrong_kind && errors_.back().word.empty() &&
        std::regex_search(text, found, not_of_kind)) {
      errors_.back().word = found[1];
    }
    return;
  }
  dropping_notes_ = false;
  if (level >= clang::DiagnosticsEngine::Error) {
    if (language_ == nullptr) {
      flag_errors_.push_back(message(diagnostic));
      dropping_notes_ = true;
      return;
    }
    if (diagnostic.hasSourceManager() && keep(diagnostic)) {
      dropping_notes_ = true;
      return;
    }
    if (diagnostic.hasSourceManager()) printed_at_.push_back(diagnostic.getLocation());
    if (level == clang::DiagnosticsEngine::Fatal && cut_off_.isInvalid()) cut_off_ = diagnostic.getLocation();
  }
  DiagnosticConsumer::HandleDiagnostic(level, diagnostic);
  printer_.print(level, diagnostic);
}

}  // namespace deltac::extract
