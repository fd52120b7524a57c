#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "delta/catalog/catalog_reader.hpp"
#include "delta/diff/diff.hpp"
#include "delta/model/fill.hpp"
#include "delta/plan/action.hpp"
#include "delta/rules/finding.hpp"

namespace delta {

/// What a step costs and what it does to others, in the words of a report.
struct Impact {
  std::string text;                ///< "keeps data", "loses a column of data", "one way: readers need Delta reader 2"
  bool one_way = false;            ///< there is no inverse
  bool destructive = false;        ///< data is lost
  bool kills_writers = false;      ///< a write to the table that is under way fails and must be made again
  bool stops_streams = false;      ///< a stream that reads the table ends, and goes on when it is started again
  bool breaks_streams = false;     ///< it cannot go on from where it was
  bool breaks_names = false;       ///< queries and views that use the old name fail
  bool locks_out_readers = false;  ///< clients that do not know the table's new features
  bool locks_out_writers = false;
  bool scans_rows = false;
  bool writes_rows = false;
  int seconds = 0;                   ///< about how long, by kind of step; more where a table is large
  std::vector<std::string> views{};  ///< of the target that mention what is renamed or dropped
  bool operator==(const Impact&) const = default;
};

/// What an impact does to others, each with its word in plan JSON.
inline constexpr std::pair<bool Impact::*, std::string_view> kImpactEffects[] = {
    {&Impact::kills_writers, "kills_writers"},
    {&Impact::stops_streams, "stops_streams"},
    {&Impact::breaks_streams, "breaks_streams"},
    {&Impact::breaks_names, "breaks_names"},
    {&Impact::locks_out_readers, "locks_out_readers"},
    {&Impact::locks_out_writers, "locks_out_writers"},
    {&Impact::scans_rows, "scans_rows"},
    {&Impact::writes_rows, "writes_rows"},
};

/// One thing to do to a table.
struct Step {
  Action action;
  std::string permission;          ///< the `--allow` word that it needs; empty when none
  bool skipped = false;            ///< it, or a step that it needs, was not allowed
  std::string skip_reason;         ///< for people: the flag that allows it
  bool forbidden = false;          ///< skipped because of the policy: no flag allows it
  std::vector<std::size_t> needs;  ///< earlier steps of the same table plan, counted over all its units
  bool serves = false;             ///< wanted only by later steps that need it: without them it does not run
  Impact impact;
  SourceSpan span;  ///< the member at fault, or that asked for it
};

/// What is atomic on the target: on a lake a table's whole commit, or one directory rename or drop.
struct Unit {
  std::vector<Step> steps;
  std::vector<std::string> statements;  ///< the SQL of the steps that are not skipped
  std::string before;                   ///< fingerprint of the table before; empty when it does not exist
  std::string after;                    ///< and after; empty when it no longer exists

  bool runs() const;                ///< not done, and has a step that is not skipped, or a mark to write
  std::optional<ManagedMark> mark;  ///< written with the unit, as `deltac.managed`
  bool done = false;                ///< ran already, in the run that is recovered
  /// The version of the table at which alone it may run: nobody has written to what it drops. Nothing: any.
  std::optional<std::int64_t> only_at;
};

/// What is to be done to one table.
struct TablePlan {
  TableName name;
  TableName observed_name;  ///< where it was read, when a rename is planned
  Presence state = Presence::absent;
  std::string problem;  ///< why it could not be read
  ObservedTable observed;
  std::vector<Unit> units;
  std::vector<Unmanaged> unmanaged;
  Findings findings;
  bool unmarked = false;  ///< exists, is declared, and carries no mark of ours
  std::string type_name;
  std::vector<TableName> depends_on;  ///< tables that must succeed first (references)

  bool in_sync() const;  ///< no step (skipped ones counted) and no error
  /// About how long the steps take that may run: what one statement does counts once.
  int estimated_seconds() const;
  /// It could not be read, or the target cannot tell whether it is there.
  bool unread() const { return state == Presence::failed || state == Presence::not_visible; }
  bool blocked() const { return has_error(findings) || unread(); }
  std::size_t step_count() const;
  std::size_t skipped_count() const;
};

/// A table that carries this registry's mark and is declared no more.
struct Orphan {
  std::string subject;  ///< the table's name
  std::string reason;
  bool operator==(const Orphan&) const = default;
};

/// What would bring a target to what the code says. The same registry and state give the same plan, byte for byte.
struct Plan {
  std::string registry_name;
  std::string
      registry_fingerprint;  ///< of the registry before its variables were filled; set by the caller of `make_plan`
  std::string target;
  std::string dialect;
  Variables variables;
  std::vector<TablePlan> tables;  ///< in the order of execution
  std::vector<Orphan> orphans;
  std::vector<std::string> notes;  ///< said once: what the target does not store
  Findings findings;               ///< of the registry as a whole
  std::string rolls_back{};        ///< the run that it takes back; empty for a plan that goes forward
  std::string lake{};              ///< the folder of a lake, absolute; empty for other targets

  bool in_sync() const;
};

}  // namespace delta
