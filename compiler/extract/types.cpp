#include "extract/types.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <fmt/format.h>

#include <algorithm>

namespace deltac::extract {
namespace {

namespace cpp_type = delta::rules::cpp_type;
using clang::BuiltinType;
using clang::QualType;
using delta::DataType;
using delta::TypeKind;
using llvm::dyn_cast;

Mapped scalar(TypeKind kind) { return {.type = DataType::of(kind)}; }

/// The integer type of so many bits.
TypeKind integer_kind(unsigned bits) {
  return bits <= 8    ? TypeKind::tinyint
         : bits <= 16 ? TypeKind::smallint
         : bits <= 32 ? TypeKind::integer
                      : TypeKind::bigint;
}

std::string_view cpp_integer(unsigned bits) {
  return bits <= 8 ? "std::int8_t" : bits <= 16 ? "std::int16_t" : bits <= 32 ? "std::int32_t" : "std::int64_t";
}

bool in_namespace_delta(const clang::CXXRecordDecl& record) {
  const auto* space = dyn_cast<clang::NamespaceDecl>(record.getDeclContext()->getEnclosingNamespaceContext());
  return space != nullptr && space->getName() == "delta" && space->getParent()->isTranslationUnit();
}

/// NOT NULL cannot exist below an array or a map.
void allow_null_below(DataType& type) {
  for (delta::Field& field : type.fields) {
    field.nullable = true;
    allow_null_below(field.type);
  }
}

}  // namespace

bool in_namespace_std(const clang::Decl& declaration) {
  const clang::DeclContext* scope = declaration.getDeclContext();
  while (scope != nullptr && !scope->isTranslationUnit()) {
    if (scope->isStdNamespace()) return true;
    scope = scope->getParent();
  }
  return false;
}

TypeMapper::TypeMapper(Context& context, StructFields fields) : context_(context), fields_(std::move(fields)) {}

void TypeMapper::open(const clang::CXXRecordDecl& table) { open_structs_.push_back(table.getDefinition()); }

std::string TypeMapper::text(QualType type) const {
  clang::PrintingPolicy policy(context_.ast.getLangOpts());
  policy.adjustForCPlusPlus();
  return type.getUnqualifiedType().getAsString(policy);
}

std::optional<Mapped> TypeMapper::refuse(const delta::rules::RuleInfo& rule, const TypeUse& use, std::string_view why,
                                         std::string fix) {
  std::vector<delta::Finding::Note> notes;
  // In a file that the user may not know, it helps to say which column leads there.
  if (!context_.trail.empty() && context_.trail.front().span.file != use.span.file) {
    notes.push_back(context_.trail.front());
  }
  context_.report(rule, use.span, fmt::format("'{}' cannot be a {}: {}", use.member, use.role, why), std::move(fix),
                  std::move(notes));
  return std::nullopt;
}

bool TypeMapper::is_optional(QualType type) {
  const clang::CXXRecordDecl* record = type.getCanonicalType()->getAsCXXRecordDecl();
  return record != nullptr && record->isInStdNamespace() && record->getName() == "optional";
}

std::optional<Mapped> TypeMapper::map(QualType type, const TypeUse& use) {
  const QualType canonical = type.getCanonicalType().getUnqualifiedType();
  if (use.enums_as_integers) return map_canonical(type, canonical, use);
  const auto known = known_.find(canonical.getAsOpaquePtr());
  if (known != known_.end()) return known->second;
  auto mapped = map_canonical(type, canonical, use);
  if (mapped) known_.try_emplace(canonical.getAsOpaquePtr(), *mapped);
  return mapped;
}

std::optional<Mapped> TypeMapper::map_canonical(QualType written, QualType type, const TypeUse& use) {
  if (const auto* mapping = column_type_of(type)) return map_users(type, *mapping, use);
  if (const auto* builtin = dyn_cast<BuiltinType>(type)) return map_builtin(written, *builtin, use);
  if (const auto* enumeration = type->getAs<clang::EnumType>()) return map_enum(*enumeration->getDecl(), use);
  if (const auto* record = type->getAsCXXRecordDecl()) return map_record(written, *record, use);
  if (type->isPointerType() || type->isReferenceType() || type->isMemberPointerType()) {
    const QualType pointee = type->isMemberPointerType() ? QualType() : type->getPointeeType();
    const bool text_pointer = !pointee.isNull() && pointee->isCharType() && type->isPointerType();
    const bool function = type->isMemberPointerType() || pointee->isFunctionType();
    return refuse(cpp_type::kPointer, use,
                  fmt::format("{} is a {}", text(written), type->isReferenceType() ? "reference" : "pointer"),
                  text_pointer ? "use std::string"
                  : function   ? "leave it out with DELTA(ignore)"
                               : fmt::format("store a value, std::optional<{}> if it may be missing, or leave it out "
                                               "with DELTA(ignore)",
                                             text(pointee)));
  }
  if (const auto* array = context_.ast.getAsConstantArrayType(type)) {
    const QualType element = array->getElementType();
    return refuse(cpp_type::kCArray, use, fmt::format("{} is a C array", text(written)),
                  element->isCharType() ? "use std::string"
                                        : fmt::format("use std::array<{}, {}>", text(element), array->getZExtSize()));
  }
  if (type->isArrayType()) return refuse(cpp_type::kCArray, use, "it is a C array", "use std::vector");
  return refuse(cpp_type::kUnknownType, use, fmt::format("{} has no form in Delta", text(written)),
                "leave it out with DELTA(ignore)");
}

std::optional<Mapped> TypeMapper::map_builtin(QualType written, const BuiltinType& type, const TypeUse& use) {
  const auto bits = static_cast<unsigned>(context_.ast.getTypeSize(&type));
  switch (type.getKind()) {
    case BuiltinType::Bool: return scalar(TypeKind::boolean);
    case BuiltinType::Float: return scalar(TypeKind::float32);
    case BuiltinType::Double: return scalar(TypeKind::float64);
    case BuiltinType::SChar:
    case BuiltinType::Short:
    case BuiltinType::Int:
    case BuiltinType::Long:
    case BuiltinType::LongLong: return scalar(integer_kind(bits));
    case BuiltinType::Char_S:
    case BuiltinType::Char_U:
    case BuiltinType::WChar_S:
    case BuiltinType::WChar_U:
    case BuiltinType::Char8:
    case BuiltinType::Char16:
    case BuiltinType::Char32:
      return refuse(cpp_type::kCharacter, use, fmt::format("{} is a character", text(written)),
                    "use std::string for text, std::int8_t for a number");
    case BuiltinType::UChar:
    case BuiltinType::UShort:
    case BuiltinType::UInt:
    case BuiltinType::ULong:
    case BuiltinType::ULongLong:
      return refuse(cpp_type::kUnsigned, use,
                    fmt::format("{} is unsigned, and Delta has signed numbers only", text(written)),
                    bits < 64 ? fmt::format("use {}", cpp_integer(bits * 2))
                              : "use std::int64_t, or keep it with DELTA(type(\"DECIMAL(20,0)\"))");
    case BuiltinType::Int128:
    case BuiltinType::UInt128:
      return refuse(cpp_type::kWideNumber, use, fmt::format("{} has 128 bits", text(written)),
                    "use delta::decimal<38, 0>");
    case BuiltinType::LongDouble:
    case BuiltinType::Float128:
    case BuiltinType::Ibm128:
      return refuse(cpp_type::kWideNumber, use, fmt::format("{} is wider than any number of Delta's", text(written)),
                    "use double, or delta::decimal");
    case BuiltinType::Half:
    case BuiltinType::Float16:
    case BuiltinType::BFloat16:
      return refuse(cpp_type::kWideNumber, use, fmt::format("Delta has no {}", text(written)), "use float");
    default:
      return refuse(cpp_type::kUnknownType, use, fmt::format("{} has no form in Delta", text(written)),
                    "leave it out with DELTA(ignore)");
  }
}

std::optional<Mapped> TypeMapper::map_enum(const clang::EnumDecl& type, const TypeUse& use) {
  const QualType written(type.getTypeForDecl(), 0);
  if (in_namespace_std(type)) {
    return refuse(cpp_type::kStandardType, use, fmt::format("{} has no form in Delta", text(written)),
                  type.getName() == "byte" ? "use std::vector<std::byte> for bytes, std::int8_t for a number"
                                           : "use an enum class of your own");
  }
  if (use.met_enum != nullptr) *use.met_enum = true;
  if (!type.isScoped()) {
    return refuse(cpp_type::kPlainEnum, use, fmt::format("{} is an unscoped enum", text(written)),
                  "make it an enum class, or store a number with DELTA(type(\"INT\"))");
  }
  Mapped mapped = scalar(TypeKind::string);
  mapped.enumeration = &type;
  if (!use.enums_as_integers) return mapped;
  const QualType underlying = type.getIntegerType();
  const auto bits = static_cast<unsigned>(context_.ast.getTypeSize(underlying));
  const bool is_signed = underlying->isSignedIntegerType();
  if (!is_signed && bits >= 64) {
    return refuse(cpp_type::kEnumRange, use, fmt::format("the numbers of {} have 64 unsigned bits", text(written)),
                  "give the enum a signed underlying type, or leave as_integer out");
  }
  mapped.type = DataType::of(integer_kind(is_signed ? bits : bits * 2));
  return mapped;
}

std::optional<Mapped> TypeMapper::map_record(QualType written, const clang::CXXRecordDecl& record, const TypeUse& use) {
  if (in_namespace_std(record)) {
    const auto* space = dyn_cast<clang::NamespaceDecl>(record.getDeclContext()->getEnclosingNamespaceContext());
    return space != nullptr && space->getName() == "chrono" ? map_chrono(record, use) : map_standard(record, use);
  }
  if (in_namespace_delta(record)) {
    if (auto ours = map_ours(record)) return ours;
  }
  if (record.isUnion()) {
    return refuse(cpp_type::kUnion, use, fmt::format("{} is a union", text(written)),
                  "use a struct of optional members, or delta::variant");
  }
  if (record.isLambda()) {
    return refuse(cpp_type::kUnknownType, use, "it is a function", "leave it out with DELTA(ignore)");
  }
  if (!record.hasDefinition()) {
    return refuse(cpp_type::kIncompleteType, use, fmt::format("{} is only declared here", text(written)),
                  "include the header that defines it");
  }
  return map_struct(record, use);
}

std::optional<Mapped> TypeMapper::map_struct(const clang::CXXRecordDecl& record, const TypeUse& use) {
  const clang::CXXRecordDecl* definition = record.getDefinition();
  const auto known = structs_.find(definition);
  if (known != structs_.end()) {
    if (!known->second) return std::nullopt;  // reported when it was first met
    return Mapped{.type = *known->second};
  }
  if (std::ranges::find(open_structs_, definition) != open_structs_.end()) {
    return refuse(cpp_type::kRecursive, use,
                  fmt::format("{} contains itself", text(QualType(definition->getTypeForDecl(), 0))),
                  "store the key of the parent, or delta::variant");
  }
  open_structs_.push_back(definition);
  context_.trail.push_back({use.span, fmt::format("the type of '{}' is made of it", use.member)});
  auto fields = fields_(*definition);
  context_.trail.pop_back();
  open_structs_.pop_back();
  std::optional<DataType> type;
  if (fields) type = DataType::structure(*std::move(fields));
  structs_[definition] = type;
  if (!type) return std::nullopt;
  return Mapped{.type = *std::move(type)};
}

std::optional<Mapped> TypeMapper::map_optional(QualType inner, const TypeUse& use) {
  auto mapped = map(inner, use);
  if (!mapped) return std::nullopt;
  if (mapped->nullable) {
    return refuse(cpp_type::kNestedOptional, use, "it is an optional of an optional", "use one std::optional");
  }
  mapped->nullable = true;
  return mapped;
}

std::optional<Mapped> TypeMapper::map_sequence(QualType element, const TypeUse& use) {
  const auto* enumeration = element.getCanonicalType()->getAs<clang::EnumType>();
  if (enumeration != nullptr && enumeration->getDecl()->isInStdNamespace() &&
      enumeration->getDecl()->getName() == "byte") {
    return scalar(TypeKind::binary);
  }
  if (element->isSpecificBuiltinType(BuiltinType::UChar)) {
    return refuse(cpp_type::kUnsigned, use, "unsigned char is unsigned, and Delta has signed numbers only",
                  "use std::byte for bytes, std::int16_t for numbers");
  }
  if (element->isCharType() && !element->isSpecificBuiltinType(BuiltinType::SChar)) {
    return refuse(cpp_type::kCharacter, use, "char is a character", "use std::string for text, std::byte for bytes");
  }
  auto mapped = map(element, use);
  if (!mapped) return std::nullopt;
  allow_null_below(mapped->type);
  return Mapped{.type = DataType::array(std::move(mapped->type))};
}

std::optional<Mapped> TypeMapper::map_dictionary(QualType key, QualType value, const TypeUse& use) {
  auto mapped_key = map(key, use);
  auto mapped_value = map(value, use);
  if (!mapped_key || !mapped_value) return std::nullopt;
  if (mapped_key->nullable) {
    return refuse(cpp_type::kNullableKey, use, "the key of a map cannot be NULL", "use the type without std::optional");
  }
  allow_null_below(mapped_key->type);
  allow_null_below(mapped_value->type);
  return Mapped{.type = DataType::map(std::move(mapped_key->type), std::move(mapped_value->type))};
}

}  // namespace deltac::extract
