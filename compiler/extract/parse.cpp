#include "extract/parse.hpp"

#include <clang/AST/ASTConsumer.h>
#include <clang/Basic/DiagnosticParse.h>
#include <clang/Basic/DiagnosticSema.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Frontend/TextDiagnosticPrinter.h>
#include <clang/Frontend/Utils.h>
#include <clang/Lex/Lexer.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Lex/PreprocessorOptions.h>
#include <llvm/Support/raw_ostream.h>

#include <filesystem>
#include <optional>

#include "extract/macro_uses.hpp"
#include "extract/parse_flags.hpp"
#include "extract/resource_dir.hpp"

namespace deltac::extract {
namespace {

/// The unit's name; no file of that name is looked for.
constexpr const char* kUnitName = "deltac-unit.cpp";
/// The choice in "alignas cannot be applied to …" that says a bit-field.
constexpr std::uint64_t kBitFieldChoice = 3;

/// Prints clang's diagnostics, but keeps those that say that DELTA stands where no alignas may: they would speak of
/// alignas, which the user did not write.
class Diagnostics final : public clang::DiagnosticConsumer {
 public:
  Diagnostics(llvm::raw_ostream& out, clang::DiagnosticOptions& options, std::vector<MisplacedAnnotation>& misplaced)
      : printer_(out, &options), misplaced_(misplaced) {}

  void BeginSourceFile(const clang::LangOptions& options, const clang::Preprocessor* preprocessor) override {
    language_ = &options;
    printer_.BeginSourceFile(options, preprocessor);
  }

  void EndSourceFile() override { printer_.EndSourceFile(); }

  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& diagnostic) override {
    if (level >= clang::DiagnosticsEngine::Error && stands_on_annotation(diagnostic)) {
      const bool bit_field = diagnostic.getID() == clang::diag::err_alignas_attribute_wrong_decl_type &&
                             diagnostic.getNumArgs() > 1 && diagnostic.getRawArg(1) == kBitFieldChoice;
      misplaced_.push_back({diagnostic.getLocation(), bit_field});
      return;
    }
    DiagnosticConsumer::HandleDiagnostic(level, diagnostic);
    printer_.HandleDiagnostic(level, diagnostic);
  }

 private:
  bool stands_on_annotation(const clang::Diagnostic& diagnostic) const {
    const unsigned id = diagnostic.getID();
    if (id != clang::diag::err_attribute_not_type_attr && id != clang::diag::err_alignas_attribute_wrong_decl_type &&
        id != clang::diag::err_attribute_wrong_decl_type_str && id != clang::diag::err_attributes_not_allowed) {
      return false;
    }
    if (!diagnostic.hasSourceManager() || language_ == nullptr) return false;
    clang::SourceLocation location = diagnostic.getLocation();
    while (location.isMacroID()) {
      if (clang::Lexer::getImmediateMacroName(location, diagnostic.getSourceManager(), *language_) == "DELTA") {
        return true;
      }
      location = diagnostic.getSourceManager().getImmediateMacroCallerLoc(location);
    }
    return false;
  }

  clang::TextDiagnosticPrinter printer_;
  std::vector<MisplacedAnnotation>& misplaced_;
  const clang::LangOptions* language_ = nullptr;
};

/// Names of all files that were read, system headers too.
class ReadFiles final : public clang::DependencyCollector {
 public:
  bool needSystemDependencies() override { return true; }
  bool sawDependency(llvm::StringRef name, bool /*from_module*/, bool /*system*/, bool /*is_module*/,
                     bool missing) override {
    return !missing && name != kUnitName && !name.starts_with("<");
  }
};

class Consumer final : public clang::ASTConsumer {
 public:
  explicit Consumer(std::function<void()> done) : done_(std::move(done)) {}
  void HandleTranslationUnit(clang::ASTContext& /*ast*/) override { done_(); }

 private:
  std::function<void()> done_;
};

class ReadAction final : public clang::ASTFrontendAction {
 public:
  ReadAction(std::vector<MisplacedAnnotation>& misplaced, clang::DiagnosticConsumer& diagnostics,
             const std::function<void(const Unit&)>& read)
      : misplaced_(misplaced), diagnostics_(diagnostics), read_(read) {}

 protected:
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler, llvm::StringRef) override {
    macros_.emplace(compiler.getSourceManager());
    compiler.getPreprocessor().addPPCallbacks(record_macro_uses(compiler.getPreprocessor(), *macros_));
    return std::make_unique<Consumer>([this, &compiler] {
      read_(Unit{compiler, *macros_, misplaced_, diagnostics_.getNumErrors() > 0});
    });
  }

 private:
  std::vector<MisplacedAnnotation>& misplaced_;
  clang::DiagnosticConsumer& diagnostics_;
  const std::function<void(const Unit&)>& read_;
  std::optional<MacroUses> macros_;
};

std::string unit_text(const std::vector<std::string>& headers) {
  std::string text;
  for (const std::string& header : headers) text += "#include \"" + header + "\"\n";
  return text;
}

/// The driver finds the standard library beside a compiler of an absolute name.
std::vector<std::string> command_line(const ParseSettings& settings) {
  const std::string driver = (std::filesystem::path(program_path()).parent_path() / "clang++").string();
  std::vector<std::string> command{driver, "--driver-mode=g++", "-fsyntax-only", "-x", "c++"};
  for (std::string& flag : parse_flags(settings.flags)) command.push_back(std::move(flag));
  command.insert(command.end(), {"-resource-dir", settings.resource_dir, "-w", "-Wno-error",
                                 "-fretain-comments-from-system-headers",
                                 settings.color ? "-fcolor-diagnostics" : "-fno-color-diagnostics", kUnitName});
  return command;
}

/// Without the lines that say that a header was included by the unit, which no user wrote.
std::string without_unit(llvm::StringRef output) {
  std::string kept;
  while (!output.empty()) {
    const auto [line, rest] = output.split('\n');
    if (!line.contains("In file included from " + std::string(kUnitName) + ":") &&
        !line.contains("In file included from ./" + std::string(kUnitName) + ":")) {
      kept += line;
      kept += '\n';
    }
    output = rest;
  }
  return kept;
}

}  // namespace

Parse parse(const std::vector<std::string>& headers, const ParseSettings& settings,
            const std::function<void(const Unit&)>& read) {
  Parse result;
  std::string output;
  llvm::raw_string_ostream stream(output);
  std::vector<MisplacedAnnotation> misplaced;
  clang::IntrusiveRefCntPtr<clang::DiagnosticOptions> options = new clang::DiagnosticOptions;
  options->ShowColors = settings.color;
  Diagnostics diagnostics(stream, *options, misplaced);

  const std::vector<std::string> command = command_line(settings);
  std::vector<const char*> arguments;
  for (const std::string& argument : command) arguments.push_back(argument.c_str());
  clang::CreateInvocationOptions creation;
  creation.Diags = clang::CompilerInstance::createDiagnostics(options.get(), &diagnostics, false);
  std::shared_ptr<clang::CompilerInvocation> invocation = clang::createInvocation(arguments, std::move(creation));

  if (invocation != nullptr && diagnostics.getNumErrors() == 0) {
    invocation->getFrontendOpts().SkipFunctionBodies = true;
    invocation->getFrontendOpts().DisableFree = false;
    invocation->getPreprocessorOpts().addRemappedFile(
        kUnitName, llvm::MemoryBuffer::getMemBufferCopy(unit_text(headers), kUnitName).release());
    clang::CompilerInstance compiler;
    compiler.setInvocation(invocation);
    compiler.createDiagnostics(&diagnostics, false);
    compiler.setVerboseOutputStream(stream);
    const auto files = std::make_shared<ReadFiles>();
    compiler.addDependencyCollector(files);
    ReadAction action(misplaced, diagnostics, read);
    compiler.ExecuteAction(action);
    for (const std::string& file : files->getDependencies()) {
      llvm::StringRef name(file);
      while (name.consume_front("./")) {
      }
      result.files.push_back(name.str());
    }
  } else if (diagnostics.getNumErrors() == 0) {
    stream << "error: clang cannot use these flags\n";
    result.errors = 1;
  }
  result.errors += diagnostics.getNumErrors();
  result.output = without_unit(stream.str());
  return result;
}

}  // namespace deltac::extract
