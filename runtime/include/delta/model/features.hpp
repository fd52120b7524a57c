#pragma once
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "delta/model/table.hpp"

namespace delta {

/// A Delta table feature: what a reader or writer must understand before it may touch a table.
/// Source: Delta's PROTOCOL.md, checked against the commits of Spark 4.0 and 4.2.
struct FeatureInfo {
  /// What makes Spark switch it on for an existing table.
  enum class Switch {
    feature_key,  ///< 'delta.feature.NAME' = 'supported'
    property,     ///< the property that stands for it
    statement,    ///< the statement that uses it: ADD CONSTRAINT, CLUSTER BY
    creation,     ///< only CREATE TABLE
  };

  std::string_view name;
  std::string_view words;  ///< for people: "column mapping"
  Switch by = Switch::feature_key;
  bool readers = false;            ///< readers must know it as well
  int legacy_reader = 0;           ///< lowest reader version that implies it; 0: none
  int legacy_writer = 0;           ///< lowest writer version that implies it; 0: only by name (writer 7)
  std::string_view property = {};  ///< the property that stands for it
  std::string_view value = {};     ///< and the value that switches it on
  std::string_view also = {};      ///< a feature that comes with it
};

/// Every feature that deltac knows, by name.
std::span<const FeatureInfo> features();
const FeatureInfo* find_feature(std::string_view name);

/// The features that protocol versions below 3 (reader) and 7 (writer) stand for.
std::set<std::string> legacy_features(int reader, int writer);

/// The feature that a property with this value needs; empty when it needs none. `delta.feature.NAME` gives NAME.
std::string_view feature_of_property(std::string_view key, std::string_view value);
/// The feature that a type needs by itself, whatever is inside it; empty when it needs none.
std::string_view feature_of_type(TypeKind kind);

/// The features that values of this type need, at any depth.
std::set<std::string> required_features(const DataType& type);
/// The features that a table declared so must have, with those that come with them, without appendOnly and invariants,
/// which every table has.
std::set<std::string> required_features(const Table& table);

/// True for properties that steps set because they need them, and that the protocol keeps for itself: column mapping,
/// type widening, `delta.feature.*`, protocol versions, `deltac.*`. Never in a mark, never removed, never listed as
/// unmanaged.
bool is_bookkeeping_property(std::string_view key);

}  // namespace delta
