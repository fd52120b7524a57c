#pragma once
#include <map>
#include <string>
#include <vector>

#include "delta/expected.hpp"
#include "delta/model/json.hpp"
#include "delta/rules/finding.hpp"

namespace deltac {

/// A header of one library: generated code has one file for each.
struct LibraryHeader {
  std::string library;
  std::string path;  ///< as its fragment names it

  bool operator==(const LibraryHeader&) const = default;
};

struct LinkOptions {
  std::string name;                              ///< the registry's
  std::map<std::string, std::string> variables;  ///< defaults for `{var}`
  std::vector<std::string> namespace_policy;
};

/// What the fragments of all libraries make together.
struct Linked {
  delta::Registry registry;
  std::vector<LibraryHeader> headers;  ///< in the order of the fragments, by library
  delta::Findings findings;            ///< of `rules::check` at `Stage::link`
};

/// Joins fragments: tables sorted by name, references resolved to the tables of the structs that they name, variables
/// given. An error is one that leaves no registry to judge: two fragments of one library, a variable that no name uses.
delta::Expected<Linked> link(std::vector<delta::Fragment> fragments, const LinkOptions& options);

}  // namespace deltac
