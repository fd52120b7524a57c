#pragma once
#include <functional>
#include <string>
#include <vector>

#include "delta/rules/finding.hpp"

namespace clang {
class CompilerInstance;
}

namespace deltac::extract {

class MacroUses;

/// How to parse: the user's flags as given, and where clang's own headers are.
struct ParseSettings {
  std::vector<std::string> flags;
  std::string resource_dir;
  bool color = false;
};

/// What a parse gave besides its declarations.
struct Parse {
  int errors = 0;                   ///< of clang's; flags that it cannot use count too
  std::string output;               ///< those errors, as clang prints them
  std::string first_error_file;     ///< where the first of them is
  std::vector<std::string> files;   ///< every file that was read, the unit itself left out
};

/// Parses one unit that includes these headers in order, function bodies skipped, in at least C++20. `read` sees the
/// declarations when clang found no error; `misplaced` is told of each DELTA that clang refuses where it stands, which
/// is no error of clang's then.
Parse parse(const std::vector<std::string>& headers, const ParseSettings& settings,
            const std::function<void(clang::CompilerInstance&, MacroUses&, const delta::Findings& misplaced)>& read);

}  // namespace deltac::extract
