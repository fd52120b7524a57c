#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "delta/model/table.hpp"

/// JSON text, read with the place of every value and written with the same bytes for the same value.
///
/// Ours rather than a library's, because a message about a wrong member must name its line and column, and a fragment
/// is read and written once per library and build.
namespace delta::json {

struct Member;

/// A value of a JSON text, and where it begins.
struct Value {
  enum class Kind { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  std::size_t offset = 0;
  bool boolean = false;
  bool whole = false;  ///< a number without fraction or exponent that fits `number`
  std::int64_t number = 0;
  std::string text;             ///< a string's value
  std::vector<Value> items;     ///< an array's items
  std::vector<Member> members;  ///< an object's, in the order of the text

  /// The member of that name, or nullptr.
  const Value* find(std::string_view name) const;
};

struct Member {
  std::string name;
  Value value;
};

/// Thrown inside the model's readers only; its public functions turn it into an `Error`.
struct Failure {
  std::size_t offset = 0;
  std::string message;
};

/// Reads one value and nothing after it. Throws `Failure`: no JSON, a name given twice, nested too deeply.
Value parse(std::string_view text);

/// "a string", "an array": what a message calls a kind.
std::string_view kind_text(Value::Kind kind);

/// `origin:line:column` of a byte in `text`.
std::string place(std::string_view text, std::size_t offset, std::string_view origin);

/// Appends `value` in quotes. Bytes that are no UTF-8 become U+FFFD: JSON cannot hold them.
void append_quoted(std::string& out, std::string_view value);

/// Reads a table from its JSON form where that is part of a larger text. Throws `Failure`.
Table table_of(const Value& value);
/// The same for a column and a type without places.
Column column_of(const Value& value);
DataType type_of(const Value& value);
Key key_of(const Value& value);
ForeignKey foreign_key_of(const Value& value);

/// Their JSON forms without places: what a thing is, not where it was written.
std::string text_of(const Table& table);
std::string text_of(const Column& column);
std::string text_of(const DataType& type);
std::string text_of(const Key& key);
std::string text_of(const ForeignKey& key);

/// What the JSON form calls a type without parts: "bigint", "timestamp_ntz"; empty for the nested kinds and `other`.
std::string_view type_word(TypeKind kind);

}  // namespace delta::json
