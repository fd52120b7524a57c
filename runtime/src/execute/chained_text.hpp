#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "delta/expected.hpp"

namespace delta {

/// A log as it was read: a first line that explains the form, then lines "HASH {json}". HASH is the first 32
/// hexadecimal digits of SHA-256 over the HASH of the line before (none for the first) and the JSON text, so that no
/// line can be changed, removed or put elsewhere unseen.
struct ChainedText {
  struct Line {
    std::string_view hash;
    std::string_view json;
  };
  std::vector<Line> lines;      ///< up to the first that does not fit; into the text that was read
  std::string last_hash;        ///< what the next line's hash goes on from
  std::size_t whole_bytes = 0;  ///< up to where the text is whole: behind it is a torn tail
  bool torn = false;            ///< the last line was not written to its end
};

/// A line behind the one of `last_hash`, which becomes this line's hash.
std::string chained_line(std::string_view json, std::string& last_hash);

/// What a kind of log begins with, what messages call it, and what helps where one is damaged.
struct ChainedKind {
  std::string_view head;
  std::string_view name;
  std::string_view fix;
};

/// `origin` names the text in messages. A line that was not written to its end is a torn tail; anything else
/// that is not as it was written is an error.
Expected<ChainedText> read_chained(std::string_view text, const ChainedKind& kind, std::string_view origin);

/// The error for a line that cannot be what was written; lines are counted from 1, the head's.
Error damaged_line(const ChainedKind& kind, std::string_view origin, std::size_t line, std::string_view why);

}  // namespace delta
