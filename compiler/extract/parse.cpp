#include "extract/parse.hpp"

#include <clang/AST/ASTConsumer.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Frontend/Utils.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Lex/PreprocessorOptions.h>
#include <llvm/Support/raw_ostream.h>

#include <filesystem>
#include <optional>

#include "extract/annotation_errors.hpp"
#include "extract/macro_leaks.hpp"
#include "extract/macro_uses.hpp"
#include "extract/parse_flags.hpp"
#include "extract/resource_dir.hpp"

namespace deltac::extract {
namespace {

/// The unit's name; no file of that name is looked for.
constexpr const char* kUnitName = "deltac-unit.cpp";

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
  ReadAction(const AnnotationDiagnostics& diagnostics, const std::function<void(const Unit&)>& read)
      : diagnostics_(diagnostics), read_(read) {}

 protected:
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler, llvm::StringRef) override {
    macros_.emplace(compiler.getSourceManager());
    leaks_.emplace(compiler.getSourceManager());
    clang::Preprocessor& preprocessor = compiler.getPreprocessor();
    preprocessor.addPPCallbacks(record_macro_uses(preprocessor, *macros_));
    preprocessor.addPPCallbacks(record_macro_leaks(compiler.getSourceManager(), *leaks_));
    return std::make_unique<Consumer>([this, &compiler] {
      read_(
          Unit{compiler, *macros_, *leaks_, diagnostics_.errors(), diagnostics_.printed_at(), diagnostics_.cut_off()});
    });
  }

 private:
  const AnnotationDiagnostics& diagnostics_;
  const std::function<void(const Unit&)>& read_;
  std::optional<MacroUses> macros_;
  std::optional<MacroLeaks> leaks_;
};

std::string unit_text(const std::vector<std::string>& headers) {
  std::string text;
  for (const std::string& header : headers) text += "#include \"" + header + "\"\n";
  return text;
}

/// The driver finds the standard library beside a compiler of an absolute name.
std::vector<std::string> command_line(const ParseSettings& settings, const std::vector<std::string>& flags) {
  const std::string driver = (std::filesystem::path(program_path()).parent_path() / "clang++").string();
  std::vector<std::string> command{driver, "--driver-mode=g++", "-fsyntax-only", "-x", "c++"};
  command.insert(command.end(), flags.begin(), flags.end());
  command.insert(command.end(),
                 {"-resource-dir", settings.resource_dir, "-w", "-Wno-error", "-fretain-comments-from-system-headers",
                  "-ferror-limit=0", settings.color ? "-fcolor-diagnostics" : "-fno-color-diagnostics", kUnitName});
  return command;
}

constexpr llvm::StringLiteral kIncluded = "In file included from ";

/// Escape sequences and the `./` that clang puts before what it found beside the unit, off the front of a line.
llvm::StringRef without_own_folder(llvm::StringRef line, std::string& kept) {
  while (line.starts_with("\033[")) {
    const std::size_t end = line.find('m');
    if (end == llvm::StringRef::npos) break;
    kept += line.take_front(end + 1);
    line = line.drop_front(end + 1);
  }
  if (line.consume_front(kIncluded)) kept += kIncluded;
  while (line.consume_front("./")) {
  }
  return line;
}

/// Names files as the user does, and leaves out that headers were included by the unit, which no user wrote.
std::string in_users_words(llvm::StringRef output) {
  std::string kept;
  while (!output.empty()) {
    const auto [line, rest] = output.split('\n');
    output = rest;
    std::string begin;
    const llvm::StringRef text = without_own_folder(line, begin);
    if (llvm::StringRef(begin).ends_with(kIncluded) && text.starts_with(std::string(kUnitName) + ":")) continue;
    kept += begin;
    kept += text;
    kept += '\n';
  }
  return kept;
}

/// A flag for the processor that one of clang's errors speaks of: it quotes the whole flag, or its value.
std::vector<std::string>::const_iterator refused_flag(const std::vector<std::string>& flags,
                                                      const std::vector<std::string>& errors) {
  return std::ranges::find_if(flags, [&errors](const std::string& flag) {
    if (!flag.starts_with("-m")) return false;
    const std::string value = flag.substr(flag.find('=') + 1);  // the whole flag when it has no value
    return std::ranges::any_of(errors, [&](const std::string& error) {
      return error.find("'" + flag + "'") != std::string::npos || error.find("'" + value + "'") != std::string::npos;
    });
  });
}

Parse parse_with(const std::vector<std::string>& flags, const std::vector<std::string>& headers,
                 const ParseSettings& settings, const std::function<void(const Unit&)>& read) {
  Parse result;
  std::string output;
  llvm::raw_string_ostream stream(output);
  clang::IntrusiveRefCntPtr<clang::DiagnosticOptions> options = new clang::DiagnosticOptions;
  options->ShowColors = settings.color;
  AnnotationDiagnostics diagnostics(stream, *options);

  const std::vector<std::string> command = command_line(settings, flags);
  std::vector<const char*> arguments;
  for (const std::string& argument : command) arguments.push_back(argument.c_str());
  clang::CreateInvocationOptions creation;
  creation.Diags = clang::CompilerInstance::createDiagnostics(options.get(), &diagnostics, false);
  std::shared_ptr<clang::CompilerInvocation> invocation = clang::createInvocation(arguments, std::move(creation));

  if (invocation != nullptr && diagnostics.flag_errors().empty()) {
    invocation->getFrontendOpts().SkipFunctionBodies = true;
    // As clang itself does: the process ends soon, and to take a large AST apart takes a tenth of the time.
    invocation->getFrontendOpts().DisableFree = true;
    invocation->getPreprocessorOpts().addRemappedFile(
        kUnitName, llvm::MemoryBuffer::getMemBufferCopy(unit_text(headers), kUnitName).release());
    clang::CompilerInstance compiler;
    compiler.setInvocation(invocation);
    compiler.createDiagnostics(&diagnostics, false);
    compiler.setVerboseOutputStream(stream);
    const auto files = std::make_shared<ReadFiles>();
    compiler.addDependencyCollector(files);
    ReadAction action(diagnostics, read);
    compiler.ExecuteAction(action);
    for (const std::string& file : files->getDependencies()) {
      llvm::StringRef name(file);
      while (name.consume_front("./")) {
      }
      result.files.push_back(name.str());
    }
  }
  result.flag_errors = diagnostics.flag_errors();
  if (invocation == nullptr && result.flag_errors.empty()) result.flag_errors.emplace_back("it says nothing of why");
  result.errors = diagnostics.getNumErrors() + static_cast<unsigned>(result.flag_errors.size());
  result.error_findings.insert(result.error_findings.end(), diagnostics.printed().begin(), diagnostics.printed().end());
  result.output = in_users_words(stream.str());
  return result;
}

}  // namespace

Parse parse(const std::vector<std::string>& headers, const ParseSettings& settings,
            const std::function<void(const Unit&)>& read) {
  std::vector<std::string> flags = parse_flags(settings.flags);
  std::vector<std::string> left_out;
  while (true) {
    Parse result = parse_with(flags, headers, settings, read);
    const auto refused = refused_flag(flags, result.flag_errors);
    if (refused == flags.end()) {
      result.flags_left_out = std::move(left_out);
      return result;
    }
    left_out.push_back(*refused);
    flags.erase(refused);
  }
}

}  // namespace deltac::extract
