#pragma once
#include <clang/Basic/SourceLocation.h>

#include <functional>
#include <string>
#include <vector>

#include "delta/rules/finding.hpp"

namespace clang {
class CompilerInstance;
}

namespace deltac::extract {

class MacroLeaks;
class MacroUses;
struct AnnotationError;

/// How to parse: the user's flags as given, and where clang's own headers are.
struct ParseSettings {
  std::vector<std::string> flags;
  std::string resource_dir;
  bool color = false;
};

/// A unit while its declarations are at hand.
struct Unit {
  clang::CompilerInstance& compiler;
  MacroUses& macros;
  const MacroLeaks& leaks;
  const std::vector<AnnotationError>& annotation_errors;
  const std::vector<clang::SourceLocation>& errors;  ///< where clang found others; declarations are incomplete then
  clang::SourceLocation cut_off;  ///< of a fatal error, behind which clang says nothing of what it cannot read
};

/// What a parse gave besides its declarations.
struct Parse {
  unsigned errors = 0;  ///< of clang's, for flags that it cannot use too; those of annotations left out
  std::vector<std::string> flag_errors;     ///< what clang says of flags, which it prints nowhere
  std::vector<std::string> flags_left_out;  ///< of the processor, which clang does not know
  std::string output;                       ///< those errors, as clang prints them
  delta::Findings error_findings;           ///< the same errors, without a code
  std::vector<std::string> files;           ///< every file that was read, the unit itself left out
};

/// Parses one unit that includes these headers in order, function bodies skipped, in at least C++20.
Parse parse(const std::vector<std::string>& headers, const ParseSettings& settings,
            const std::function<void(const Unit&)>& read);

}  // namespace deltac::extract
