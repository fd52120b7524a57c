#include "adapters/lake/parquet/record.hpp"

#include <map>
#include <optional>
#include <vector>

#include "adapters/lake/log_error.hpp"
#include "adapters/lake/parquet/column.hpp"

namespace delta::lake::parquet {
namespace {

[[noreturn]] void damaged() { throw LogError("the Parquet file is damaged: the columns of a record do not fit"); }

/// An entry that outlives its page.
struct KeptEntry {
  int definition = 0;
  int repetition = 0;
  Json value;
};

/// The entries of one row, by leaf.
using Row = std::vector<std::vector<KeptEntry>>;

Json scalar(const Node& leaf, const ScalarValue& value) {
  switch (leaf.physical) {
    case Physical::boolean: return Json::of(value.number != 0);
    case Physical::int32:
    case Physical::int64: return Json::of(value.number);
    case Physical::byte_array: return Json::of(std::string(value.bytes));
    default:
      throw LogError("the Parquet file has a type that no action of a log has, in the column " + leaf.name,
                     kOtherWriterFix);
  }
}

void for_each_leaf(const Node& node, const std::function<void(const Node&)>& visit) {
  if (node.leaf) visit(node);
  for (const Node& child : node.children) for_each_leaf(child, visit);
}

/// Puts a record together from its columns, as the Dremel paper has it: definition levels say how much of a path is
/// there, repetition levels at which list the next entry goes on.
class Assembler {
 public:
  Assembler(const Row& row, std::size_t first_leaf) : row_(row), first_leaf_(first_leaf), next_(row.size(), 0) {}

  std::optional<Json> take(const Node& node) {
    if (node.repetition == Node::Repetition::repeated) return take_repeated(node);
    if (node.repetition == Node::Repetition::optional && current(node).definition < node.definition) {
      pass(node);
      return std::nullopt;
    }
    return take_content(node);
  }

 private:
  const KeptEntry& current(const Node& node) const {
    const std::size_t leaf = node.first_leaf - first_leaf_;
    if (node.leaf_count == 0 || next_.at(leaf) >= row_.at(leaf).size()) damaged();
    return row_[leaf][next_[leaf]];
  }

  bool goes_on(const Node& node) const {
    const std::size_t leaf = node.first_leaf - first_leaf_;
    return next_[leaf] < row_[leaf].size() && row_[leaf][next_[leaf]].repetition == node.depth;
  }

  /// Leaves out one entry of every leaf below.
  void pass(const Node& node) {
    for (std::size_t leaf = node.first_leaf - first_leaf_; leaf < node.first_leaf - first_leaf_ + node.leaf_count;
         ++leaf) {
      if (next_.at(leaf)++ >= row_.at(leaf).size()) damaged();
    }
  }

  std::optional<Json> take_content(const Node& node) {
    if (node.leaf) {
      Json value = current(node).value;
      pass(node);
      return value;
    }
    if (node.leaf_count == 0) return Json::object();
    if (node.shape == Node::Shape::list && node.children.size() == 1) return take_list(node.children[0]);
    if (node.shape == Node::Shape::map && node.children.size() == 1) return take_map(node.children[0]);
    Json object = Json::object();
    for (const Node& child : node.children) {
      if (std::optional<Json> value = take(child)) object.set(child.name, std::move(*value));
    }
    return object;
  }

  Json take_repeated(const Node& node) {
    Json list = Json::array();
    if (current(node).definition < node.definition) {
      pass(node);
      return list;
    }
    do {
      list.items.push_back(take_content(node).value_or(Json()));
    } while (goes_on(node));
    return list;
  }

  /// A list is a group around a repeated group around the element; older writers leave one of them out.
  Json take_list(const Node& repeated) {
    Json items = take_repeated(repeated);
    if (repeated.leaf || repeated.children.size() != 1) return items;
    for (Json& item : items.items) {
      Json* element = item.find(repeated.children[0].name);
      item = element != nullptr ? Json(*element) : Json();
    }
    return items;
  }

  Json take_map(const Node& repeated) {
    if (repeated.leaf || repeated.children.size() != 2) damaged();
    const Json entries = take_repeated(repeated);
    Json object = Json::object();
    for (const Json& entry : entries.items) {
      const std::string* key = entry.find_string(repeated.children[0].name);
      if (key == nullptr) damaged();
      const Json* value = entry.find(repeated.children[1].name);
      object.set(*key, value != nullptr ? *value : Json());
    }
    return object;
  }

  const Row& row_;
  std::size_t first_leaf_;
  std::vector<std::size_t> next_;
};

}  // namespace

void read_records(const RandomAccess& file, const RowGroup& group, const Node& field,
                  const std::function<void(Json)>& record) {
  std::map<std::int64_t, Row> rows;
  for_each_leaf(field, [&](const Node& leaf) {
    read_column(file, group, leaf, field.definition, [&](const Entry& entry) {
      Row& row = rows.try_emplace(entry.row, field.leaf_count).first->second;
      row[leaf.first_leaf - field.first_leaf].push_back(
          {entry.definition, entry.repetition, entry.present ? scalar(leaf, entry.value) : Json()});
    });
  });
  for (const auto& [number, row] : rows) {
    Assembler assembler(row, field.first_leaf);
    if (std::optional<Json> value = assembler.take(field)) record(std::move(*value));
  }
}

}  // namespace delta::lake::parquet
