#include "model/json_members.hpp"

namespace delta::json {

void expect(const Value& value, Value::Kind kind, std::string_view what) {
  if (value.kind == kind) return;
  fail(value,
       std::string(what) + " must be " + std::string(kind_text(kind)) + ", not " + std::string(kind_text(value.kind)));
}

Members::Members(const Value& object, std::string_view what, std::initializer_list<std::string_view> known)
    : object_(object), what_(what) {
  expect(object, Value::Kind::object, what);
  for (const auto& [name, value] : object.members) {
    bool found = false;
    for (const std::string_view one : known) found = found || one == name;
    if (!found) fail(value, what_ + " has no member '" + name + "' that this version knows");
  }
}

const Value& Members::need(std::string_view name) const {
  if (const Value* value = find(name)) return *value;
  fail(object_, what_ + " lacks its member '" + std::string(name) + "'");
}

std::string member_named(std::string_view name) { return "member '" + std::string(name) + "'"; }

std::string read_text(const Value& value, std::string_view what) {
  expect(value, Value::Kind::string, what);
  return value.text;
}

bool read_truth(const Value& value, std::string_view what) {
  expect(value, Value::Kind::boolean, what);
  return value.boolean;
}

std::int64_t read_number(const Value& value, std::string_view what) {
  expect(value, Value::Kind::number, what);
  if (!value.whole) fail(value, std::string(what) + " must be a whole number of 64 bits");
  return value.number;
}

int read_int(const Value& value, std::string_view what) {
  const std::int64_t number = read_number(value, what);
  if (number < -2147483647 || number > 2147483647) fail(value, std::string(what) + " is too large");
  return static_cast<int>(number);
}

}  // namespace delta::json
