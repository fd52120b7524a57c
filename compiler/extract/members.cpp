#include "extract/members.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/RawCommentList.h>
#include <clang/Basic/SourceManager.h>
#include <fmt/format.h>
#include <llvm/ADT/StringExtras.h>

#include <algorithm>

#include "delta/sql/type_text.hpp"
#include "delta/sql/values_check.hpp"
#include "extract/doc_comment.hpp"
#include "extract/utf8_text.hpp"

namespace deltac::extract {
namespace {

namespace declaration = delta::rules::declaration;
namespace cpp_type = delta::rules::cpp_type;
using clang::QualType;
using delta::Field;
using delta::LocatedText;
using delta::SourceSpan;
using llvm::dyn_cast;

const Option* find(const std::vector<Option>& options, OptionKind kind) {
  const auto found = std::ranges::find(options, kind, &Option::kind);
  return found != options.end() ? &*found : nullptr;
}

bool may_repeat(OptionKind kind) {
  return kind == OptionKind::renamed_from || kind == OptionKind::check || kind == OptionKind::tag ||
         kind == OptionKind::references;
}

bool is_for_columns_only(OptionKind kind) {
  switch (kind) {
    case OptionKind::after:
    case OptionKind::as_integer:
    case OptionKind::comment:
    case OptionKind::first:
    case OptionKind::ignore:
    case OptionKind::name:
    case OptionKind::renamed_from:
    case OptionKind::type: return false;
    default: return true;
  }
}

/// The structs whose members a struct has, bases first; a virtual base once. Classes of the standard library hold
/// nothing that a table could store.
void with_bases(const clang::CXXRecordDecl& record, std::vector<const clang::CXXRecordDecl*>& all) {
  for (const clang::CXXBaseSpecifier& base : record.bases()) {
    const clang::CXXRecordDecl* type = base.getType()->getAsCXXRecordDecl();
    if (type == nullptr || in_namespace_std(*type)) continue;
    type = type->getDefinition();
    if (type == nullptr) continue;
    if (base.isVirtual() && std::ranges::find(all, type) != all.end()) continue;
    with_bases(*type, all);
  }
  all.push_back(&record);
}

std::vector<std::string> enum_literals(const clang::EnumDecl& type, bool as_integer) {
  std::vector<std::string> literals;
  for (const clang::EnumConstantDecl* value : type.enumerators()) {
    std::string literal = as_integer ? llvm::toString(value->getInitVal(), 10)
                                     : delta::sql::quote_string(std::string_view(value->getName()));
    if (std::ranges::find(literals, literal) == literals.end()) literals.push_back(std::move(literal));
  }
  return literals;
}

}  // namespace

MemberReader::MemberReader(Context& context)
    : context_(context), types_(context, [this](const clang::CXXRecordDecl& record) { return read_fields(record); }) {}

void MemberReader::read_columns(const clang::CXXRecordDecl& record, delta::Table& table) {
  std::vector<const clang::CXXRecordDecl*> all;
  with_bases(record, all);
  ColumnKey key;
  types_.open(record);
  for (const clang::CXXRecordDecl* part : all) add_columns(*part, table, key);
  types_.close();
  if (key.columns.empty()) return;
  if (table.primary_key) {
    context_.report(declaration::kTwoPrimaryKeys, key.span, "the table has a primary key already",
                    "give it on the table or on the columns, not both", {{table.primary_key->span, "given here"}});
    return;
  }
  table.primary_key = delta::Key{{}, std::move(key.columns), key.span};
}

void MemberReader::add_columns(const clang::CXXRecordDecl& record, delta::Table& table, ColumnKey& key) {
  see(record);
  for (const clang::FieldDecl* member : record.fields()) read_column(*member, table, key);
}

std::optional<std::vector<Field>> MemberReader::read_fields(const clang::CXXRecordDecl& record) {
  std::vector<const clang::CXXRecordDecl*> all;
  with_bases(record, all);
  std::vector<Field> fields;
  bool complete = true;
  for (const clang::CXXRecordDecl* part : all) complete = add_fields(*part, fields) && complete;
  if (!complete) return std::nullopt;
  return fields;
}

bool MemberReader::add_fields(const clang::CXXRecordDecl& record, std::vector<Field>& fields) {
  see(record);
  const bool is_table = std::ranges::any_of(record.decls(), [](const clang::Decl* part) {
    const auto* assertion = dyn_cast<clang::StaticAssertDecl>(part);
    return assertion != nullptr && table_annotation(*assertion).has_value();
  });
  bool complete = true;
  for (const clang::FieldDecl* member : record.fields()) {
    const auto options = stored_member(*member);
    if (!options) continue;
    if (!is_table) report_column_only(*options);  // a struct that is a table too may say more
    Field field;
    complete = read_field(*member, *options, field, nullptr) && complete;
    fields.push_back(std::move(field));
  }
  return complete;
}

std::optional<std::vector<Option>> MemberReader::stored_member(const clang::FieldDecl& member) {
  std::vector<Option> options = column_options(member, context_);
  // What clang refuses is reported, and such a member's type or options are not what its user wrote.
  if (member.isUnnamedBitField() || member.isInvalidDecl() || has_refused_annotation(member)) return std::nullopt;
  const Option* ignored = find(options, OptionKind::ignore);
  if (ignored != nullptr) {
    if (options.size() > 1) {
      const Option& other = options.front().kind == OptionKind::ignore ? options[1] : options.front();
      context_.report(declaration::kIgnoredWithOptions, other.span,
                      other.kind == OptionKind::ignore
                          ? "ignore is given twice"
                          : fmt::format("'{}' is ignored, so that {} says nothing of it",
                                        std::string_view(member.getName()), option_word(other.kind)),
                      "remove one of the two");
    }
    return std::nullopt;
  }
  if (member.getName().empty()) {
    context_.report(declaration::kUnnamedMember, context_.places.token(member.getLocation()),
                    "a member without a name cannot be a column", "give it a name");
    return std::nullopt;
  }
  if (member.isBitField()) {
    context_.report(declaration::kBitField, context_.places.token(member.getLocation()),
                    fmt::format("'{}' is a bit-field and cannot be a column", std::string_view(member.getName())),
                    "make it a plain member");
    return std::nullopt;
  }
  report_repeated(options);
  return options;
}

bool MemberReader::has_refused_annotation(const clang::FieldDecl& member) const {
  const clang::SourceManager& sources = context_.ast.getSourceManager();
  const auto [file, begin] = sources.getDecomposedLoc(sources.getFileLoc(member.getLocation()));
  const unsigned length = static_cast<unsigned>(sources.getBufferData(file).substr(begin).find(';'));
  return std::ranges::any_of(context_.refused, [&, file = file, begin = begin](const RefusedAnnotation& annotation) {
    const auto [other, offset] = sources.getDecomposedLoc(annotation.where);
    return other == file && offset > begin && offset - begin < length;
  });
}

void MemberReader::report_repeated(const std::vector<Option>& options) {
  for (std::size_t i = 1; i < options.size(); ++i) {
    const bool placed = options[i].kind == OptionKind::first || options[i].kind == OptionKind::after;
    for (std::size_t j = 0; j < i; ++j) {
      const bool placed_before = options[j].kind == OptionKind::first || options[j].kind == OptionKind::after;
      const bool same = options[j].kind == options[i].kind && !may_repeat(options[i].kind);
      if (!same && !(placed && placed_before)) continue;
      context_.report(declaration::kOptionTwice, options[i].span,
                      same ? fmt::format("{} is given twice", option_word(options[i].kind))
                           : std::string("first and after both say where the column goes"),
                      "keep one of them", {{options[j].span, "given here"}});
      break;
    }
  }
}

void MemberReader::report_column_only(const std::vector<Option>& options) {
  for (const Option& option : options) {
    if (!is_for_columns_only(option.kind)) continue;
    context_.report(
        declaration::kColumnOnlyOption, option.span,
        fmt::format("{} is for columns of a table, and this is a field of a nested struct", option_word(option.kind)),
        "remove it, or make the field a column");
  }
}

bool MemberReader::read_type(const clang::FieldDecl& member, const std::vector<Option>& options, Field& field,
                             const clang::EnumDecl** enumeration) {
  const Option* integer = find(options, OptionKind::as_integer);
  if (const Option* given = find(options, OptionKind::type)) {
    auto type = delta::sql::parse_type(given->texts.front().value);
    if (!type) {
      const std::size_t offset = type.error().offset;
      const std::size_t rest = given->texts.front().value.size() - std::min(offset, given->texts.front().value.size());
      context_.report(cpp_type::kBadTypeText, given->texts.front().at(offset, std::max<std::size_t>(rest, 1)),
                      "this is no type: " + type.error().message, "write a type of Spark's SQL, such as DECIMAL(18,2)");
      return false;
    }
    field.type = *std::move(type);
    field.type_span = given->texts.front().span;
    field.nullable = TypeMapper::is_optional(member.getType());
    return true;
  }
  bool met_enum = false;
  const TypeUse use{.span = field.type_span,
                    .member = member.getName().str(),
                    .role = context_.trail.empty() ? "column" : "field",
                    .enums_as_integers = integer != nullptr,
                    .met_enum = &met_enum};
  auto mapped = types_.map(member.getType(), use);
  if (!mapped) return false;
  field.type = std::move(mapped->type);
  field.nullable = mapped->nullable;
  if (enumeration != nullptr) *enumeration = mapped->enumeration;
  if (integer != nullptr && !met_enum) {
    context_.report(declaration::kEnumOption, integer->span,
                    fmt::format("as_integer is for enums, and '{}' is none", use.member), "remove it");
  }
  return true;
}

bool MemberReader::read_field(const clang::FieldDecl& member, const std::vector<Option>& options, Field& field,
                              const clang::EnumDecl** enumeration) {
  field.name = delta::Identifier(member.getName().str());
  field.span = context_.places.token(member.getLocation());
  const clang::TypeSourceInfo* type = member.getTypeSourceInfo();
  field.type_span = type != nullptr ? context_.places.range(type->getTypeLoc().getSourceRange()) : field.span;
  const bool mapped = read_type(member, options, field, enumeration);
  const Option* comment = find(options, OptionKind::comment);
  field.comment = comment != nullptr ? comment->texts.front().value : doc_comment(member);
  for (const Option& option : options) {
    switch (option.kind) {
      case OptionKind::name:
        field.name = delta::Identifier(option.texts.front().value);
        field.span = option.texts.front().span;
        break;
      case OptionKind::renamed_from: field.renamed_from.push_back(option.texts.front()); break;
      case OptionKind::first: field.position.place = delta::Position::Place::first; break;
      case OptionKind::after: field.position = {delta::Position::Place::after, option.texts.front()}; break;
      default: break;
    }
  }
  return mapped;
}

void MemberReader::read_column(const clang::FieldDecl& member, delta::Table& table, ColumnKey& key) {
  const auto options = stored_member(member);
  if (!options) return;
  delta::Column column;
  const clang::EnumDecl* enumeration = nullptr;
  read_field(member, *options, column, &enumeration);
  for (const Option& option : *options) {
    if (option.kind == OptionKind::check_values) {
      add_values_check(option, column, enumeration, find(*options, OptionKind::as_integer) != nullptr, table);
    } else {
      apply_column_option(option, column, table, key);
    }
  }
  table.columns.push_back(std::move(column));
}

void MemberReader::apply_column_option(const Option& option, delta::Column& column, delta::Table& table,
                                       ColumnKey& key) {
  const LocatedText name(column.name.text(), column.span);
  switch (option.kind) {
    case OptionKind::default_value: column.default_value = option.texts.front(); break;
    case OptionKind::generated: column.generated = option.texts.front(); break;
    case OptionKind::identity:
    case OptionKind::identity_by_default:
      column.identity =
          delta::Identity{option.start, option.step, option.kind == OptionKind::identity_by_default, option.span};
      break;
    case OptionKind::tag: column.tags.push_back({option.texts[0], option.texts[1]}); break;
    case OptionKind::check: table.checks.push_back({option.texts[0], option.texts[1]}); break;
    case OptionKind::unique: table.unique.push_back({{}, {name}, option.span}); break;
    case OptionKind::primary_key:
      if (key.columns.empty()) key.span = option.span;
      key.columns.push_back(name);
      break;
    case OptionKind::references:
      table.foreign_keys.push_back({{}, {name}, qualified_name(option.table), option.texts, {}, option.span});
      break;
    default: break;
  }
}

void MemberReader::add_values_check(const Option& option, const delta::Column& column,
                                    const clang::EnumDecl* enumeration, bool as_integer, delta::Table& table) {
  if (enumeration == nullptr) {
    context_.report(declaration::kEnumOption, option.span,
                    fmt::format("check_values is for columns that are enums, and '{}' is none", column.name.text()),
                    "remove it, or write a check of your own");
    return;
  }
  const std::vector<std::string> literals = enum_literals(*enumeration, as_integer);
  table.checks.push_back({LocatedText(column.name.text() + "_values", option.span),
                          LocatedText(delta::sql::values_check(column.name, literals), option.span)});
}

std::string MemberReader::doc_comment(const clang::Decl& declaration) {
  const clang::RawComment* comment = context_.ast.getRawCommentForDeclNoCache(&declaration);
  if (comment == nullptr) return {};
  const std::string_view raw = comment->getRawText(context_.ast.getSourceManager());
  if (is_plain_utf8(raw)) return doc_comment_text(raw);
  context_.report(declaration::kNotPlainText, context_.places.token(comment->getBeginLoc()),
                  "this doc comment is not UTF-8", "save the header as UTF-8");
  return {};
}

std::string MemberReader::qualified_name(QualType type) {
  const QualType canonical = type.getCanonicalType();
  const bool plain = !canonical.hasLocalQualifiers();
  if (plain) {
    if (const auto known = names_.find(canonical.getTypePtr()); known != names_.end()) return known->second;
  }
  clang::PrintingPolicy policy(context_.ast.getLangOpts());
  policy.adjustForCPlusPlus();
  policy.FullyQualifiedName = true;
  policy.AnonymousTagLocations = false;
  std::string name = canonical.getAsString(policy);
  const bool unnamed = name.find("(unnamed") != std::string::npos || name.find("(anonymous") != std::string::npos ||
                       name.find("(lambda") != std::string::npos;
  if (unnamed) name.clear();
  if (plain) names_.try_emplace(canonical.getTypePtr(), name);
  return name;
}

void MemberReader::see(const clang::CXXRecordDecl& record) {
  read_.insert(&record);
  if (const clang::CXXRecordDecl* pattern = record.getTemplateInstantiationPattern()) read_.insert(pattern);
  const auto [entry, is_new] = seen_.try_emplace(&record);
  if (!is_new) return;
  delta::SeenStruct& seen = entry->second;
  seen.type = qualified_name(QualType(record.getTypeForDecl(), 0));
  seen.header = context_.places.file(record.getLocation());
  for (const clang::FieldDecl* member : record.fields()) {
    if (member->getName().empty() || member->isBitField()) continue;
    const auto options = column_options(*member, context_);
    if (find(options, OptionKind::ignore) != nullptr) continue;
    std::string type = qualified_name(member->getType());
    if (!type.empty()) seen.members.push_back({member->getName().str(), std::move(type)});
  }
}

bool MemberReader::was_read(const clang::CXXRecordDecl& record) const { return read_.contains(&record); }

std::vector<delta::SeenStruct> MemberReader::seen_structs() const {
  std::vector<delta::SeenStruct> all;
  for (const auto& [record, seen] : seen_) {
    if (!seen.type.empty() && !seen.members.empty()) all.push_back(seen);
  }
  std::ranges::sort(all, {}, &delta::SeenStruct::type);
  const auto repeats = std::ranges::unique(all, {}, &delta::SeenStruct::type);
  all.erase(repeats.begin(), repeats.end());
  return all;
}

}  // namespace deltac::extract
