#pragma once
#include <string>
#include <string_view>

#include "delta/model/identifier.hpp"

namespace delta::sql {

/// `name` in backticks, inner backticks doubled. `${` would be substituted by Spark even here, and there is no escape
/// for it in an identifier: the rules refuse such names.
std::string quote_identifier(std::string_view name);
std::string quote(const TableName& name);
std::string quote(const ColumnPath& path);

/// A string literal that means exactly `value` under Spark's default settings, on every version: `\\`, `\'`, control
/// characters and the `$` of `${` as \uXXXX, nothing else changed.
std::string quote_string(std::string_view value);

/// What stands between the quotes of a string literal, its escapes decoded as Spark decodes them.
std::string decode_string(std::string_view body);

}  // namespace delta::sql
