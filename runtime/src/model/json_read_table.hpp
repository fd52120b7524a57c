#pragma once
#include <string_view>
#include <vector>

#include "model/json_members.hpp"

namespace delta::json {

/// The files that places name by number.
using Files = std::vector<SourceFile>;
Files read_files(const Value& value);

/// Reads tables and their parts from the JSON form. Throws `Failure`.
class TableReader {
 public:
  explicit TableReader(Files files) : files_(std::move(files)) {}

  /// `with_files`: the table may bring the list of its files itself.
  Table table(const Value& value, bool with_files) const;
  Tombstone tombstone(const Value& value) const;
  Column column(const Value& value) const;
  DataType type(const Value& value) const;
  Key key(const Value& value) const;
  ForeignKey foreign_key(const Value& value) const;

 private:
  SourceSpan span(const Value& value) const;
  LocatedText located(const Value& value, std::string_view what) const;
  std::vector<LocatedText> located_list(const Value& value, std::string_view what) const;
  std::vector<Property> properties(const Value& value, std::string_view what) const;
  void read_field(const Members& members, Field& field) const;
  Field field(const Value& value) const;
  Identity identity(const Value& value) const;
  Check check(const Value& value) const;

  Files files_;
};

}  // namespace delta::json
