#include "delta/rules/declarations.hpp"

namespace delta::rules {
namespace cpp_type {

const RuleInfo kUnknownType{
    .code = 250,
    .severity = Severity::error,
    .summary = "a type has no form in Delta",
    .explanation =
        "deltac knows the types of the C++ language and library that Delta can store, structs made of them, "
        "and those of <delta/types.hpp>. Say once what another type is stored as, or leave the member out "
        "with DELTA(ignore).",
    .example = "template <> struct delta::column_type<Money> : delta::as<delta::decimal<18, 2>> {};",
    .prevents = "",
};

const RuleInfo kUnsigned{
    .code = 251,
    .severity = Severity::error,
    .summary = "Delta has no unsigned numbers",
    .explanation =
        "Use the next wider signed type, which holds every value; for 64 bits a decimal. To keep the C++ "
        "type and store it as another, give the column a type.",
    .example =
        "std::uint32_t count;   // std::int64_t count;\n"
        "std::uint64_t hash;    // std::uint64_t hash DELTA(type(\"DECIMAL(20,0)\"));",
    .prevents = "UNSUPPORTED_DATATYPE",
};

const RuleInfo kCharacter{
    .code = 252,
    .severity = Severity::error,
    .summary = "a character type cannot be a column",
    .explanation =
        "char may mean text or a small number, signed or not. Use std::string for text and std::int8_t for "
        "a number.",
    .example = "char grade;   // std::string grade;   or   std::int8_t grade;",
    .prevents = "",
};

const RuleInfo kPointer{
    .code = 253,
    .severity = Severity::error,
    .summary = "a pointer or reference cannot be a column",
    .explanation =
        "An address means nothing outside of the process. Store the value itself, std::optional of it "
        "where it may be missing, or leave the member out with DELTA(ignore).",
    .example = "const char* name;   // std::string name;\nCache* cache;       // Cache* cache DELTA(ignore);",
    .prevents = "",
};

const RuleInfo kCArray{
    .code = 254,
    .severity = Severity::error,
    .summary = "a C array cannot be a column",
    .explanation = "Use std::array or std::vector, which become ARRAY, or std::string for text.",
    .example = "double position[3];   // std::array<double, 3> position;",
    .prevents = "",
};

const RuleInfo kUnion{
    .code = 255,
    .severity = Severity::error,
    .summary = "a union cannot be a column",
    .explanation =
        "What it holds is known to the program only. Use a struct of optional members, or delta::variant "
        "for values of any shape.",
    .example =
        "union { int i; double d; } value;   // struct Value { std::optional<int> i; std::optional<double> d; };",
    .prevents = "",
};

const RuleInfo kStringView{
    .code = 256,
    .severity = Severity::error,
    .summary = "a view cannot be a column",
    .explanation =
        "A view does not own what it shows, and a row that was read has nothing to show. Use std::string, "
        "or std::vector for a span.",
    .example = "std::string_view name;   // std::string name;",
    .prevents = "",
};

const RuleInfo kDuration{
    .code = 257,
    .severity = Severity::error,
    .summary = "a duration cannot be a column",
    .explanation = "Delta stores no intervals. Store a number, with the unit in its name.",
    .example = "std::chrono::seconds timeout;   // std::int64_t timeout_seconds;",
    .prevents = "DELTA_UNSUPPORTED_DATA_TYPES",
};

const RuleInfo kClock{
    .code = 258,
    .severity = Severity::error,
    .summary = "a time point that Delta cannot store",
    .explanation =
        "Delta's timestamps count microseconds of the system clock or of local time. Nanoseconds would be "
        "lost (std::chrono::system_clock::time_point has them on Linux), and other clocks have no meaning "
        "outside of the process. Use std::chrono::sys_time or local_time of microseconds or coarser, or "
        "delta::timestamp.",
    .example = "std::chrono::system_clock::time_point at;   // std::chrono::sys_time<std::chrono::microseconds> at;",
    .prevents = "",
};

const RuleInfo kStandardType{
    .code = 259,
    .severity = Severity::error,
    .summary = "a type of the standard library has no form in Delta",
    .explanation =
        "Sets become std::vector, smart pointers std::optional, pairs and tuples a struct with names, "
        "std::variant a struct of optional members or delta::variant.",
    .example = "std::pair<double, double> at;   // struct Point { double x; double y; };  Point at;",
    .prevents = "",
};

const RuleInfo kRecursive{
    .code = 260,
    .severity = Severity::error,
    .summary = "a struct cannot contain itself",
    .explanation =
        "A Delta type has a fixed depth. Store rows that name their parent's key, or the inner part as "
        "delta::variant.",
    .example =
        "struct Node { std::vector<Node> children; };   // struct Node { std::int64_t id; std::int64_t parent; };",
    .prevents = "",
};

const RuleInfo kNestedOptional{
    .code = 261,
    .severity = Severity::error,
    .summary = "an optional of an optional cannot be a column",
    .explanation = "A column knows one kind of NULL. Use one std::optional.",
    .example = "std::optional<std::optional<int>> x;   // std::optional<int> x;",
    .prevents = "",
};

const RuleInfo kNullableKey{
    .code = 262,
    .severity = Severity::error,
    .summary = "a map's key cannot be NULL",
    .explanation = "Use the type itself as the key.",
    .example = "std::map<std::optional<int>, double> m;   // std::map<int, double> m;",
    .prevents = "NULL_MAP_KEY",
};

const RuleInfo kPlainEnum{
    .code = 263,
    .severity = Severity::error,
    .summary = "an unscoped enum cannot be a column",
    .explanation =
        "An enum class is stored by the names of its values. An unscoped enum converts to numbers and "
        "often is one (flags); say which by making it an enum class, or by giving the column a type.",
    .example =
        "enum Status { placed };   // enum class Status { placed };\n"
        "Flags flags;              // Flags flags DELTA(type(\"INT\"));",
    .prevents = "",
};

const RuleInfo kBadMapping{
    .code = 264,
    .severity = Severity::error,
    .summary = "a delta::column_type does not say what the type is stored as",
    .explanation = "Derive the specialisation from delta::as of a type that deltac knows, and not of the type itself.",
    .example = "template <> struct delta::column_type<Money> : delta::as<delta::decimal<18, 2>> {};",
    .prevents = "",
};

const RuleInfo kBadTypeText{
    .code = 265,
    .severity = Severity::error,
    .summary = "the text of a type cannot be read",
    .explanation = "type(\"…\") takes a type as Spark's SQL writes it: BIGINT, DECIMAL(18,2), ARRAY<STRUCT<a: INT>>.",
    .example = "DELTA(type(\"DECIMAL(18;2)\"))   // DELTA(type(\"DECIMAL(18,2)\"))",
    .prevents = "PARSE_SYNTAX_ERROR",
    .matrix = "V-TYPE-02",
};

const RuleInfo kWideNumber{
    .code = 266,
    .severity = Severity::error,
    .summary = "a number of a size that Delta does not have",
    .explanation = "Delta has integers of 8 to 64 bits, float and double, and decimals of up to 38 digits.",
    .example = "long double x;   // double x;\n__int128 n;      // delta::decimal<38, 0> n;",
    .prevents = "",
};

const RuleInfo kEnumRange{
    .code = 267,
    .severity = Severity::error,
    .summary = "an enum whose numbers Delta has no type for",
    .explanation =
        "as_integer stores the enum's underlying type, unsigned ones in the next wider signed type; for "
        "64 unsigned bits there is none. Give the enum another underlying type, or store it by name.",
    .example = "enum class Id : std::uint64_t { … };   // enum class Id : std::int64_t { … };",
    .prevents = "",
};

const RuleInfo kIncompleteType{
    .code = 268,
    .severity = Severity::error,
    .summary = "a struct is declared, but its members are not known here",
    .explanation = "A column of this type has the members as fields. Include the header that defines the struct.",
    .example =
        "struct Line;  struct Order { DELTA_TABLE(\"a.b\"); std::vector<Line> lines; };   // #include \"line.hpp\"",
    .prevents = "",
};

}  // namespace cpp_type

std::span<const RuleInfo* const> type_declaration_rules() {
  using namespace cpp_type;
  static constexpr const RuleInfo* rules[] = {
      &kUnknownType, &kUnsigned,    &kCharacter,    &kPointer,   &kCArray,         &kUnion,       &kStringView,
      &kDuration,    &kClock,       &kStandardType, &kRecursive, &kNestedOptional, &kNullableKey, &kPlainEnum,
      &kBadMapping,  &kBadTypeText, &kWideNumber,   &kEnumRange, &kIncompleteType,
  };
  return rules;
}

}  // namespace delta::rules
