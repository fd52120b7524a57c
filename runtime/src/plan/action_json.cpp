#include "plan/action_json.hpp"

#include <utility>

#include "catalog/observed_json.hpp"
#include "model/json_need.hpp"
#include "plan/action_members.hpp"

namespace delta {
namespace {

using json::Value;

/// Appends each member's name and value. An overload per type that actions are made of.
class Writer {
 public:
  template <class T>
  void operator()(std::string_view name, const T& member) {
    out_ += out_.empty() ? '{' : ',';
    json::append_quoted(out_, name);
    out_ += ':';
    put(member);
  }
  /// What is not there is left out.
  template <class T>
  void operator()(std::string_view name, const std::optional<T>& member) {
    if (member) (*this)(name, *member);
  }

  std::string take() { return out_.empty() ? "{}" : std::move(out_) + '}'; }

 private:
  void put(const std::string& text) { json::append_quoted(out_, text); }
  void put(std::int64_t number) { out_ += std::to_string(number); }
  void put(bool truth) { out_ += truth ? "true" : "false"; }
  void put(const Identifier& name) { put(name.text()); }
  void put(const TableName& name) { put(name.text()); }
  void put(const ColumnPath& path) { put(path.text()); }
  void put(const Table& table) { out_ += json::text_of(table); }
  void put(const Column& column) { out_ += json::text_of(column); }
  void put(const DataType& type) { out_ += json::text_of(type); }
  void put(const Key& key) { out_ += json::text_of(key); }
  void put(const ForeignKey& key) { out_ += json::text_of(key); }
  void put(const AccessPolicy& policy) { out_ += to_json(policy); }
  template <class T>
  void put(const std::vector<T>& items) {
    out_ += '[';
    for (const T& item : items) {
      if (out_.back() != '[') out_ += ',';
      put(item);
    }
    out_ += ']';
  }
  void put(const std::map<std::string, std::string>& rows) {
    out_ += '{';
    for (const auto& [key, value] : rows) {
      if (out_.back() != '{') out_ += ',';
      put(key);
      out_ += ':';
      put(value);
    }
    out_ += '}';
  }

  std::string out_;
};

/// Takes each member out of an object, and knows how many it took.
class Reader {
 public:
  Reader(const Value& object, std::string_view action) : object_(object), what_("step '" + std::string(action) + "'") {
    if (object.kind != Value::Kind::object) json::fail(object, what_ + " must be an object");
  }

  template <class T>
  void operator()(std::string_view name, T& member) {
    const Value* value = object_.find(name);
    if (value == nullptr) json::fail(object_, what_ + " lacks its member '" + std::string(name) + "'");
    ++taken_;
    get(*value, member);
  }
  template <class T>
  void operator()(std::string_view name, std::optional<T>& member) {
    if (object_.find(name) != nullptr) (*this)(name, member.emplace());
  }

  void done() const {
    if (taken_ != object_.members.size()) json::fail(object_, what_ + " has a member that this version does not know");
  }

 private:
  void expect(const Value& value, Value::Kind kind) const {
    if (value.kind == kind) return;
    json::fail(value, "a member of " + what_ + " must be " + std::string(json::kind_text(kind)) + ", not " +
                          std::string(json::kind_text(value.kind)));
  }
  const std::string& text(const Value& value) const {
    expect(value, Value::Kind::string);
    return value.text;
  }

  void get(const Value& value, std::string& out) const { out = text(value); }
  void get(const Value& value, bool& out) const {
    expect(value, Value::Kind::boolean);
    out = value.boolean;
  }
  void get(const Value& value, std::int64_t& out) const {
    expect(value, Value::Kind::number);
    out = json::small_number(value, INT64_MAX);
  }
  void get(const Value& value, Identifier& out) const { out = Identifier(text(value)); }
  void get(const Value& value, TableName& out) const {
    if (text(value).empty()) json::fail(value, "a table's name is empty");
    out = TableName::parse(value.text);
  }
  void get(const Value& value, ColumnPath& out) const {
    out = text(value).empty() ? ColumnPath() : ColumnPath::parse(value.text);
  }
  static void get(const Value& value, Table& out) { out = json::table_of(value); }
  static void get(const Value& value, Column& out) { out = json::column_of(value); }
  static void get(const Value& value, DataType& out) { out = json::type_of(value); }
  static void get(const Value& value, Key& out) { out = json::key_of(value); }
  static void get(const Value& value, ForeignKey& out) { out = json::foreign_key_of(value); }
  static void get(const Value& value, AccessPolicy& out) { out = json::policy_of(value); }
  template <class T>
  void get(const Value& value, std::vector<T>& out) const {
    expect(value, Value::Kind::array);
    for (const Value& item : value.items) get(item, out.emplace_back());
  }
  void get(const Value& value, std::map<std::string, std::string>& out) const {
    expect(value, Value::Kind::object);
    for (const json::Member& member : value.members) out[member.name] = text(member.value);
  }

  const Value& object_;
  std::string what_;
  std::size_t taken_ = 0;
};

/// Masks and row filters are one action with two names.
template <class A>
bool is_called(A action, std::string_view name) {
  if (action_name(Action(action)) == name) return true;
  if constexpr (requires { action.policy.column; }) {
    action.policy.column = "masked";
    return action_name(Action(action)) == name;
  }
  return false;
}

template <std::size_t... I>
Action read(const Value& name, const Value& members, std::index_sequence<I...>) {
  std::optional<Action> found;
  const auto attempt = [&](auto action) {
    if (found || !is_called(action, name.text)) return;
    Reader reader(members, name.text);
    action::members(action, reader);
    reader.done();
    found.emplace(std::move(action));
  };
  (attempt(std::variant_alternative_t<I, Action>{}), ...);
  if (!found) json::fail(name, "'" + name.text + "' is no action that this version knows");
  return *std::move(found);
}

}  // namespace

std::string to_json(const Action& action) {
  Writer writer;
  Action copy = action;  // what lists the members serves the reader too, which changes them
  std::visit([&](auto& each) { action::members(each, writer); }, copy);
  return writer.take();
}

Action json::action_of(const Value& name, const Value& members) {
  if (name.kind != Value::Kind::string) fail(name, "an action must be its name, a string");
  return read(name, members, std::make_index_sequence<std::variant_size_v<Action>>());
}

}  // namespace delta
