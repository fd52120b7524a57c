#pragma once
#include <clang/AST/Type.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/context.hpp"
#include "extract/option_forms.hpp"

namespace clang {
class CallExpr;
class Decl;
class Expr;
class StaticAssertDecl;
}  // namespace clang

namespace deltac::extract {

/// The word for a struct of delta::options; empty when it is none.
std::string_view option_word_of_type(std::string_view type);

/// One option as it stands in an annotation: `property("k", "v")`.
struct Option {
  OptionKind kind = OptionKind::ignore;
  delta::SourceSpan span;                   ///< its name
  std::vector<delta::LocatedText> texts;    ///< its string arguments
  std::vector<delta::LocatedText> targets;  ///< of foreign_key: the arguments of `.to`
  std::int64_t start = 1;                   ///< of identity
  std::int64_t step = 1;
  clang::QualType table;  ///< of references and foreign_key
};

/// A DELTA_TABLE, DELTA_VIEW or DELTA_DROPPED.
struct TableAnnotation {
  const clang::CallExpr* call = nullptr;
  bool tombstone = false;
  bool view = false;
  clang::SourceLocation where;
};

/// What a static_assert annotates, if our macros wrote it.
std::optional<TableAnnotation> table_annotation(const clang::StaticAssertDecl& declaration);

/// The name in a DELTA_TABLE or DELTA_DROPPED; nothing when it is no literal, which is then reported.
std::optional<delta::LocatedText> annotated_name(const TableAnnotation& annotation, Context& context);

/// The query of a DELTA_VIEW; nothing when it is no literal, which is then reported.
std::optional<delta::LocatedText> annotated_query(const TableAnnotation& annotation, Context& context);

/// The options of a DELTA_TABLE or DELTA_VIEW. One with an argument that is no literal is reported and left out.
std::vector<Option> table_options(const TableAnnotation& annotation, Context& context);

/// True if a declaration carries DELTA; `where` is then the macro's place.
bool has_column_annotation(const clang::Decl& declaration, clang::SourceLocation* where = nullptr);

/// The options of every DELTA on a declaration, in order.
std::vector<Option> column_options(const clang::Decl& declaration, Context& context);

}  // namespace deltac::extract
