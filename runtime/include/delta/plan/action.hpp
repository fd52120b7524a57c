#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "delta/catalog/observed_table.hpp"
#include "delta/model/table.hpp"

namespace delta {

/// What a step does, typed: the writer makes SQL of it, an adapter runs it, `simulate` foresees it.
/// A path names a column as it is called when the step runs.
namespace action {

// clang-format off: an action in a line, to be seen together
struct CreateSchema { TableName name; };  ///< the namespace of a table to be created, where the target lacks it
struct CreateTable { Table table; std::vector<std::string> features; };
struct DropTable { TableName name; };
struct RenameTable { TableName from; TableName to; };
/// Switches a table feature on, with the properties that stand for it (`delta.columnMapping.mode`=`name`).
/// A feature without a property of its own is sent to Spark as `delta.feature.NAME`=`supported`.
struct EnableFeature { std::string feature; std::map<std::string, std::string> properties; };
struct AddColumn { ColumnPath path; Column column; };
struct DropColumn { ColumnPath path; DataType type; };
struct RenameColumn { ColumnPath from; Identifier to; };
struct AlterType { ColumnPath path; DataType from; DataType to; };
struct DropNotNull { ColumnPath path; };
struct SetNotNull { ColumnPath path; };
struct SetProperty { std::string key; std::string value; std::optional<std::string> old; };
struct UnsetProperty { std::string key; std::string old; };
struct SetComment { ColumnPath path; std::string text; std::string old; };  ///< the table's own if the path is empty
struct SetDefault { ColumnPath path; std::string expression; std::optional<std::string> old; };
struct DropDefault { ColumnPath path; std::string old; };
struct AddCheck { std::string name; std::string expression; };
struct DropCheck { std::string name; std::string expression; };
/// Empty: CLUSTER BY NONE. `automatic`: the engine chooses, and the only column is called "auto".
struct SetClustering { std::vector<std::string> columns; std::vector<std::string> old; bool automatic = false; };
/// Keys are informational. They have their names here, and a foreign key the columns that it refers to.
struct SetPrimaryKey { Key key; };
struct DropPrimaryKey { Key key; };
/// `table` has the key: another table than the plan's, where the key refers to a primary key that must go for a moment;
/// nothing for the plan's own.
struct AddForeignKey { std::optional<TableName> table; ForeignKey key; };
struct DropForeignKey { std::optional<TableName> table; ForeignKey key; };
/// The table's own if the path is empty.
struct SetTag { ColumnPath path; std::string key; std::string value; std::optional<std::string> old; };
struct UnsetTag { ColumnPath path; std::string key; std::string old; };
/// Masks and row filters are never declared, only lifted for a change and put back.
struct SetPolicy { AccessPolicy policy; };
struct DropPolicy { AccessPolicy policy; };
/// The one action that writes rows: the expression goes where the column is NULL, so that a run that was killed decides
/// again by the rows themselves.
struct Backfill { ColumnPath path; std::string expression; };
struct CreateView { Table view; bool replaces = false; };
struct DropView { TableName name; };
/// Brings back all that the table's log remembers of a version, rows and all; its protocol stays.
struct RestoreTable { std::int64_t version; Table table; };  ///< `table`: what it was then
// clang-format on

}  // namespace action

using Action =
    std::variant<action::CreateSchema, action::CreateTable, action::DropTable, action::RenameTable,
                 action::EnableFeature, action::AddColumn, action::DropColumn, action::RenameColumn, action::AlterType,
                 action::DropNotNull, action::SetProperty, action::UnsetProperty, action::SetComment,
                 action::SetDefault, action::DropDefault, action::AddCheck, action::DropCheck, action::SetClustering,
                 action::Backfill, action::CreateView, action::DropView, action::SetNotNull, action::SetPrimaryKey,
                 action::DropPrimaryKey, action::AddForeignKey, action::DropForeignKey, action::SetTag,
                 action::UnsetTag, action::SetPolicy, action::DropPolicy, action::RestoreTable>;

/// The word for an action in plan JSON and in reports: "add_column".
std::string_view action_name(const Action& action);
/// What it acts on: a column's path, a property's key, a constraint's name, a table's name.
std::string action_subject(const Action& action);
/// True if rows that came since the plan was made may forbid it.
bool depends_on_rows(const Action& action);

/// The table as it will be after the action. Pure; ids and physical names are left to the adapter.
/// A step that does not fit (a column that is not there) is a defect of the plan and leaves the table unchanged.
void simulate(ObservedTable& table, const Action& action);

}  // namespace delta
