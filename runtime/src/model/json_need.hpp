#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "model/json_text.hpp"

/// What readers of JSON forms ask of a value. Each throws `Failure` with the value's place when it is something else.
namespace delta::json {

[[noreturn]] void fail(const Value& value, std::string message);

/// The member of that name and kind; `what` names the object in a message: "a snapshot", "'protocol'".
const Value& need(const Value& object, std::string_view name, Value::Kind kind, std::string_view what);
/// The same, or nullptr when the object has no such member.
const Value* maybe(const Value& object, std::string_view name, Value::Kind kind, std::string_view what);

std::string need_text(const Value& object, std::string_view name, std::string_view what);
/// The text of a member that may be left out: then empty.
std::string maybe_text(const Value& object, std::string_view name, std::string_view what);
/// False when the member is left out.
bool maybe_truth(const Value& object, std::string_view name, std::string_view what);
/// A whole number of at most `most`, and not negative.
std::int64_t small_number(const Value& value, std::int64_t most);
/// The strings of an array; `what` is the member that holds it.
std::vector<std::string> texts_of(const Value& list, std::string_view what);
/// A table's name as an array of its parts.
TableName name_of(const Value& list, std::string_view what);

/// The value that a word stands for in a table of words, {value, word} each.
template <class Rows>
auto meaning(const Rows& rows, const Value& word, std::string_view what) {
  for (const auto& [value, name] : rows) {
    if (word.kind == Value::Kind::string && name == word.text) return value;
  }
  fail(word, "this is no " + std::string(what) + " that this version knows");
}

}  // namespace delta::json
