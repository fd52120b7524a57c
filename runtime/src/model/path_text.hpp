#pragma once
#include <string>
#include <string_view>

namespace delta {

/// Adds `fold_case(text)` to `out`, without a text of its own where it is ASCII.
void append_folded(std::string& out, std::string_view text);

/// Adds a step to the text of a path, as `ColumnPath::text` writes it.
void append_step(std::string& path, std::string_view step);

}  // namespace delta
