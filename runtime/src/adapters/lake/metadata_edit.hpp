#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/lake/json.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/log_state.hpp"
#include "adapters/lake/not_in_log.hpp"
#include "delta/plan/action.hpp"

namespace delta::lake {

/// What a metadata commit says. A part that stays as it was is missing.
struct MetadataCommit {
  std::optional<Json> protocol;
  std::optional<Json> metadata;
  std::optional<std::string> clustering;  ///< the new configuration of the clustering domain
  bool in_commit_timestamps = false;      ///< on after this commit
};

/// A table's metadata while steps are applied to it. Works on the JSON of the log itself, so that every member that
/// deltac does not know stays as it is. Every method throws `LogError` for a step that must not or cannot be done.
class MetadataEdit {
 public:
  /// Of an existing table.
  explicit MetadataEdit(const LogState& state);
  /// Of a table that is to be made.
  explicit MetadataEdit(const action::CreateTable& create);

  void apply(const Action& action);
  void set_mark(const ManagedMark& mark);
  /// The columns that the steps drop hold nothing: they go without column mapping too.
  void drops_empty_columns() { empty_drops_ = true; }
  const Json& schema() const noexcept { return schema_; }

  /// The commit's actions. `version` is the one that they will have, `timestamp` its time (ms since 1970): when
  /// in-commit timestamps are switched on, the table remembers both.
  MetadataCommit finish(std::int64_t version, std::int64_t timestamp);

 private:
  void apply_one(const action::CreateSchema& step);
  void apply_one(const action::CreateTable& step);
  void apply_one(const action::DropTable& step);
  void apply_one(const action::RenameTable& step);
  void apply_one(const action::EnableFeature& step);
  void apply_one(const action::AddColumn& step);
  void apply_one(const action::DropColumn& step);
  void apply_one(const action::RenameColumn& step);
  void apply_one(const action::AlterType& step);
  void apply_one(const action::DropNotNull& step);
  void apply_one(const action::SetProperty& step);
  void apply_one(const action::UnsetProperty& step);
  void apply_one(const action::SetComment& step);
  void apply_one(const action::SetDefault& step);
  void apply_one(const action::DropDefault& step);
  void apply_one(const action::AddCheck& step);
  void apply_one(const action::DropCheck& step);
  void apply_one(const action::SetClustering& step);
  void apply_one(const action::Backfill& step);
  void apply_one(const action::CreateView& step);
  void apply_one(const action::DropView& step);
  void apply_one(const NotInLog auto&) { throw LogError("the log of a lake holds nothing of the kind"); }

  Json& configuration();
  const std::string* property(std::string_view key) const;
  bool mapped() const;
  void set_property(const std::string& key, const std::string& value);
  void set_check(const std::string& name, const std::string& expression);
  void set_clustering(const std::vector<std::string>& columns);
  void need_mapping(std::string_view what) const;
  void refuse_layout_column(const ColumnPath& path);
  std::vector<std::string> physical_path(const ColumnPath& path);

  bool exists_ = false;
  bool has_rows_ = false;
  bool empty_drops_ = false;
  bool had_timestamps_ = false;
  Json old_metadata_;
  Json metadata_;
  Json schema_;
  Json protocol_;
  std::string old_clustering_;
  std::string clustering_;          ///< configuration of the clustering domain; empty: there is none
  std::set<std::string> features_;  ///< to be switched on beyond what the metadata itself asks for
};

}  // namespace delta::lake
