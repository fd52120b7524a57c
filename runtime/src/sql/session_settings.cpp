#include "sql/session_settings.hpp"

#include <array>
#include <optional>

namespace delta::sql {
namespace {

struct Setting {
  std::string_view key;
  std::string_view right;  ///< the value under which SQL is what it seems
  std::string_view unfit;  ///< an expression, true under the other
  std::string_view then;   ///< what the server does under the other
  bool lax;                ///< the statements can be sent all the same
};

// Names of a lambda's arguments are looked up as columns are, and need no table.
constexpr std::array<Setting, 4> kSettings{{
    {"spark.sql.parser.escapedStringLiterals", "false", "length('\\n') = 2",
     "the server reads a backslash in a string as itself", false},
    {"spark.sql.ansi.doubleQuotedIdentifiers", "false", "element_at(transform(array('name'), x -> \"x\"), 1) = 'name'",
     "the server reads \"x\" as a name, where a text is meant", false},
    {"spark.sql.caseSensitive", "false",
     "element_at(transform(array('outer'), X -> element_at(transform(array('inner'), x -> X), 1)), 1) = 'outer'",
     "the server tells names apart by their case, which Delta does not", false},
    {"spark.sql.ansi.enabled", "true", "typeof('1' + 1) = 'double'",
     "the server casts without an error what does not fit, so that a default may come to NULL", true},
}};

std::optional<Setting> find(std::string_view unfit, bool lax) {
  for (const Setting& setting : kSettings) {
    if (setting.lax == lax && unfit.find(setting.key) != std::string_view::npos) return setting;
  }
  return std::nullopt;
}

std::string assignment(const Setting& setting) { return std::string(setting.key) + "=" + std::string(setting.right); }

}  // namespace

std::string unfit_settings() {
  std::string text = "concat_ws(' '";
  for (const Setting& setting : kSettings)
    text += ", CASE WHEN " + std::string(setting.unfit) + " THEN '" + std::string(setting.key) + "' END";
  return text + ")";
}

Expected<void> accept_settings(std::string_view unfit) {
  const auto setting = find(unfit, false);
  if (!setting) return {};
  return Error{std::string(setting->then) + " (" + std::string(setting->key) + ")",
               "set " + assignment(*setting) + " for this connection"};
}

std::string lax_settings(std::string_view unfit) {
  const auto setting = find(unfit, true);
  return setting ? std::string(setting->then) + ": set " + assignment(*setting) : "";
}

}  // namespace delta::sql
