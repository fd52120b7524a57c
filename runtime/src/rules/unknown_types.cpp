#include "rules/unknown_types.hpp"

#include <algorithm>
#include <iterator>

#include "rules/subjects.hpp"

/// Rules about types that can be written out in SQL and that Delta, or one engine, cannot hold.
namespace delta::rules {
namespace {

constexpr RuleInfo kInterval{
    .code = 203,
    .severity = Severity::error,
    .summary = "Delta does not store INTERVAL",
    .explanation =
        "Intervals exist in queries only. Store a number with its unit in the name (seconds, months), or two "
        "timestamps.",
    .example =
        "std::int64_t pause DELTA(type(\"INTERVAL DAY TO SECOND\"));  // wrong\n"
        "std::int64_t pause_seconds;",
    .prevents = "DELTA_UNSUPPORTED_DATA_TYPES, 0AKDC",
    .matrix = "V-TYPE-03",
};

constexpr RuleInfo kCollation{
    .code = 204,
    .severity = Severity::error,
    .summary = "this engine stores no text with a collation",
    .explanation =
        "Delta outside Databricks knows UTF8_BINARY only, which is what STRING is. Store the text as it is, and "
        "compare with lower() or a collation in the query.",
    .example =
        "std::string name DELTA(type(\"STRING COLLATE UTF8_LCASE\"));  // Databricks only\n"
        "std::string name;",
    .prevents = "DELTA_UNSUPPORTED_DATA_TYPES, 0AKDC",
    .matrix = "V-TYPE-04",
};

constexpr RuleInfo kUnknownCollation{
    .code = 205,
    .severity = Severity::error,
    .summary = "there is no collation of this name that a column can have",
    .explanation =
        "Collations are UTF8_LCASE, UNICODE, UNICODE_CI and those of languages, such as de or en_CI_AI. Collations "
        "that ignore trailing spaces (_RTRIM) cannot be stored. UTF8_BINARY is what every STRING has: leave it out.",
    .example = "std::string name DELTA(type(\"STRING COLLATE UTF8_LCASES\"));  // wrong",
    .prevents = "COLLATION_INVALID_NAME, 42704",
    .matrix = "V-TYPE-05",
};

constexpr RuleInfo kVoid{
    .code = 208,
    .severity = Severity::error,
    .summary = "a VOID column cannot be used",
    .explanation =
        "VOID holds nothing but NULL. Spark makes the table, then refuses writes (inside an array or a map) or "
        "fails to read the column. Give it the type that its values will have.",
    .example = "std::string later DELTA(type(\"VOID\"));  // wrong",
    .prevents = "DELTA_COMPLEX_TYPE_COLUMN_CONTAINS_NULL_TYPE, 22005",
    .matrix = "V-TYPE-08",
};

constexpr RuleInfo kUnknownType{
    .code = 211,
    .severity = Severity::error,
    .summary = "Spark has no type of this name",
    .explanation =
        "Names of types from other databases, and sizes where Spark takes none, are not understood. The message "
        "names what to use where that is known.",
    .example =
        "std::string note DELTA(type(\"TEXT\"));    // wrong\n"
        "std::string note DELTA(type(\"STRING\"));",
    .prevents = "UNSUPPORTED_DATATYPE, 0A000",
    .matrix = "V-TYPE-11",
};

constexpr RuleInfo kUnsupportedType{
    .code = 212,
    .severity = Severity::error,
    .summary = "this engine cannot store TIME, GEOMETRY or GEOGRAPHY in a Delta table",
    .explanation =
        "The types exist in newer Spark, and Delta has no feature for them yet. Store the time of day as a number "
        "of microseconds, and shapes as BINARY (WKB) or STRING (WKT).",
    .example =
        "std::int64_t opens DELTA(type(\"TIME\"));  // wrong\n"
        "std::int64_t opens_us;",
    .prevents = "UNSUPPORTED_TIME_TYPE, 0A000",
    .matrix = "V-TYPE-12",
};

struct Replacement {
  std::string_view type;
  std::string_view use;
};

/// Types that people bring from other databases. By name.
constexpr Replacement kReplacements[] = {
    {"BIGINT UNSIGNED", "DECIMAL(20,0)"},
    {"BLOB", "BINARY"},
    {"BOOL", "BOOLEAN"},
    {"BYTES", "BINARY"},
    {"BYTEA", "BINARY"},
    {"DATETIME", "TIMESTAMP"},
    {"FLOAT4", "FLOAT"},
    {"FLOAT8", "DOUBLE"},
    {"HUGEINT", "DECIMAL(38,0)"},
    {"INT UNSIGNED", "BIGINT"},
    {"INT2", "SMALLINT"},
    {"INT4", "INT"},
    {"INT8", "BIGINT"},
    {"JSON", "STRING"},
    {"JSONB", "STRING"},
    {"MONEY", "DECIMAL(19,4)"},
    {"NULL", "the type of its values"},
    {"NVARCHAR", "STRING"},
    {"OBJECT", "VARIANT"},
    {"SERIAL", "BIGINT"},
    {"TEXT", "STRING"},
    {"TIMESTAMPTZ", "TIMESTAMP"},
    {"TINYTEXT", "STRING"},
    {"UBIGINT", "DECIMAL(20,0)"},
    {"UINT", "BIGINT"},
    {"USMALLINT", "INT"},
    {"UTINYINT", "SMALLINT"},
    {"UUID", "STRING"},
    {"DOUBLE PRECISION", "DOUBLE"},
};

std::string upper(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
    out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// The first word of a type: "STRING" of "STRING COLLATE x", "TIME" of "TIME(3)".
std::string_view first_word(std::string_view type) { return type.substr(0, type.find_first_of(" (<")); }

/// "en", "sr_Cyrl_SRB", each perhaps with _CI or _CS and _AI or _AS, or UNICODE and UTF8_LCASE.
bool is_collation(std::string_view name) {
  for (const std::string_view suffix : {"_AI", "_AS", "_CI", "_CS"}) {
    if (name.ends_with(suffix)) name.remove_suffix(suffix.size());
  }
  if (name == "UTF8_LCASE" || name == "UNICODE") return true;
  const std::string_view language = name.substr(0, name.find('_'));
  if (language.size() < 2 || language.size() > 3) return false;
  for (const char c : language) {
    if (c < 'A' || c > 'Z') return false;
  }
  const std::size_t rest = name.size() - language.size();
  return rest == 0 || rest == 4 || rest == 5 || rest == 9;  // _DEU, _Cyrl, _Cyrl_SRB
}

/// True if the engine of the plan lacks it or, before a plan, every engine does.
bool lacking(const TableFacts& facts, bool sql::Dialect::* capability) {
  if (facts.stage == Stage::plan) return facts.dialect && !(facts.dialect->*capability);
  const auto all = sql::dialects();
  return std::none_of(all.begin(), all.end(), [&](const sql::Dialect& one) { return one.*capability; });
}

std::string engine(const TableFacts& facts) {
  if (!facts.dialect) return "no engine";
  return facts.dialect->name == "spark"        ? "Spark"
         : facts.dialect->name == "databricks" ? "Databricks"
                                               : std::string(facts.dialect->name);
}

std::string cannot(const TableFacts& facts) {
  return facts.dialect ? engine(facts) + " " + std::string(facts.dialect->version) + " cannot" : "no engine can";
}

void collated(const TableFacts& facts, const std::string& type, std::size_t at, const SourceSpan& where) {
  const std::string name(type.substr(at + 8));
  static const std::vector<std::string> known = {"UTF8_LCASE", "UNICODE", "UNICODE_CI"};
  if (name == "UTF8_BINARY") {
    facts.add(kUnknownCollation, where, "UTF8_BINARY is the collation that every STRING has", "write STRING");
  } else if (name.ends_with("_RTRIM")) {
    facts.add(kUnknownCollation, where, "a collation that ignores trailing spaces cannot be stored",
              "leave _RTRIM out");
  } else if (!is_collation(name)) {
    facts.add(kUnknownCollation, where, "there is no collation " + quoted(name), did_you_mean(name, known));
  } else if (lacking(facts, &sql::Dialect::collations)) {
    facts.add(kCollation, where, cannot(facts) + " store text with a collation in a Delta table", "write STRING");
  }
}

std::string replacement(const std::string& type) {
  const auto row = std::find_if(std::begin(kReplacements), std::end(kReplacements), [&](const Replacement& one) {
    return one.type == type || one.type == first_word(type);
  });
  if (row != std::end(kReplacements)) return "use " + std::string(row->use);
  const std::string_view word = first_word(type);
  const std::size_t bracket = type.find('(');
  if (bracket != type.npos && word == "STRING") return "use VARCHAR" + type.substr(bracket);
  static const std::vector<std::string> known = {
      "BOOLEAN", "TINYINT", "SMALLINT", "INT",   "BIGINT", "FLOAT",     "DOUBLE",        "DECIMAL", "STRING", "VARCHAR",
      "CHAR",    "BINARY",  "DATE",     "ARRAY", "MAP",    "TIMESTAMP", "TIMESTAMP_NTZ", "STRUCT",  "VARIANT"};
  const bool is_known = std::find(known.begin(), known.end(), word) != known.end();
  return is_known && bracket != type.npos ? "write " + std::string(word) + " without a size"
                                          : did_you_mean(word, known);
}

}  // namespace

void check_unknown_type(const TableFacts& facts, const DataType& type, const SourceSpan& where) {
  const std::string text = upper(type.name());
  const std::string_view word = first_word(text);
  if (const std::size_t collate = text.find("COLLATE "); collate != text.npos) {
    collated(facts, text, collate, where);
  } else if (word == "INTERVAL") {
    facts.add(kInterval, where, "Delta does not store " + text, "store a number with its unit in the name");
  } else if (word == "VOID") {
    facts.add(kVoid, where, "a VOID column holds nothing and cannot be used", "give it the type of its values");
  } else if (word == "TIME" || word == "GEOMETRY" || word == "GEOGRAPHY") {
    const bool time = word == "TIME";
    if (lacking(facts, time ? &sql::Dialect::time_type : &sql::Dialect::geospatial_types)) {
      facts.add(kUnsupportedType, where, cannot(facts) + " store " + std::string(word) + " in a Delta table",
                time ? "store microseconds as BIGINT" : "store it as BINARY (WKB)");
    }
  } else {
    facts.add(kUnknownType, where, "Spark has no type " + quoted(type.name()), replacement(text));
  }
}

Rows unknown_type_rows() {
  static constexpr const RuleInfo* rows[] = {&kInterval, &kCollation,   &kUnknownCollation,
                                             &kVoid,     &kUnknownType, &kUnsupportedType};
  return rows;
}

}  // namespace delta::rules
