#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "model/json_need.hpp"

/// What the readers of fragments and tables ask of a value besides. They take every member that there is: one that this
/// version does not know is an error, for it may mean something.
namespace delta::json {

/// Throws `Failure` unless the value is of that kind; `what` is what a message calls it.
void expect(const Value& value, Value::Kind kind, std::string_view what);

/// An object whose members are taken one by one, and of which none may be left over.
class Members {
 public:
  Members(const Value& object, std::string_view what, std::initializer_list<std::string_view> known);

  const Value* find(std::string_view name) const { return object_.find(name); }
  const Value& need(std::string_view name) const;

 private:
  const Value& object_;
  std::string what_;
};

/// "member 'name'".
std::string member_named(std::string_view name);

std::string read_text(const Value& value, std::string_view what);
bool read_truth(const Value& value, std::string_view what);
std::int64_t read_number(const Value& value, std::string_view what);
int read_int(const Value& value, std::string_view what);

template <class Read>
auto read_list(const Value& value, std::string_view what, Read read) {
  expect(value, Value::Kind::array, what);
  std::vector<decltype(read(value))> out;
  out.reserve(value.items.size());
  for (const Value& item : value.items) out.push_back(read(item));
  return out;
}

}  // namespace delta::json
