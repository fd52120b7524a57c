#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "delta/model/table.hpp"

namespace delta {

/// How an observed table differs from the declared one, fact by fact. Whether and how a fact can be changed is the
/// planner's to say. Paths are in the names that hold after all renames, but for the last step of
/// `ColumnRenamed::from`.
namespace change {

/// `missing_source` is the earlier name of a rename hint that the table does not have; empty when there is no hint.
struct ColumnAdded {
  ColumnPath path;
  Column column;
  std::string missing_source;
  bool operator==(const ColumnAdded&) const = default;
};
/// Why a column that the code does not declare is to go.
enum class RemovalReason { was_managed, tombstone, owned };
struct ColumnRemoved {
  ColumnPath path;
  DataType type;
  RemovalReason reason;
  SourceSpan span;
  bool operator==(const ColumnRemoved&) const = default;
};
struct ColumnRenamed {
  ColumnPath from;
  Identifier to;
  SourceSpan span;
  bool operator==(const ColumnRenamed&) const = default;
};
struct TypeChanged {
  ColumnPath path;
  DataType from;
  DataType to;
  SourceSpan span;
  bool operator==(const TypeChanged&) const = default;
};
struct NullabilityChanged {
  ColumnPath path;
  bool to_nullable;
  SourceSpan span;
  bool operator==(const NullabilityChanged&) const = default;
};
/// The table's own comment if the path is empty. Empty texts stand for "no comment".
struct CommentChanged {
  ColumnPath path;
  std::string from;
  std::string to;
  SourceSpan span;
  bool operator==(const CommentChanged&) const = default;
};
struct DefaultChanged {
  ColumnPath path;
  std::optional<std::string> from;
  std::optional<std::string> to;
  SourceSpan span;
  bool operator==(const DefaultChanged&) const = default;
};
struct GeneratedChanged {
  ColumnPath path;
  std::optional<std::string> from;
  std::optional<std::string> to;
  SourceSpan span;
  bool operator==(const GeneratedChanged&) const = default;
};
struct IdentityChanged {
  ColumnPath path;
  Rare<Identity> from;
  Rare<Identity> to;
  SourceSpan span;
  bool operator==(const IdentityChanged&) const = default;
};
struct PropertyChanged {
  std::string key;
  std::optional<std::string> from;
  std::optional<std::string> to;
  SourceSpan span;
  bool operator==(const PropertyChanged&) const = default;
};
struct CheckAdded {
  Check check;
  bool operator==(const CheckAdded&) const = default;
};
struct CheckRemoved {
  Check check;
  SourceSpan span;
  bool operator==(const CheckRemoved&) const = default;
};
struct ClusteringChanged {
  std::vector<std::string> from;
  std::vector<std::string> to;
  SourceSpan span;
  bool operator==(const ClusteringChanged&) const = default;
};
struct PartitioningChanged {
  std::vector<std::string> from;
  std::vector<std::string> to;
  SourceSpan span;
  bool operator==(const PartitioningChanged&) const = default;
};
struct PrimaryKeyChanged {
  Rare<Key> from;
  Rare<Key> to;
  SourceSpan span;
  bool operator==(const PrimaryKeyChanged&) const = default;
};
struct ForeignKeyRemoved {
  ForeignKey key;
  SourceSpan span;
  bool operator==(const ForeignKeyRemoved&) const = default;
};
struct ForeignKeyAdded {
  ForeignKey key;
  bool operator==(const ForeignKeyAdded&) const = default;
};
/// A tag of the table if the path is empty.
struct TagChanged {
  ColumnPath path;
  std::string key;
  std::optional<std::string> from;
  std::optional<std::string> to;
  SourceSpan span;
  bool operator==(const TagChanged&) const = default;
};
struct LocationChanged {
  std::string from;
  std::string to;
  SourceSpan span;
  bool operator==(const LocationChanged&) const = default;
};

}  // namespace change

using Change =
    std::variant<change::ColumnRenamed, change::ColumnAdded, change::TypeChanged, change::NullabilityChanged,
                 change::CommentChanged, change::DefaultChanged, change::GeneratedChanged, change::IdentityChanged,
                 change::PropertyChanged, change::CheckRemoved, change::CheckAdded, change::ClusteringChanged,
                 change::PartitioningChanged, change::LocationChanged, change::ColumnRemoved, change::PrimaryKeyChanged,
                 change::ForeignKeyRemoved, change::ForeignKeyAdded, change::TagChanged>;

/// Something on the target that the code neither declares nor ever declared. Listed, never touched.
struct Unmanaged {
  std::string subject;  ///< "column etl_ts", "property team.owner", "check positive", …
  std::string reason;
  bool operator==(const Unmanaged&) const = default;
};

}  // namespace delta
