#include "delta/rules/declarations.hpp"

namespace delta::rules {
namespace declaration {

const RuleInfo kTableOnUnion{
    .code = 1,
    .severity = Severity::error,
    .summary = "a union cannot be a table",
    .explanation =
        "A row has all of its columns at once, a union has one of its members. Make it a struct; for a row "
        "of which one part exists, give it std::optional members.",
    .example = "union Price { DELTA_TABLE(\"a.b\"); … };   // struct Price { DELTA_TABLE(\"a.b\"); … };",
    .prevents = "",
};

const RuleInfo kTableOnTemplate{
    .code = 2,
    .severity = Severity::error,
    .summary = "a template cannot be a table",
    .explanation =
        "A table has one name and one list of columns, a template has none until it is used. Put the common "
        "columns into a base class (it may be a template) and derive one struct for each table.",
    .example =
        "template <class T> struct Log { DELTA_TABLE(\"a.log\"); T value; };\n"
        "// template <class T> struct LogColumns { T value; };\n"
        "// struct IntLog : LogColumns<int> { DELTA_TABLE(\"a.int_log\"); };",
    .prevents = "",
};

const RuleInfo kTableInFunction{
    .code = 3,
    .severity = Severity::error,
    .summary = "a table cannot be declared inside a function",
    .explanation =
        "No other code can name such a struct, and deltac does not read the bodies of functions. Move the "
        "struct to namespace scope.",
    .example = "void f() { struct Row { DELTA_TABLE(\"a.b\"); int id; }; }   // move Row out of f",
    .prevents = "",
};

const RuleInfo kTableOnUnnamedStruct{
    .code = 4,
    .severity = Severity::error,
    .summary = "a table's struct needs a name",
    .explanation = "References, messages and generated code name the struct of a table.",
    .example = "struct { DELTA_TABLE(\"a.b\"); int id; } row;   // struct Row { DELTA_TABLE(\"a.b\"); int id; };",
    .prevents = "",
};

const RuleInfo kTableInUnnamedNamespace{
    .code = 5,
    .severity = Severity::error,
    .summary = "a table cannot stand in an unnamed namespace",
    .explanation =
        "Every file that includes the header would have a struct of its own, and none that other code can "
        "name. Give the namespace a name.",
    .example = "namespace { struct Row { DELTA_TABLE(\"a.b\"); int id; }; }   // namespace detail { … }",
    .prevents = "",
};

const RuleInfo kTwoTables{
    .code = 6,
    .severity = Severity::error,
    .summary = "a struct is one table",
    .explanation =
        "A struct has one DELTA_TABLE. For two tables with the same columns, put the columns into a base "
        "class and derive two structs; for a table that got a new name, use renamed_from.",
    .example =
        "struct Row { DELTA_TABLE(\"a.b\"); DELTA_TABLE(\"a.c\"); int id; };\n"
        "// struct Columns { int id; };\n"
        "// struct B : Columns { DELTA_TABLE(\"a.b\"); };  struct C : Columns { DELTA_TABLE(\"a.c\"); };",
    .prevents = "",
};

const RuleInfo kTableOutsideStruct{
    .code = 7,
    .severity = Severity::error,
    .summary = "DELTA_TABLE stands outside of a struct",
    .explanation =
        "It goes into the body of the struct that is the table. A table that must not exist any more is "
        "named with DELTA_DROPPED, at namespace scope.",
    .example = "DELTA_TABLE(\"a.b\"); struct Row { int id; };   // struct Row { DELTA_TABLE(\"a.b\"); int id; };",
    .prevents = "",
};

const RuleInfo kTombstoneInStruct{
    .code = 8,
    .severity = Severity::error,
    .summary = "DELTA_DROPPED stands inside a struct",
    .explanation =
        "It says that a whole table must be gone and belongs to no struct: write it at namespace scope. A "
        "column that must be gone is named by the table option dropped(\"column\").",
    .example = "struct Row { DELTA_DROPPED(\"a.old\"); };   // DELTA_DROPPED(\"a.old\"); before or after the struct",
    .prevents = "",
};

const RuleInfo kNotADataMember{
    .code = 9,
    .severity = Severity::error,
    .summary = "DELTA stands on something that is no data member",
    .explanation =
        "DELTA describes the column that a data member is, and stands right behind the member's name. "
        "Methods, types, parameters and variables are no columns. Behind an array's or a function pointer's "
        "whole declarator it belongs to the type instead of the member.",
    .example =
        "int total() const DELTA(ignore);   // remove DELTA: a method is never a column\n"
        "int raw[4] DELTA(ignore);          // int raw DELTA(ignore) [4];",
    .prevents = "",
};

const RuleInfo kStaticMember{
    .code = 10,
    .severity = Severity::error,
    .summary = "DELTA stands on a static member",
    .explanation = "A static member belongs to no row and is never a column. Remove DELTA, or remove static.",
    .example = "static int count DELTA(ignore);   // static int count;",
    .prevents = "",
};

const RuleInfo kBitField{
    .code = 11,
    .severity = Severity::error,
    .summary = "a bit-field cannot be a column",
    .explanation =
        "Delta stores whole numbers of 8, 16, 32 or 64 bits, and C++ allows no attribute on a bit-field, "
        "so that it cannot be ignored either. Make it a plain member, or move bit-fields into a struct of "
        "their own whose member has DELTA(ignore).",
    .example = "int flags : 3;   // std::int8_t flags;",
    .prevents = "",
};

const RuleInfo kUnreadAnnotation{
    .code = 12,
    .severity = Severity::error,
    .summary = "an annotation stands where deltac cannot read it",
    .explanation =
        "deltac reads annotations of structs at namespace or class scope, no bodies of functions, and no "
        "namespace that a header opens which is not listed. An annotation that it cannot read is an "
        "error, so that none is lost in silence.",
    .example = "void f() { int x DELTA(ignore); }   // remove DELTA",
    .prevents = "",
};

const RuleInfo kNoTableStruct{
    .code = 13,
    .severity = Severity::warning,
    .summary = "DELTA on a member of a struct that is neither a table nor part of one",
    .explanation =
        "The options have no effect: the struct has no DELTA_TABLE, no table derives from it and no column "
        "of the listed headers has its type. Perhaps DELTA_TABLE was forgotten.",
    .example = "struct Order { int id DELTA(primary_key); };   // struct Order { DELTA_TABLE(\"a.orders\"); … };",
    .prevents = "",
};

const RuleInfo kOptionTwice{
    .code = 14,
    .severity = Severity::error,
    .summary = "an option that has one value is given twice",
    .explanation =
        "Keep the one that is meant. Options that may repeat are property, tag, check, dropped, "
        "foreign_key, unique(…) and renamed_from (newest first).",
    .example = "int id DELTA(name(\"a\"), name(\"b\"));   // int id DELTA(name(\"b\"), renamed_from(\"a\"));",
    .prevents = "",
};

const RuleInfo kNotALiteral{
    .code = 15,
    .severity = Severity::error,
    .summary = "an option's text is no string literal",
    .explanation =
        "deltac points at the exact byte of a text that is wrong, and reads what stands in the header, not "
        "what a program would compute. Adjacent literals and macros that give a literal are fine.",
    .example = "constexpr const char* kName = \"a.b\"; … DELTA_TABLE(kName);   // DELTA_TABLE(\"a.b\");",
    .prevents = "",
};

const RuleInfo kNotPlainText{
    .code = 16,
    .severity = Severity::error,
    .summary = "a text is not UTF-8, or holds a NUL byte",
    .explanation = "Delta's log is JSON, which is UTF-8. Save the header as UTF-8, and write no \\0 in a text.",
    .example = "comment(\"caf\\xe9\")   // comment(\"café\")",
    .prevents = "",
};

const RuleInfo kHeaderWithoutTable{
    .code = 17,
    .severity = Severity::warning,
    .summary = "a listed header declares no table",
    .explanation =
        "A header is listed for the tables that it declares itself: its own DELTA_TABLE and DELTA_DROPPED, "
        "not those of headers that it includes. Remove it from the list, or list the header that was meant.",
    .example = "delta_add_schema(shop HEADERS shop/all.hpp)   # HEADERS shop/orders.hpp shop/customers.hpp",
    .prevents = "",
};

const RuleInfo kHeadersClash{
    .code = 18,
    .severity = Severity::error,
    .summary = "two headers of one library cannot be included together",
    .explanation =
        "deltac parses all headers of a library in one unit. Each of these two is fine alone, but one "
        "defines what the other defines too, or leaves a macro behind that breaks it. Mend that, or put the "
        "two headers into two schemas.",
    .example = "// a.hpp: struct Row { … };   b.hpp: struct Row { … };   // namespace a { struct Row { … }; }",
    .prevents = "",
};

const RuleInfo kColumnOnlyOption{
    .code = 19,
    .severity = Severity::error,
    .summary = "an option of columns stands on a field of a nested struct",
    .explanation =
        "Only a table's own columns can be keys, be generated or counted, and have defaults, checks and "
        "tags. Fields of nested structs have name, type, comment, renamed_from, first, after, as_integer "
        "and ignore.",
    .example = "struct Line { int id DELTA(primary_key); };  struct Order { DELTA_TABLE(\"a.b\"); Line line; };",
    .prevents = "",
    .matrix = "V-DEF-05",
};

const RuleInfo kIgnoredWithOptions{
    .code = 20,
    .severity = Severity::error,
    .summary = "an ignored member has options of a column",
    .explanation = "DELTA(ignore) says that the member is no column, so that nothing else can be said of it.",
    .example = "int cache DELTA(ignore, default_value(\"0\"));   // int cache DELTA(ignore);",
    .prevents = "",
};

const RuleInfo kTwoPrimaryKeys{
    .code = 21,
    .severity = Severity::error,
    .summary = "a table has one primary key",
    .explanation =
        "It is given on the columns, DELTA(primary_key) on each of them in their order, or once on the "
        "table, primary_key(\"a\", \"b\"); not both ways.",
    .example = "DELTA_TABLE(\"a.b\", primary_key(\"id\")); int id DELTA(primary_key);   // keep one of the two",
    .prevents = "",
    .matrix = "V-KEY-02",
};

const RuleInfo kUnnamedMember{
    .code = 22,
    .severity = Severity::error,
    .summary = "a member without a name cannot be a column",
    .explanation =
        "A column needs a name, and so do the members of an unnamed struct or union inside a table's. Give "
        "the member a name.",
    .example = "struct { int x; int y; };   // struct Point { int x; int y; }; Point at;",
    .prevents = "",
};

const RuleInfo kEnumOption{
    .code = 23,
    .severity = Severity::error,
    .summary = "an option of enums stands on a column of another type",
    .explanation =
        "as_integer and check_values say how an enum is stored. check_values needs a column that is an enum "
        "or an optional one: Delta cannot check the elements of an array or map.",
    .example = "std::string status DELTA(check_values);   // Status status DELTA(check_values);",
    .prevents = "",
};

const RuleInfo kUnknownOption{
    .code = 24,
    .severity = Severity::error,
    .summary = "there is no such option",
    .explanation =
        "Options of tables: check, cluster_by, comment, dropped, foreign_key, location, owns_columns, "
        "partition_by, primary_key, property, renamed_from, tag, unique. Options of columns: after, "
        "as_integer, check, check_values, comment, default_value, first, generated, identity, "
        "identity_by_default, ignore, name, primary_key, references, renamed_from, tag, type, unique. "
        "Where a macro is called check, write check_constraint.",
    .example = "int id DELTA(primray_key);   // int id DELTA(primary_key);",
    .prevents = "",
};

const RuleInfo kWrongOption{
    .code = 25,
    .severity = Severity::error,
    .summary = "an option of tables stands on a column, or one of columns on a table",
    .explanation =
        "What concerns one column stands behind its member, what concerns the table in DELTA_TABLE. "
        "primary_key and unique stand on a column without arguments, and on a table with the names of their "
        "columns.",
    .example = "int day DELTA(cluster_by(\"day\"));   // DELTA_TABLE(\"a.b\", cluster_by(\"day\")); int day;",
    .prevents = "",
};

const RuleInfo kMacroLeft{
    .code = 26,
    .severity = Severity::error,
    .summary = "a macro that one header leaves defined changes the tables of another",
    .explanation =
        "deltac parses all headers of a library in one unit, and so does every source that includes both: there "
        "the second header has another table than alone. Undefine the macro at the end of the header that "
        "defines it, or include that header where its macro is meant.",
    .example = "// a.hpp: #define WIDE   b.hpp: #ifdef WIDE …   // end a.hpp with #undef WIDE",
    .prevents = "",
};

const RuleInfo kWrongArguments{
    .code = 27,
    .severity = Severity::error,
    .summary = "an option has arguments that it does not take",
    .explanation =
        "Names, expressions and values are texts: they stand in quotes, numbers and names of members too. "
        "check, property and tag take two texts, cluster_by and partition_by one or more, most others one. "
        "as_integer, check_values, first, ignore and owns_columns stand without parentheses, and so do "
        "primary_key and unique on a column.",
    .example =
        "int n DELTA(default_value(1));                // int n DELTA(default_value(\"1\"));\n"
        "DELTA_TABLE(\"a.b\", cluster_by(day));           // cluster_by(\"day\")\n"
        "DELTA_TABLE(\"a.b\", check(\"total > 0\"));      // check(\"positive\", \"total > 0\")",
    .prevents = "",
};

const RuleInfo kTooManyOptions{
    .code = 28,
    .severity = Severity::error,
    .summary = "an annotation has more than 32 options",
    .explanation =
        "The preprocessor takes an annotation apart, and does so up to this number. Checks and tags of one "
        "column stand behind its member; a member may have a second DELTA(…) behind the first.",
    .example = "DELTA_TABLE(\"a.b\", check(…), check(…), …);   // int total DELTA(check(\"positive\", \"total > 0\"));",
    .prevents = "",
};

const RuleInfo kReferenceToNoStruct{
    .code = 29,
    .severity = Severity::error,
    .summary = "a reference names a type that can never be a table",
    .explanation =
        "references<T> and foreign_key<T> name the struct of another table, one with a DELTA_TABLE; not the "
        "type of the column.",
    .example = "int customer DELTA(references<int>);   // int customer DELTA(references<Customer>);",
    .prevents = "",
};

const RuleInfo kFlagLeftOut{
    .code = 30,
    .severity = Severity::warning,
    .summary = "clang, which reads the headers, does not know a flag of the library's compiler",
    .explanation =
        "The flags behind -- are those of the compiler that builds the library. What another compiler alone "
        "knows is left out where it concerns the processor; macros that it defines (__AVX2__ and the like) "
        "are missing then. If the headers' tables depend on them, define them with -D. Any other such flag "
        "is an error: leave it out of what is passed to deltac.",
    .example = "deltac compile … -- -march=lujiazui   # leave it out, or name a processor that clang knows",
    .prevents = "",
};

const RuleInfo kJudgedLater{
    .code = 31,
    .severity = Severity::note,
    .summary = "a table is judged in full once the errors in its declaration are gone",
    .explanation =
        "With an option that cannot be read, or an error of C++ in its struct, in a base class or in the "
        "struct of a member, it is not known what the table is. Rules that look at the whole of it (its "
        "keys, its layout, its expressions) wait until it is; the other tables are judged in this run.",
    .example =
        "struct Row { DELTA_TABLE(\"a.b\", clusterby(\"day\"), primary_key(\"id\")); … };\n"
        "// mend clusterby first: what is said of the key waits for it",
    .prevents = "",
};

}  // namespace declaration

std::span<const RuleInfo* const> declaration_rules() {
  using namespace declaration;
  static constexpr const RuleInfo* rules[] = {
      &kTableOnUnion,   &kTableOnTemplate,    &kTableInFunction,   &kTableOnUnnamedStruct, &kTableInUnnamedNamespace,
      &kTwoTables,      &kTableOutsideStruct, &kTombstoneInStruct, &kNotADataMember,       &kStaticMember,
      &kBitField,       &kUnreadAnnotation,   &kNoTableStruct,     &kOptionTwice,          &kNotALiteral,
      &kNotPlainText,   &kHeaderWithoutTable, &kHeadersClash,      &kColumnOnlyOption,     &kIgnoredWithOptions,
      &kTwoPrimaryKeys, &kUnnamedMember,      &kEnumOption,        &kUnknownOption,        &kWrongOption,
      &kMacroLeft,      &kWrongArguments,     &kTooManyOptions,    &kReferenceToNoStruct,  &kFlagLeftOut,
      &kJudgedLater,
  };
  return rules;
}

}  // namespace delta::rules
