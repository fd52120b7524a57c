#include "extract/error_printer.hpp"

#include <clang/Basic/DiagnosticFrontend.h>
#include <clang/Basic/DiagnosticLex.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Frontend/TextDiagnostic.h>
#include <clang/Lex/Preprocessor.h>
#include <fmt/format.h>
#include <llvm/ADT/SmallString.h>

#include <algorithm>
#include <iterator>
#include <regex>
#include <string_view>
#include <utility>

namespace deltac::extract {
namespace {

using clang::FileID;
using clang::SourceLocation;
using clang::SourceManager;
using Level = clang::DiagnosticsEngine::Level;

/// As many errors as clang shows before it gives up. deltac reads on behind them, for the findings that are its own.
constexpr std::size_t kShown = 20;

std::string message(const clang::Diagnostic& diagnostic) {
  llvm::SmallString<256> text;
  diagnostic.FormatDiagnostic(text);
  return text.str().str();
}

bool in_unit(SourceLocation location, const SourceManager& sources) {
  return location.isValid() && sources.getFileID(sources.getExpansionLoc(location)) == sources.getMainFileID();
}

delta::SourceSpan span(SourceLocation location, const SourceManager& sources) {
  const clang::PresumedLoc place = sources.getPresumedLoc(location, false);  // as printed
  if (place.isInvalid()) return {};
  llvm::StringRef name(place.getFilename());
  while (name.consume_front("./")) {
  }
  return {name.str(), static_cast<int>(place.getLine()), static_cast<int>(place.getColumn()), 1};
}

/// The listed header that a location was reached through.
FileID listed_header(SourceLocation location, const SourceManager& sources) {
  FileID file = sources.getFileID(sources.getExpansionLoc(location));
  while (file.isValid()) {
    const SourceLocation include = sources.getIncludeLoc(file);
    if (include.isInvalid()) return {};
    if (in_unit(include, sources)) return file;
    file = sources.getFileID(include);
  }
  return {};
}

/// The last header that the unit includes before a place in it.
FileID header_before(SourceLocation place, const SourceManager& sources) {
  FileID last;
  for (unsigned i = 1; i < sources.local_sloc_entry_size(); ++i) {
    const clang::SrcMgr::SLocEntry& entry = sources.getLocalSLocEntry(i);
    if (!entry.isFile()) continue;
    const SourceLocation include = entry.getFile().getIncludeLoc();
    if (!in_unit(include, sources) || sources.getFileOffset(include) >= sources.getFileOffset(place)) continue;
    last = sources.getFileID(SourceLocation::getFromRawEncoding(entry.getOffset()));
  }
  return last;
}

/// Behind the last thing in a file that is no white space.
SourceLocation end_of(FileID file, const SourceManager& sources) {
  const std::size_t length = sources.getBufferData(file).rtrim().size();
  return sources.getLocForStartOfFile(file).getLocWithOffset(static_cast<int>(length));
}

/// The header that the unit names in the line of an #include.
std::string included_name(SourceLocation place, const SourceManager& sources) {
  const llvm::StringRef unit = sources.getBufferData(sources.getMainFileID());
  const std::size_t newline = unit.take_front(sources.getFileOffset(place)).rfind('\n');
  const llvm::StringRef rest = unit.substr(newline == llvm::StringRef::npos ? 0 : newline + 1);
  return rest.take_until([](char c) { return c == '\n'; }).split('"').second.rsplit('"').first.str();
}

/// What to include, if an error comes of a header of ours that is not included; empty if it does not.
std::string missing_header(const clang::Diagnostic& diagnostic, const clang::Preprocessor& preprocessor) {
  static const std::regex no_type(R"(no (?:template|type|member) named '([a-z_]+)' in namespace 'delta')");
  static constexpr std::string_view kTypes[] = {"binary",    "date",          "decimal", "fixed_char",
                                                "timestamp", "timestamp_ntz", "varchar", "variant"};
  std::smatch found;
  const std::string text = message(diagnostic);
  if (std::regex_search(text, found, no_type) && std::ranges::find(kTypes, found[1].str()) != std::end(kTypes)) {
    return "include <delta/types.hpp>, which has delta::" + found[1].str();
  }
  // Without its macro DELTA_TABLE("…") is a broken declaration of a function.
  const clang::IdentifierInfo* macro = preprocessor.getIdentifierInfo("DELTA_TABLE");
  if (macro->hasMacroDefinition()) return {};
  const SourceManager& sources = diagnostic.getSourceManager();
  const SourceLocation place = sources.getExpansionLoc(diagnostic.getLocation());
  const bool annotated = sources.getBufferData(sources.getFileID(place)).contains("DELTA_TABLE(");
  return annotated ? "include <delta/annotations.hpp>, which has DELTA_TABLE" : "";
}

}  // namespace

void ErrorPrinter::begin(const clang::LangOptions& language, const clang::Preprocessor* preprocessor) {
  language_ = &language;
  preprocessor_ = preprocessor;
  printer_.BeginSourceFile(language, preprocessor);
}

void ErrorPrinter::end() {
  print_waiting({});
  printer_.EndSourceFile();
  if (hidden_ > 0) out_ << fmt::format("{} more error{} not shown\n", hidden_, hidden_ == 1 ? " is" : "s are");
}

void ErrorPrinter::print(Level level, const clang::Diagnostic& diagnostic) {
  const bool note = level == clang::DiagnosticsEngine::Note;
  if (level >= clang::DiagnosticsEngine::Error && findings_.size() >= kShown) ++hidden_;
  if (hidden_ > 0) return;
  if (waiting_) print_waiting(note ? diagnostic.getLocation() : SourceLocation());
  const bool placed = diagnostic.hasSourceManager() && diagnostic.getLocation().isValid();
  if (placed && language_ != nullptr && in_unit(diagnostic.getLocation(), diagnostic.getSourceManager())) {
    if (note) return;
    const unsigned id = diagnostic.getID();
    if (id == clang::diag::err_cannot_open_file || id == clang::diag::err_pp_file_not_found) {
      print_unopened(level, diagnostic);
      return;
    }
    waiting_ = Waiting{level, message(diagnostic),
                       clang::FullSourceLoc(diagnostic.getLocation(), diagnostic.getSourceManager())};
    return;
  }
  printer_.HandleDiagnostic(level, diagnostic);
  keep(level, placed ? span(diagnostic.getLocation(), diagnostic.getSourceManager()) : delta::SourceSpan{},
       message(diagnostic));
  if (level >= clang::DiagnosticsEngine::Error && placed && preprocessor_ != nullptr) name_missing_header(diagnostic);
}

void ErrorPrinter::name_missing_header(const clang::Diagnostic& diagnostic) {
  const std::string note = missing_header(diagnostic, *preprocessor_);
  if (note.empty()) return;
  findings_.back().fix = note;
  if (!named_headers_.insert(note).second) return;
  const bool color = options_.ShowColors != 0;
  clang::TextDiagnostic::printDiagnosticLevel(out_, clang::DiagnosticsEngine::Note, color);
  clang::TextDiagnostic::printDiagnosticMessage(out_, true, note, 0, 0, color);
}

void ErrorPrinter::print_unopened(Level level, const clang::Diagnostic& diagnostic) {
  constexpr unsigned kReason = 1;
  const bool has_reason = diagnostic.getID() == clang::diag::err_cannot_open_file &&
                          diagnostic.getNumArgs() > kReason &&
                          diagnostic.getArgKind(kReason) == clang::DiagnosticsEngine::ak_std_string;
  const std::string header = included_name(diagnostic.getLocation(), diagnostic.getSourceManager());
  const std::string text =
      "cannot open this header: " + (has_reason ? diagnostic.getArgStdStr(kReason) : "No such file or directory");
  const bool color = options_.ShowColors != 0;
  out_ << header << ":1:1: ";
  clang::TextDiagnostic::printDiagnosticLevel(out_, level, color);
  clang::TextDiagnostic::printDiagnosticMessage(out_, false, text, 0, 0, color);
  keep(level, {header, 1, 1, 1}, text);
}

void ErrorPrinter::print_waiting(SourceLocation note) {
  if (!waiting_) return;
  const Waiting error = *std::exchange(waiting_, std::nullopt);
  const SourceManager& sources = error.where.getManager();
  FileID header = note.isValid() ? listed_header(note, sources) : FileID();
  if (header.isInvalid()) header = header_before(error.where, sources);
  const std::string text = error.text + " before the end of this header";
  const SourceLocation place = header.isValid() ? end_of(header, sources) : SourceLocation();
  clang::TextDiagnostic(out_, *language_, &options_, preprocessor_)
      .emitDiagnostic(clang::FullSourceLoc(place, sources), error.level, text, {}, {});
  keep(error.level, place.isValid() ? span(place, sources) : delta::SourceSpan{}, text);
}

void ErrorPrinter::keep(Level level, delta::SourceSpan span, std::string text) {
  if (level >= clang::DiagnosticsEngine::Error) {
    delta::Finding finding;
    finding.span = std::move(span);
    finding.text = std::move(text);
    findings_.push_back(std::move(finding));
  } else if (level == clang::DiagnosticsEngine::Note && !findings_.empty() && span.known()) {
    findings_.back().notes.push_back({std::move(span), std::move(text)});
  }
}

}  // namespace deltac::extract
