#include "model/json_need.hpp"

namespace delta::json {

void fail(const Value& value, std::string message) { throw Failure{value.offset, std::move(message)}; }

const Value& need(const Value& object, std::string_view name, Value::Kind kind, std::string_view what) {
  if (object.kind != Value::Kind::object) fail(object, std::string(what) + " must be an object");
  const Value* value = object.find(name);
  if (value == nullptr) fail(object, std::string(what) + " lacks its member '" + std::string(name) + "'");
  if (value->kind != kind) {
    fail(*value, "member '" + std::string(name) + "' must be " + std::string(kind_text(kind)) + ", not " +
                     std::string(kind_text(value->kind)));
  }
  return *value;
}

const Value* maybe(const Value& object, std::string_view name, Value::Kind kind, std::string_view what) {
  return object.find(name) == nullptr ? nullptr : &need(object, name, kind, what);
}

std::string need_text(const Value& object, std::string_view name, std::string_view what) {
  return need(object, name, Value::Kind::string, what).text;
}

std::string maybe_text(const Value& object, std::string_view name, std::string_view what) {
  const Value* value = maybe(object, name, Value::Kind::string, what);
  return value == nullptr ? std::string() : value->text;
}

bool maybe_truth(const Value& object, std::string_view name, std::string_view what) {
  const Value* value = maybe(object, name, Value::Kind::boolean, what);
  return value != nullptr && value->boolean;
}

std::int64_t small_number(const Value& value, std::int64_t most) {
  if (value.kind != Value::Kind::number || !value.whole || value.number < 0 || value.number > most) {
    fail(value, "this must be a whole number of at most " + std::to_string(most));
  }
  return value.number;
}

std::vector<std::string> texts_of(const Value& list, std::string_view what) {
  std::vector<std::string> out;
  for (const Value& item : list.items) {
    if (item.kind != Value::Kind::string) fail(item, "each of '" + std::string(what) + "' must be a string");
    out.push_back(item.text);
  }
  return out;
}

TableName name_of(const Value& list, std::string_view what) {
  if (list.kind != Value::Kind::array) fail(list, std::string(what) + " must be an array of strings");
  TableName name;
  for (std::string& part : texts_of(list, what)) name.parts.emplace_back(std::move(part));
  if (name.parts.empty()) fail(list, std::string(what) + " is empty");
  return name;
}

}  // namespace delta::json
