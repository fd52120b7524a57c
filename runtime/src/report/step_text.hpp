#pragma once
#include <string>

#include "delta/plan/plan.hpp"
#include "report/text_layout.hpp"

namespace delta::report {

/// A step in the words of a plan.
struct StepText {
  char mark = '~';      ///< `+` adds, `-` takes away, `~` changes
  std::string verb;     ///< "add", "widen", "drop", …
  std::string subject;  ///< "discount DECIMAL(5,2)", "note → remark"
};

/// Texts of others inside it (comments, values, expressions) are printable, and shortened unless `full`.
StepText describe_step(const Action& action, bool full);

/// What a later step says that it waits for: "column mapping", "rename note".
std::string short_title(const Action& action);

/// "column mapping" for columnMapping; a feature without a name of its own is called as in the protocol.
std::string feature_title(std::string_view feature);

/// "6 columns, clustered by (day)": a new table in a few words.
std::string table_summary(const Table& table);

Style style_of(char mark);

}  // namespace delta::report
