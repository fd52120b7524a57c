#pragma once
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>

#include <optional>
#include <string>
#include <vector>

#include "delta/model/json.hpp"
#include "extract/options.hpp"
#include "extract/types.hpp"

namespace clang {
class Decl;
class FieldDecl;
}  // namespace clang

namespace deltac::extract {

/// Reads data members: a table's into columns, a nested struct's into fields.
class MemberReader {
 public:
  explicit MemberReader(Context& context);

  /// Adds the columns of a table's struct, those of its base classes first, and the keys, references and checks that
  /// stand on them. What is wrong is reported; such a column has a type that is not known, so that it is not missed.
  void read_columns(const clang::CXXRecordDecl& record, delta::Table& table);

  /// What doc comment stands at a declaration; empty when none does.
  std::string doc_comment(const clang::Decl& declaration);

  /// Qualified name of a type as generated code can write it; empty for one without a name.
  std::string qualified_name(clang::QualType type);

  /// True if the members of this struct, or of an instance of this template, became columns or fields.
  bool was_read(const clang::CXXRecordDecl& record) const;
  /// Every struct that was read, sorted by type.
  std::vector<delta::SeenStruct> seen_structs() const;

 private:
  struct ColumnKey {
    std::vector<delta::LocatedText> columns;
    delta::SourceSpan span;
  };

  std::optional<std::vector<delta::Field>> read_fields(const clang::CXXRecordDecl& record);
  bool add_fields(const clang::CXXRecordDecl& record, std::vector<delta::Field>& fields);
  void add_columns(const clang::CXXRecordDecl& record, delta::Table& table, ColumnKey& key);
  void read_column(const clang::FieldDecl& member, delta::Table& table, ColumnKey& key);

  /// The options of a member that is a column or field; nothing for one that is none.
  std::optional<std::vector<Option>> stored_member(const clang::FieldDecl& member);
  bool has_refused_annotation(const clang::FieldDecl& member) const;
  bool read_field(const clang::FieldDecl& member, const std::vector<Option>& options, delta::Field& field,
                  const clang::EnumDecl** enumeration);
  bool read_type(const clang::FieldDecl& member, const std::vector<Option>& options, delta::Field& field,
                 const clang::EnumDecl** enumeration);
  void apply_column_option(const Option& option, delta::Column& column, delta::Table& table, ColumnKey& key);
  void add_values_check(const Option& option, const delta::Column& column, const clang::EnumDecl* enumeration,
                        bool as_integer, delta::Table& table);
  void report_repeated(const std::vector<Option>& options);
  void report_column_only(const std::vector<Option>& options);
  void see(const clang::CXXRecordDecl& record);

  Context& context_;
  TypeMapper types_;
  llvm::DenseMap<const clang::CXXRecordDecl*, delta::SeenStruct> seen_;
  llvm::DenseSet<const clang::CXXRecordDecl*> read_;
  llvm::DenseMap<const clang::Type*, std::string> names_;
};

}  // namespace deltac::extract
