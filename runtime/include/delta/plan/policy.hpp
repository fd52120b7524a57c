#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "delta/model/table.hpp"
#include "delta/plan/permission.hpp"
#include "delta/plan/plan.hpp"

namespace delta {

/// Which part of a table the code manages, where others manage the rest.
enum class Scope {
  full,
  columns,   ///< existence, names, types, nullability and defaults of its columns
  metadata,  ///< everything but that its columns are there, and their names and types
  none,      ///< it is read and reported only
};

std::string_view scope_word(Scope scope);

/// What an organisation allows on its tables, whatever a command line says: a file that people write and review. Each
/// part remembers where it stands. The one without any part forbids nothing.
struct Policy {
  /// A kind that `--allow` may let through, on tables that fit.
  struct Allowed {
    Permission permission;
    SourceSpan span;
  };
  struct Protection {
    LocatedText tables;   ///< a glob over whole names
    bool frozen = false;  ///< no step may change them; else only none that loses data
  };
  struct Ownership {
    LocatedText tables;
    Scope scope = Scope::full;
  };
  /// How declarations are to look. Empty texts and lists ask for nothing.
  struct Convention {
    LocatedText tables{"*"};   ///< a glob over whole names
    LocatedText table_names;   ///< POSIX extended regular expressions over the whole of a name's last part
    LocatedText column_names;  ///< nested fields too
    std::optional<SourceSpan> table_comments;   ///< set where they are required
    std::optional<SourceSpan> column_comments;  ///< nested fields too
    std::vector<LocatedText> table_tags;
    std::vector<LocatedText> column_tags;
  };
  struct Target {
    LocatedText name;
    LocatedText target;         ///< a glob over the target as the command line names it
    bool is_protected = false;  ///< an apply there needs its name
  };

  std::optional<std::vector<Allowed>> allow;          ///< nothing: every kind
  std::vector<Protection> protections;                ///< all that fit a table hold
  std::vector<Ownership> scopes;                      ///< the first that fits a table holds
  std::vector<Convention> conventions;                ///< all that fit a table hold
  std::map<int, std::optional<Severity>> severities;  ///< by code; nothing: off
  std::vector<Target> targets;                        ///< the first that fits holds
};

/// The first part of a policy that fits a table, or nullptr.
const Policy::Ownership* ownership_of(const Policy& policy, const std::string& table);
Scope scope_of(const Policy& policy, const std::string& table);

/// True if the policy lets this kind through on this table, and on some table.
bool policy_allows(const Policy& policy, const std::string& kind, const std::string& table);
bool policy_allows(const Policy& policy, const std::string& kind);

/// Why the policy keeps a step of a table from running, in a few words; empty if it does not.
std::string why_forbidden(const Policy& policy, const Step& step, const std::string& table);

/// What a policy finds wrong with how a table is declared.
Findings judge_conventions(const Policy& policy, const Table& table);

/// What a policy finds wrong with what is to run. A plan that was made under it has nothing but steps on frozen tables;
/// one that was saved may have been made under another. `declared` is where the code names the table.
Findings judge_steps(const Policy& policy, const TablePlan& plan, const SourceSpan& declared);

/// Gives findings the severities that a policy asks for, and takes out what it switches off.
void apply_severities(const Policy& policy, Findings& findings);

/// True if the policy makes an error of what else would be a warning, or asks for the warning.
bool policy_asks_for(const Policy& policy, int code);

}  // namespace delta
