#pragma once
#include <clang/AST/Type.h>
#include <llvm/ADT/DenseMap.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "delta/model/data_type.hpp"
#include "extract/context.hpp"

namespace clang {
class ClassTemplateDecl;
class Decl;
class ClassTemplateSpecializationDecl;
class CXXRecordDecl;
class EnumDecl;
}  // namespace clang

namespace deltac::extract {

/// What a C++ type is stored as.
struct Mapped {
  delta::DataType type;
  bool nullable = false;                         ///< std::optional
  const clang::EnumDecl* enumeration = nullptr;  ///< for an enum or an optional one
};

/// The member whose type is being mapped, for messages and for how its enums are stored.
struct TypeUse {
  delta::SourceSpan span;  ///< the type as written
  std::string member;
  std::string_view role = "column";  ///< or field, in a nested struct
  bool enums_as_integers = false;
  bool* met_enum = nullptr;  ///< set when an enum was met at any depth
};

/// True for what stands in namespace std, however deep.
bool in_namespace_std(const clang::Decl& declaration);

/// Maps C++ types to Delta's; what cannot be mapped is reported at the member.
class TypeMapper {
 public:
  /// `fields` reads the members of a nested struct; nothing when one of them is wrong, which is then reported.
  using StructFields = std::function<std::optional<std::vector<delta::Field>>(const clang::CXXRecordDecl&)>;

  TypeMapper(Context& context, StructFields fields);

  std::optional<Mapped> map(clang::QualType type, const TypeUse& use);

  /// From `open` to `close` the members of this table's struct are mapped, so that it cannot contain itself.
  void open(const clang::CXXRecordDecl& table);
  void close() { open_structs_.pop_back(); }

  /// True for std::optional, without a look at what is in it.
  static bool is_optional(clang::QualType type);

 private:
  std::optional<Mapped> map_canonical(clang::QualType written, clang::QualType type, const TypeUse& use);
  std::optional<Mapped> map_builtin(clang::QualType written, const clang::BuiltinType& type, const TypeUse& use);
  std::optional<Mapped> map_enum(const clang::EnumDecl& type, const TypeUse& use);
  std::optional<Mapped> map_record(clang::QualType written, const clang::CXXRecordDecl& record, const TypeUse& use);
  std::optional<Mapped> map_struct(const clang::CXXRecordDecl& record, const TypeUse& use);
  std::optional<Mapped> map_ours(const clang::CXXRecordDecl& record);
  std::optional<Mapped> map_standard(const clang::CXXRecordDecl& record, const TypeUse& use);
  std::optional<Mapped> map_chrono(const clang::CXXRecordDecl& record, const TypeUse& use);
  std::optional<Mapped> map_time_point(const clang::ClassTemplateSpecializationDecl& type, const TypeUse& use);
  std::optional<Mapped> map_optional(clang::QualType inner, const TypeUse& use);
  std::optional<Mapped> map_sequence(clang::QualType element, const TypeUse& use);
  std::optional<Mapped> map_dictionary(clang::QualType key, clang::QualType value, const TypeUse& use);

  /// The specialisation of delta::column_type for a type, instantiated if a partial one fits.
  const clang::CXXRecordDecl* column_type_of(clang::QualType type);
  std::optional<Mapped> map_users(clang::QualType type, const clang::CXXRecordDecl& mapping, const TypeUse& use);

  std::optional<Mapped> refuse(const delta::rules::RuleInfo& rule, const TypeUse& use, std::string_view why,
                               std::string fix = {});
  std::string text(clang::QualType type) const;

  Context& context_;
  StructFields fields_;
  llvm::DenseMap<void*, Mapped> known_;
  llvm::DenseMap<const clang::CXXRecordDecl*, std::optional<delta::DataType>> structs_;
  std::vector<const clang::CXXRecordDecl*> open_structs_;
  std::vector<const clang::Type*> open_mappings_;
  clang::ClassTemplateDecl* column_type_ = nullptr;
  bool column_type_searched_ = false;
};

}  // namespace deltac::extract
