#include "delta/sql/render.hpp"

#include <algorithm>
#include <optional>

#include "delta/model/features.hpp"
#include "delta/sql/quote.hpp"
#include "delta/sql/type_text.hpp"
#include "sql/render_create.hpp"
#include "sql/render_keys.hpp"

namespace delta::sql {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// What can share a statement with its neighbours.
enum class Shape {
  alone,
  none,
  set_properties,
  unset_properties,
  add_columns,
  drop_columns,
  alter_columns,
  set_tags,
  unset_tags,
};

Shape shape_of(const Action& action) {
  if (const auto* enable = std::get_if<action::EnableFeature>(&action)) {
    const FeatureInfo* feature = find_feature(enable->feature);
    const bool by_key = feature == nullptr || feature->by == FeatureInfo::Switch::feature_key;
    return by_key || !enable->properties.empty() ? Shape::set_properties : Shape::none;
  }
  if (std::holds_alternative<action::SetProperty>(action)) return Shape::set_properties;
  if (std::holds_alternative<action::UnsetProperty>(action)) return Shape::unset_properties;
  if (std::holds_alternative<action::AddColumn>(action)) return Shape::add_columns;
  if (std::holds_alternative<action::DropColumn>(action)) return Shape::drop_columns;
  if (std::holds_alternative<action::SetTag>(action)) return Shape::set_tags;
  if (std::holds_alternative<action::UnsetTag>(action)) return Shape::unset_tags;
  if (const auto* comment = std::get_if<action::SetComment>(&action)) {
    return comment->path.steps.empty() ? Shape::alone : Shape::alter_columns;
  }
  const bool of_column =
      std::holds_alternative<action::AlterType>(action) || std::holds_alternative<action::DropNotNull>(action) ||
      std::holds_alternative<action::SetNotNull>(action) || std::holds_alternative<action::SetDefault>(action) ||
      std::holds_alternative<action::DropDefault>(action);
  return of_column ? Shape::alter_columns : Shape::alone;
}

struct AlterColumn {
  ColumnPath path;
  std::string text;
};

std::optional<AlterColumn> alter_column(const Action& action) {
  if (const auto* a = std::get_if<action::AlterType>(&action)) return AlterColumn{a->path, "TYPE " + type_text(a->to)};
  if (const auto* a = std::get_if<action::DropNotNull>(&action)) return AlterColumn{a->path, "DROP NOT NULL"};
  if (const auto* a = std::get_if<action::SetNotNull>(&action)) return AlterColumn{a->path, "SET NOT NULL"};
  if (const auto* a = std::get_if<action::SetComment>(&action))
    return AlterColumn{a->path, "COMMENT " + quote_string(a->text)};
  if (const auto* a = std::get_if<action::SetDefault>(&action))
    return AlterColumn{a->path, "SET DEFAULT " + a->expression};
  if (const auto* a = std::get_if<action::DropDefault>(&action)) return AlterColumn{a->path, "DROP DEFAULT"};
  return std::nullopt;
}

Pairs properties_of(const Action& action) {
  if (const auto* set = std::get_if<action::SetProperty>(&action)) return {{set->key, set->value}};
  const auto& enable = std::get<action::EnableFeature>(action);
  if (enable.properties.empty()) return {{"delta.feature." + enable.feature, "supported"}};
  return {enable.properties.begin(), enable.properties.end()};
}

std::string position_clause(const Position& position) {
  if (position.place == Position::Place::first) return " FIRST";
  if (position.place == Position::Place::after) return " AFTER " + quote_identifier(position.sibling().value);
  return {};
}

/// A nested column's definition begins with its path.
std::string added_column(const action::AddColumn& add) {
  Column column = add.column;
  column.default_value.reset();
  const std::string name = quote_identifier(column.name.text());
  return quote(add.path) + column_definition(column).substr(name.size()) + position_clause(add.column.position);
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

std::string restore_text(const std::string& table, std::int64_t version) {
  return "RESTORE TABLE " + table + " TO VERSION AS OF " + std::to_string(version);
}

class Writer {
 public:
  Writer(const TableName& table, std::span<const Action> actions, const std::string& mark, const Dialect& dialect)
      : table_(quote(table)), actions_(actions), mark_(mark), dialect_(dialect) {}

  std::vector<Statement> run() {
    if (actions_.empty() && !mark_.empty())
      add(alter() + "SET TBLPROPERTIES (" + property_list(take_mark({})) + ')', 0);
    while (at_ < actions_.size()) next();
    if (first_ < actions_.size() && !statements_.empty()) statements_.back().count += actions_.size() - first_;
    return std::move(statements_);
  }

 private:
  std::string alter() const { return "ALTER TABLE " + table_ + ' '; }

  /// The statement of the actions up to `end`, with those before it that need none.
  void add(std::string text, std::size_t end) {
    statements_.push_back({std::move(text), first_, end - first_, std::exchange(marks_, false)});
    first_ = at_ = end;
  }

  Pairs take_mark(Pairs properties) {
    marks_ = !mark_.empty();
    if (marks_) properties.emplace_back(kManagedMarkKey, mark_);
    mark_.clear();
    return properties;
  }

  /// Past the last neighbour of the same shape; what has no statement of its own does not part them.
  std::size_t end_of_run(Shape shape) const {
    std::size_t end = at_;
    for (std::size_t i = at_; i < actions_.size(); ++i) {
      const Shape next = shape_of(actions_[i]);
      if (next == shape) end = i + 1;
      if (next != shape && next != Shape::none) break;
    }
    return end;
  }

  void next() {
    const Shape shape = shape_of(actions_[at_]);
    switch (shape) {
      case Shape::none: ++at_; return;
      case Shape::alone: return alone(actions_[at_]);
      case Shape::set_properties: return set_properties(end_of_run(shape));
      case Shape::unset_properties:
        return listed("UNSET TBLPROPERTIES (", end_of_run(shape),
                      [](const Action& action) { return quote_string(std::get<action::UnsetProperty>(action).key); });
      case Shape::add_columns:
        return listed("ADD COLUMNS (", end_of_run(shape),
                      [](const Action& action) { return added_column(std::get<action::AddColumn>(action)); });
      case Shape::drop_columns:
        return listed("DROP COLUMNS (", end_of_run(shape),
                      [](const Action& action) { return quote(std::get<action::DropColumn>(action).path); });
      case Shape::alter_columns: return alter_columns(end_of_run(shape));
      case Shape::set_tags:
        return tags<action::SetTag>("SET TAGS (", end_of_run(shape), [](const action::SetTag& tag) {
          return quote_string(tag.key) + " = " + quote_string(tag.value);
        });
      case Shape::unset_tags:
        return tags<action::UnsetTag>("UNSET TAGS (", end_of_run(shape),
                                      [](const action::UnsetTag& tag) { return quote_string(tag.key); });
    }
  }

  template <class Text>
  void listed(std::string_view verb, std::size_t end, Text text) {
    std::vector<std::string> parts;
    for (std::size_t i = at_; i < end; ++i) {
      if (shape_of(actions_[i]) != Shape::none) parts.push_back(text(actions_[i]));
    }
    add(alter() + std::string(verb) + joined(parts) + ')', end);
  }

  void set_properties(std::size_t end) {
    Pairs properties;
    for (std::size_t i = at_; i < end; ++i) {
      if (shape_of(actions_[i]) == Shape::none) continue;
      for (auto& each : properties_of(actions_[i])) properties.push_back(std::move(each));
    }
    properties = take_mark(std::move(properties));
    std::sort(properties.begin(), properties.end());
    properties.erase(std::unique(properties.begin(), properties.end()), properties.end());
    add(alter() + "SET TBLPROPERTIES (" + property_list(properties) + ')', end);
  }

  /// One statement for the tags of one thing, the table or a column.
  template <class Tag, class Text>
  void tags(std::string_view verb, std::size_t end, Text text) {
    const ColumnPath path = std::get<Tag>(actions_[at_]).path;
    std::vector<std::string> parts;
    std::size_t i = at_;
    for (; i < end; ++i) {
      const auto* tag = std::get_if<Tag>(&actions_[i]);
      if (tag == nullptr) continue;
      if (tag->path != path) break;
      parts.push_back(text(*tag));
    }
    const std::string column = path.steps.empty() ? "" : "ALTER COLUMN " + quote(path) + ' ';
    add(alter() + column + std::string(verb) + joined(parts) + ')', i);
  }

  /// A list may name a column once, and not a struct together with a field inside it.
  void alter_columns(std::size_t end) {
    std::vector<ColumnPath> used;
    std::vector<std::string> parts;
    std::size_t i = at_;
    for (; i < end; ++i) {
      if (shape_of(actions_[i]) == Shape::none) continue;
      const AlterColumn column = *alter_column(actions_[i]);
      const bool clash = !dialect_.alters_column_lists || std::any_of(used.begin(), used.end(), [&](const auto& other) {
        return other.contains(column.path) || column.path.contains(other);
      });
      if (clash && !used.empty()) break;
      used.push_back(column.path);
      parts.push_back(quote(column.path) + ' ' + column.text);
    }
    add(alter() + "ALTER COLUMN " + joined(parts), i);
  }

  void alone(const Action& action) {
    if (const auto* create = std::get_if<action::CreateTable>(&action)) return create_table(*create);
    if (const auto* create = std::get_if<action::CreateView>(&action)) return create_view(*create);
    if (const auto* rename = std::get_if<action::RenameTable>(&action)) {
      table_ = quote(rename->to);
      return add(rename_statement(rename->from, rename->to, dialect_), at_ + 1);
    }
    add(single(action), at_ + 1);
  }

  void create_table(const action::CreateTable& create) {
    table_ = quote(create.table.name);
    const std::string mark = std::exchange(mark_, {});
    marks_ = !mark.empty();
    add(create_statement(create, mark, dialect_), at_ + 1);
    for (const Check& check : create.table.checks) {
      statements_.push_back({add_constraint(check.name.value, check.expression.value), first_ - 1, 1, false});
    }
  }

  void create_view(const action::CreateView& create) {
    marks_ = !mark_.empty();
    add(view_statement(create, std::exchange(mark_, {})), at_ + 1);
  }

  std::string add_constraint(const std::string& name, const std::string& expression) const {
    return alter() + "ADD CONSTRAINT " + quote_identifier(name) + " CHECK (" + expression + ')';
  }

  std::string single(const Action& action) const {
    if (const auto* a = std::get_if<action::CreateSchema>(&action)) return "CREATE SCHEMA " + quote(a->name);
    if (const auto* a = std::get_if<action::DropTable>(&action)) return "DROP TABLE " + quote(a->name);
    if (const auto* a = std::get_if<action::RenameColumn>(&action)) {
      return alter() + "RENAME COLUMN " + quote(a->from) + " TO " + quote_identifier(a->to.text());
    }
    if (const auto* a = std::get_if<action::SetComment>(&action)) {
      return "COMMENT ON TABLE " + table_ + " IS " + (a->text.empty() ? "NULL" : quote_string(a->text));
    }
    if (const auto* a = std::get_if<action::AddCheck>(&action)) return add_constraint(a->name, a->expression);
    if (const auto* a = std::get_if<action::DropCheck>(&action))
      return alter() + "DROP CONSTRAINT " + quote_identifier(a->name);
    if (const auto* a = std::get_if<action::Backfill>(&action)) {
      return "UPDATE " + table_ + " SET " + quote(a->path) + " = " + a->expression + " WHERE " + quote(a->path) +
             " IS NULL";
    }
    if (const auto* a = std::get_if<action::DropView>(&action)) return "DROP VIEW " + quote(a->name);
    if (const auto* a = std::get_if<action::RestoreTable>(&action)) return restore_text(table_, a->version);
    if (const auto text = constraint_statement(table_, action)) return *text;
    const auto& clustering = std::get<action::SetClustering>(action);
    if (clustering.columns.empty()) return alter() + "CLUSTER BY NONE";
    if (clustering.automatic) return alter() + "CLUSTER BY AUTO";
    std::vector<std::string> columns;
    for (const std::string& column : clustering.columns) columns.push_back(quote(ColumnPath::parse(column)));
    return alter() + "CLUSTER BY (" + joined(columns) + ')';
  }

  std::string table_;
  std::span<const Action> actions_;
  std::string mark_;
  const Dialect& dialect_;
  bool marks_ = false;  // the statement that is being written takes the mark
  std::vector<Statement> statements_;
  std::size_t first_ = 0;  // first action that no statement runs yet
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Statement> render_statements(const TableName& table, std::span<const Action> actions,
                                         const std::string& mark, const Dialect& dialect) {
  return Writer(table, actions, mark, dialect).run();
}

std::vector<std::string> render(const TableName& table, std::span<const Action> actions, const std::string& mark,
                                const Dialect& dialect) {
  std::vector<std::string> texts;
  for (Statement& statement : render_statements(table, actions, mark, dialect))
    texts.push_back(std::move(statement.text));
  return texts;
}

std::string restore_statement(const TableName& table, std::int64_t version) {
  return restore_text(quote(table), version);
}

std::string rename_statement(const TableName& from, TableName to, const Dialect& dialect) {
  // Spark takes the catalogue from the old name, and refuses one in the new (REQUIRES_SINGLE_PART_NAMESPACE).
  if (to.parts.size() == 3 && !dialect.renames_to_whole_name) to.parts.erase(to.parts.begin());
  return "ALTER TABLE " + quote(from) + " RENAME TO " + quote(to);
}

std::string copy_statement(const TableName& from, const TableName& to, std::span<const CopiedColumn> columns) {
  std::string text = "INSERT INTO " + quote(to) + " BY NAME";
  const char* between = " SELECT ";
  for (const CopiedColumn& column : columns) {
    text += between;
    text += quote_identifier(column.from->name.text());
    if (column.from->name.text() != column.to->name.text()) {
      text += " AS ";
      text += quote_identifier(column.to->name.text());
    }
    between = ", ";
  }
  return text += " FROM " + quote(from);
}

}  // namespace delta::sql
