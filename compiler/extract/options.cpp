#include "extract/options.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/ExprCXX.h>
#include <clang/Basic/SourceManager.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "extract/types.hpp"
#include "extract/utf8_text.hpp"

namespace deltac::extract {
namespace {

namespace declaration = delta::rules::declaration;
using clang::CallExpr;
using clang::Expr;
using delta::LocatedText;
using llvm::dyn_cast;
using llvm::isa;

struct OptionRow {
  std::string_view type;  ///< the struct in delta::options
  OptionKind kind;
};

/// Sorted by type.
constexpr std::array kOptions{
    OptionRow{"after", OptionKind::after},
    OptionRow{"as_integer_t", OptionKind::as_integer},
    OptionRow{"check_constraint", OptionKind::check},
    OptionRow{"check_values_t", OptionKind::check_values},
    OptionRow{"cluster_by", OptionKind::cluster_by},
    OptionRow{"comment", OptionKind::comment},
    OptionRow{"default_value", OptionKind::default_value},
    OptionRow{"dropped", OptionKind::dropped},
    OptionRow{"first_t", OptionKind::first},
    OptionRow{"foreign_key", OptionKind::foreign_key},
    OptionRow{"foreign_key_to", OptionKind::foreign_key},
    OptionRow{"generated", OptionKind::generated},
    OptionRow{"identity_by_default_numbers", OptionKind::identity_by_default},
    OptionRow{"identity_by_default_t", OptionKind::identity_by_default},
    OptionRow{"identity_numbers", OptionKind::identity},
    OptionRow{"identity_t", OptionKind::identity},
    OptionRow{"ignore_t", OptionKind::ignore},
    OptionRow{"location", OptionKind::location},
    OptionRow{"name", OptionKind::name},
    OptionRow{"owns_columns_t", OptionKind::owns_columns},
    OptionRow{"partition_by", OptionKind::partition_by},
    OptionRow{"primary_key_columns", OptionKind::primary_key},
    OptionRow{"primary_key_t", OptionKind::primary_key},
    OptionRow{"property", OptionKind::property},
    OptionRow{"reference_to_column", OptionKind::references},
    OptionRow{"references_t", OptionKind::references},
    OptionRow{"renamed_from", OptionKind::renamed_from},
    OptionRow{"tag", OptionKind::tag},
    OptionRow{"type", OptionKind::type},
    OptionRow{"unique_columns", OptionKind::unique},
    OptionRow{"unique_t", OptionKind::unique},
};
static_assert(std::ranges::is_sorted(kOptions, {}, &OptionRow::type));

const OptionRow* option_row(llvm::StringRef type) {
  const auto found = std::ranges::lower_bound(kOptions, std::string_view(type), {}, &OptionRow::type);
  return found != kOptions.end() && found->type == std::string_view(type) ? &*found : nullptr;
}

/// Through what a compiler adds to an expression: conversions, copies, temporaries, constant wrappers.
const Expr* written(const Expr* expr) {
  while (expr != nullptr) {
    expr = expr->IgnoreParenImpCasts();
    if (const auto* constant = dyn_cast<clang::ConstantExpr>(expr)) {
      expr = constant->getSubExpr();
    } else if (const auto* cleanups = dyn_cast<clang::ExprWithCleanups>(expr)) {
      expr = cleanups->getSubExpr();
    } else if (const auto* temporary = dyn_cast<clang::MaterializeTemporaryExpr>(expr)) {
      expr = temporary->getSubExpr();
    } else if (const auto* bound = dyn_cast<clang::CXXBindTemporaryExpr>(expr)) {
      expr = bound->getSubExpr();
    } else if (const auto* copy = dyn_cast<clang::CXXConstructExpr>(expr);
               copy != nullptr && copy->getConstructor()->isCopyOrMoveConstructor() && copy->getNumArgs() == 1) {
      expr = copy->getArg(0);
    } else {
      return expr;
    }
  }
  return nullptr;
}

bool is_detail_function(const CallExpr& call, llvm::StringRef name) {
  const clang::FunctionDecl* callee = call.getDirectCallee();
  if (callee == nullptr || callee->getIdentifier() == nullptr || callee->getName() != name) return false;
  const auto* detail = dyn_cast<clang::NamespaceDecl>(callee->getDeclContext()->getEnclosingNamespaceContext());
  if (detail == nullptr || detail->getName() != "detail") return false;
  const auto* delta = dyn_cast<clang::NamespaceDecl>(detail->getDeclContext());
  return delta != nullptr && delta->getName() == "delta";
}

/// The token by which a user names an option.
clang::SourceLocation name_location(const Expr& expr) {
  if (const auto* reference = dyn_cast<clang::DeclRefExpr>(&expr)) return reference->getLocation();
  clang::TypeSourceInfo* type = nullptr;
  if (const auto* object = dyn_cast<clang::CXXTemporaryObjectExpr>(&expr)) type = object->getTypeSourceInfo();
  if (const auto* cast = dyn_cast<clang::ExplicitCastExpr>(&expr)) type = cast->getTypeInfoAsWritten();
  if (type == nullptr) return expr.getExprLoc();
  clang::TypeLoc location = type->getTypeLoc();
  if (const auto elaborated = location.getAs<clang::ElaboratedTypeLoc>()) location = elaborated.getNamedTypeLoc();
  return location.getBeginLoc();
}

/// An option's object, the call that made it, and the arguments of each.
struct OptionExpr {
  const Expr* named = nullptr;  ///< the expression that names the option
  llvm::SmallVector<const Expr*, 4> arguments;
  llvm::SmallVector<const Expr*, 4> targets;
};

OptionExpr take_apart(const Expr* expr) {
  OptionExpr parts;
  expr = written(expr);
  if (const auto* to = dyn_cast<clang::CXXMemberCallExpr>(expr)) {
    parts.targets.append(to->arg_begin(), to->arg_end());
    expr = written(to->getImplicitObjectArgument());
  }
  if (const auto* call = dyn_cast<clang::CXXOperatorCallExpr>(expr)) {
    parts.arguments.append(call->arg_begin() + 1, call->arg_end());
    parts.named = written(call->getArg(0));
    return parts;
  }
  parts.named = expr;
  const Expr* made = expr;
  if (const auto* cast = dyn_cast<clang::CXXFunctionalCastExpr>(expr)) made = cast->getSubExpr()->IgnoreImplicit();
  if (const auto* construct = dyn_cast<clang::CXXConstructExpr>(made)) {
    parts.arguments.append(construct->arg_begin(), construct->arg_end());
  }
  return parts;
}

std::optional<LocatedText> read_text(const Expr* expr, Context& context) {
  const auto* literal = dyn_cast<clang::StringLiteral>(written(expr));
  if (literal == nullptr || literal->getCharByteWidth() != 1) {
    context.report(declaration::kNotALiteral, context.places.range(expr->getSourceRange()),
                   "this text must be a string literal", "write it here, in quotes");
    return std::nullopt;
  }
  LocatedText text = context.places.text(*literal);
  if (!is_plain_utf8(text.value)) {
    const bool nul = text.value.find('\0') != std::string::npos;
    context.report(declaration::kNotPlainText, text.span, nul ? "this text holds a NUL byte" : "this text is not UTF-8",
                   nul ? "leave \\0 out" : "save the header as UTF-8");
    return std::nullopt;
  }
  return text;
}

std::int64_t read_number(const Expr* expr, const Context& context) {
  Expr::EvalResult result;
  return expr->EvaluateAsInt(result, context.ast) ? result.Val.getInt().getExtValue() : 0;
}

/// The T of references<T> and foreign_key<T>.
clang::QualType named_table(const clang::CXXRecordDecl& option) {
  const auto* made = dyn_cast<clang::ClassTemplateSpecializationDecl>(&option);
  return made != nullptr ? made->getTemplateArgs()[0].getAsType() : clang::QualType();
}

/// True for a struct of the user's. One that is only declared here may be a table elsewhere.
bool may_be_table(clang::QualType type) {
  if (type->isDependentType()) return true;
  const clang::CXXRecordDecl* record = type->getAsCXXRecordDecl();
  return record != nullptr && !record->isUnion() && !in_namespace_std(*record);
}

bool read_texts(llvm::ArrayRef<const Expr*> arguments, std::vector<LocatedText>& texts, Context& context) {
  bool complete = true;
  for (const Expr* argument : arguments) {
    auto text = read_text(argument, context);
    if (text) texts.push_back(*std::move(text));
    complete = complete && text.has_value();
  }
  return complete;
}

std::optional<Option> read_option(const Expr* expr, Context& context) {
  if (expr->containsErrors()) return std::nullopt;  // clang refuses it, and that is reported
  const clang::CXXRecordDecl* record = expr->getType()->getAsCXXRecordDecl();
  const OptionRow* row = record != nullptr ? option_row(record->getName()) : nullptr;
  if (row == nullptr) return std::nullopt;
  const OptionExpr parts = take_apart(expr);
  Option option;
  option.kind = row->kind;
  option.span = context.places.token(name_location(*parts.named));
  option.table = named_table(*record);
  if (!option.table.isNull() && !may_be_table(option.table)) {
    context.report(declaration::kReferenceToNoStruct, option.span,
                   fmt::format("{} names {}, which can never be a table", option_word(option.kind),
                               option.table.getAsString(context.ast.getPrintingPolicy())),
                   fmt::format("name the other table's struct: {}", option_form(option.kind).example));
    return std::nullopt;
  }
  if (option.kind == OptionKind::identity || option.kind == OptionKind::identity_by_default) {
    if (parts.arguments.size() == 2) {
      option.start = read_number(parts.arguments[0], context);
      option.step = read_number(parts.arguments[1], context);
    }
    return option;
  }
  const bool complete = read_texts(parts.arguments, option.texts, context);
  const bool targets_complete = read_texts(parts.targets, option.targets, context);
  if (!complete || !targets_complete) return std::nullopt;
  return option;
}

std::vector<Option> read_options(const CallExpr& call, unsigned first, Context& context) {
  std::vector<Option> options;
  for (unsigned i = first; i < call.getNumArgs(); ++i) {
    if (auto option = read_option(call.getArg(i), context)) options.push_back(*std::move(option));
  }
  return options;
}

const CallExpr* column_call(const clang::AlignedAttr& attribute) {
  if (!attribute.isAlignmentExpr() || !attribute.getLocation().isMacroID()) return nullptr;
  const auto* call = dyn_cast<CallExpr>(written(attribute.getAlignmentExpr()));
  return call != nullptr && is_detail_function(*call, "column") ? call : nullptr;
}

}  // namespace

std::string_view option_word_of_type(std::string_view type) {
  const OptionRow* row = option_row(type);
  return row != nullptr ? option_word(row->kind) : std::string_view();
}

std::optional<TableAnnotation> table_annotation(const clang::StaticAssertDecl& declaration) {
  if (!declaration.getLocation().isMacroID()) return std::nullopt;
  const auto* call = dyn_cast_or_null<CallExpr>(written(declaration.getAssertExpr()));
  if (call == nullptr || call->getNumArgs() == 0 || call->getArg(0)->containsErrors()) return std::nullopt;
  const bool tombstone = is_detail_function(*call, "tombstone");
  const bool view = is_detail_function(*call, "view");
  if (!tombstone && !view && !is_detail_function(*call, "table")) return std::nullopt;
  return TableAnnotation{call, tombstone, view, declaration.getLocation()};
}

std::optional<LocatedText> annotated_name(const TableAnnotation& annotation, Context& context) {
  return read_text(annotation.call->getArg(0), context);
}

std::optional<LocatedText> annotated_query(const TableAnnotation& annotation, Context& context) {
  return read_text(annotation.call->getArg(1), context);
}

std::vector<Option> table_options(const TableAnnotation& annotation, Context& context) {
  return read_options(*annotation.call, annotation.view ? 2 : 1, context);
}

bool has_column_annotation(const clang::Decl& declaration, clang::SourceLocation* where) {
  if (!declaration.hasAttrs()) return false;
  for (const auto* attribute : declaration.specific_attrs<clang::AlignedAttr>()) {
    if (column_call(*attribute) == nullptr) continue;
    if (where != nullptr) *where = attribute->getLocation();
    return true;
  }
  return false;
}

std::vector<Option> column_options(const clang::Decl& declaration, Context& context) {
  std::vector<Option> options;
  if (!declaration.hasAttrs()) return options;
  for (const auto* attribute : declaration.specific_attrs<clang::AlignedAttr>()) {
    const CallExpr* call = column_call(*attribute);
    if (call == nullptr) continue;
    context.macros.mark_read(Annotation::column, attribute->getLocation());
    std::vector<Option> more = read_options(*call, 0, context);
    options.insert(options.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return options;
}

}  // namespace deltac::extract
