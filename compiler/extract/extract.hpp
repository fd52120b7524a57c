#pragma once
#include <string>
#include <vector>

#include "delta/model/json.hpp"
#include "delta/rules/finding.hpp"

namespace deltac::extract {

/// One library's headers and how to parse them.
struct Request {
  std::string library;
  std::vector<std::string> headers;  ///< as the user names them
  std::vector<std::string> flags;    ///< the library's compiler flags, of whatever compiler
  std::string resource_dir;
  bool color = false;  ///< for clang's own messages
};

/// What the headers declare. A table that clang could not read in full is left out of the fragment, and a finding says
/// so; errors leave others as they are, so that rules can judge them.
struct Extraction {
  delta::Fragment fragment;
  delta::Findings findings;
  unsigned clang_errors = 0;
  std::string clang_output;        ///< clang's errors as it prints them
  delta::Findings clang_findings;  ///< the same errors, without a code
  std::vector<std::string> files;  ///< every file that was read
};

/// Annotated headers → a schema fragment with the place of everything in it. Parses all headers in one unit; when that
/// fails, parses each alone, and names two that clash. A header that looks at a macro of another one, which it does not
/// include, is parsed alone too: its tables must be the same.
Extraction extract(const Request& request);

}  // namespace deltac::extract
