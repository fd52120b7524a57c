#pragma once
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
  bool has_errors;  ///< clang found others; the declarations are incomplete then
};

/// What a parse gave besides its declarations.
struct Parse {
  unsigned errors = 0;  ///< of clang's, for flags that it cannot use too; those of annotations left out
  bool has_broken_annotation = false;
  std::string output;              ///< those errors, as clang prints them
  delta::Findings error_findings;  ///< the same errors, without a code
  std::vector<std::string> files;  ///< every file that was read, the unit itself left out
};

/// Parses one unit that includes these headers in order, function bodies skipped, in at least C++20.
Parse parse(const std::vector<std::string>& headers, const ParseSettings& settings,
            const std::function<void(const Unit&)>& read);

}  // namespace deltac::extract
