#include "extract/unit_reader.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/Basic/SourceManager.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "delta/model/json.hpp"
#include "extract/members.hpp"
#include "extract/parse.hpp"
#include "extract/soundness.hpp"
#include "extract/table_options.hpp"

namespace deltac::extract {
namespace {

namespace declaration = delta::rules::declaration;
using clang::CXXRecordDecl;
using clang::Decl;
using delta::LocatedText;
using llvm::dyn_cast;

class UnitReader {
 public:
  UnitReader(Context& context, const Unit& unit, delta::Fragment& fragment)
      : context_(context),
        members_(context),
        fragment_(fragment),
        is_complete_(unit.errors.empty()),
        cut_off_(unit.cut_off),
        soundness_(context.ast.getSourceManager(), places_of_errors(context, unit), unit.cut_off) {}

  void read(const std::vector<std::string>& headers) {
    for (const Decl* part : context_.ast.getTranslationUnitDecl()->decls()) {
      if (context_.places.header(part->getLocation()) != nullptr) read_declaration(*part);
    }
    if (is_complete_) {
      report_without_effect();
      report_unread();
      report_headers_without_table(headers);
    }
    report_judged_later();
    fragment_.structs = members_.seen_structs();
  }

 private:
  struct AnnotatedMember {
    const CXXRecordDecl* record;
    const clang::FieldDecl* member;
    clang::SourceLocation where;
  };

  static std::vector<clang::SourceLocation> places_of_errors(const Context& context, const Unit& unit) {
    std::vector<clang::SourceLocation> places = unit.errors;
    for (const RefusedAnnotation& refused : context.refused) {
      if (!refused.without_effect) places.push_back(refused.where);
    }
    return places;
  }

  void read_all(const clang::DeclContext& parts) {
    for (const Decl* part : parts.decls()) read_declaration(*part);
  }

  void read_declaration(const Decl& part) {
    if (const auto* record = dyn_cast<CXXRecordDecl>(&part)) {
      read_record(*record);
    } else if (const auto* made = dyn_cast<clang::ClassTemplateDecl>(&part)) {
      read_record(*made->getTemplatedDecl());
    } else if (const auto* assertion = dyn_cast<clang::StaticAssertDecl>(&part)) {
      read_at_namespace_scope(*assertion);
    } else if (const auto* scope = dyn_cast<clang::NamespaceDecl>(&part)) {
      read_all(*scope);
    } else if (const auto* linkage = dyn_cast<clang::LinkageSpecDecl>(&part)) {
      read_all(*linkage);
    } else {
      refuse_column_annotation(part, declaration::kNotADataMember, "DELTA stands on something that is no data member",
                               "remove it");
    }
  }

  void refuse_column_annotation(const Decl& part, const delta::rules::RuleInfo& rule, std::string text,
                                std::string fix) {
    clang::SourceLocation where;
    if (!has_column_annotation(part, &where)) return;
    context_.macros.mark_read(Annotation::column, where);
    context_.report(rule, context_.places.token(where), std::move(text), std::move(fix));
  }

  void read_at_namespace_scope(const clang::StaticAssertDecl& assertion) {
    const auto annotation = table_annotation(assertion);
    if (!annotation) return;
    if (annotation->tombstone) {
      read_tombstone(*annotation);
      return;
    }
    context_.macros.mark_read(Annotation::table, annotation->where);
    context_.report(declaration::kTableOutsideStruct, context_.places.token(annotation->where),
                    std::string(annotation->view ? "DELTA_VIEW" : "DELTA_TABLE") + " stands outside of a struct",
                    "move it into the struct; for a table that must be gone write DELTA_DROPPED");
  }

  void read_tombstone(const TableAnnotation& annotation) {
    context_.macros.mark_read(Annotation::tombstone, annotation.where);
    auto name = annotated_name(annotation, context_);
    if (!name) return;
    delta::Tombstone tombstone;
    tombstone.name = delta::TableName::parse(name->value);
    tombstone.declared_name = *std::move(name);
    tombstone.library = fragment_.library;
    tombstone.header = context_.places.file(annotation.where);
    fragment_.tombstones.push_back(std::move(tombstone));
  }

  void read_record(const CXXRecordDecl& record) {
    if (record.isImplicit() || !record.isThisDeclarationADefinition()) return;
    if (soundness_.is_behind_cut(record)) {
      if (has_table_annotation(record)) judged_later_.push_back(&record);
      return;
    }
    refuse_column_annotation(record, declaration::kNotADataMember, "DELTA stands on a struct",
                             "options of a table go into its DELTA_TABLE");
    std::vector<TableAnnotation> annotations;
    for (const Decl* part : record.decls()) read_part(record, *part, annotations);
    if (annotations.empty()) {
      if (has_refused_table(record)) read_refused_table(record);
      return;
    }
    for (std::size_t i = 1; i < annotations.size(); ++i) {
      context_.report(declaration::kTwoTables, context_.places.token(annotations[i].where),
                      fmt::format("{} is a table already", record.getNameAsString()), "keep one DELTA_TABLE",
                      {{context_.places.token(annotations[0].where), "given here"}});
    }
    if (can_be_table(record, annotations.front())) read_table(record, annotations.front());
  }

  void read_part(const CXXRecordDecl& record, const Decl& part, std::vector<TableAnnotation>& annotations) {
    if (const auto* member = dyn_cast<clang::FieldDecl>(&part)) {
      clang::SourceLocation where;
      if (!has_column_annotation(*member, &where)) return;
      context_.macros.mark_read(Annotation::column, where);
      annotated_members_.push_back({&record, member, where});
    } else if (const auto* assertion = dyn_cast<clang::StaticAssertDecl>(&part)) {
      const auto annotation = table_annotation(*assertion);
      if (!annotation) return;
      if (!annotation->tombstone) {
        context_.macros.mark_read(Annotation::table, annotation->where);
        annotations.push_back(*annotation);
        return;
      }
      context_.macros.mark_read(Annotation::tombstone, annotation->where);
      context_.report(declaration::kTombstoneInStruct, context_.places.token(annotation->where),
                      "DELTA_DROPPED stands inside a struct",
                      "move it behind the struct; for a column write dropped(\"…\") in DELTA_TABLE");
    } else if (const auto* variable = dyn_cast<clang::VarDecl>(&part)) {
      refuse_column_annotation(part, declaration::kStaticMember,
                               fmt::format("'{}' is static and never a column", variable->getNameAsString()),
                               "remove DELTA, or static");
    } else {
      read_declaration(part);
    }
  }

  bool can_be_table(const CXXRecordDecl& record, const TableAnnotation& annotation) {
    const delta::SourceSpan place = context_.places.token(annotation.where);
    const auto refuse = [&](const delta::rules::RuleInfo& rule, const char* text, const char* fix) {
      context_.report(rule, place, text, fix);
      return false;
    };
    if (record.isUnion()) return refuse(declaration::kTableOnUnion, "a union cannot be a table", "make it a struct");
    if (record.isDependentContext() || llvm::isa<clang::ClassTemplateSpecializationDecl>(record)) {
      return refuse(declaration::kTableOnTemplate, "a template cannot be a table",
                    "derive a struct from it for each table");
    }
    if (record.getIdentifier() == nullptr) {
      return refuse(declaration::kTableOnUnnamedStruct, "a table's struct needs a name", "name the struct");
    }
    if (record.isInAnonymousNamespace()) {
      return refuse(declaration::kTableInUnnamedNamespace, "a table cannot stand in an unnamed namespace",
                    "name the namespace");
    }
    return true;
  }

  void read_table(const CXXRecordDecl& record, const TableAnnotation& annotation) {
    const std::string* header = context_.places.header(annotation.where);
    if (header == nullptr) return;
    auto name = annotated_name(annotation, context_);
    delta::Table table;
    if (annotation.view) {
      if (auto query = annotated_query(annotation, context_)) {
        table.query = *std::move(query);
      } else {
        name.reset();
      }
    }
    if (name) {
      table.name = delta::TableName::parse(name->value);
      table.declared_name = *name;
      context_.table = name->value;
    }
    table.type_name = members_.qualified_name(clang::QualType(record.getTypeForDecl(), 0));
    table.library = fragment_.library;
    table.header = *header;
    table.span = context_.places.token(record.getLocation());
    apply_table_options(table_options(annotation, context_), table, members_, context_);
    if (table.comment.empty()) table.comment = members_.doc_comment(record);
    members_.read_columns(record, table);
    context_.table.clear();
    if (!soundness_.is_sound(record)) {
      judged_later_.push_back(&record);
    } else if (name) {
      fragment_.tables.push_back(std::move(table));
    }
  }

  /// Of a table whose DELTA_TABLE clang refuses, what is wrong with its members.
  void read_refused_table(const CXXRecordDecl& record) {
    if (record.isDependentContext() || record.isUnion()) return;
    delta::Table unknown;
    members_.read_columns(record, unknown);
    judged_later_.push_back(&record);
  }

  /// Tables that the rules do not see in this run, in one note.
  void report_judged_later() {
    if (cut_off_.isValid() && !context_.ast.getSourceManager().isInMainFile(cut_off_)) {
      context_.report(declaration::kJudgedLater, context_.places.token(cut_off_),
                      "tables behind this place are judged once clang reads on");
    }
    if (judged_later_.empty()) return;
    constexpr std::size_t kNamed = 3;
    std::string names;
    const std::size_t count = judged_later_.size();
    for (std::size_t i = 0; i < std::min(count, kNamed); ++i) {
      if (i > 0) names += i + 1 == count ? " and " : ", ";
      names += judged_later_[i]->getNameAsString();
    }
    if (count > kNamed) names += fmt::format(" and {} more", count - kNamed);
    context_.report(declaration::kJudgedLater, context_.places.token(judged_later_.front()->getLocation()),
                    fmt::format("{} {} judged in full once these errors are gone", names, count == 1 ? "is" : "are"));
  }

  /// DELTA in structs that no table is made of: said once for each struct.
  void report_without_effect() {
    std::set<const CXXRecordDecl*> told;
    for (const AnnotatedMember& annotated : annotated_members_) {
      if (members_.was_read(*annotated.record) || context_.places.header(annotated.where) == nullptr) continue;
      if (annotated.record->isInvalidDecl() || has_table_annotation(*annotated.record)) continue;
      if (!told.insert(annotated.record).second) continue;
      const std::string name = annotated.record->getNameAsString();
      context_.report(declaration::kNoTableStruct, context_.places.token(annotated.where),
                      fmt::format("DELTA has no effect here: {} has no DELTA_TABLE, and no table is made of it",
                                  name.empty() ? "the struct" : name),
                      "add DELTA_TABLE(\"…\") to the struct, or remove DELTA");
    }
  }

  /// True for a struct with a DELTA_TABLE, one that is wrong and reported already.
  bool has_table_annotation(const CXXRecordDecl& record) const {
    for (const Decl* part : record.decls()) {
      const auto* assertion = dyn_cast<clang::StaticAssertDecl>(part);
      if (assertion != nullptr && table_annotation(*assertion)) return true;
    }
    return has_refused_table(record);
  }

  /// True for a struct with a DELTA_TABLE that clang refuses, in its own body.
  bool has_refused_table(const CXXRecordDecl& record) const {
    const clang::SourceManager& sources = context_.ast.getSourceManager();
    const auto holds = [&](const Decl& scope, clang::SourceLocation place) {
      return sources.isPointWithin(place, scope.getBeginLoc(), scope.getEndLoc());
    };
    return std::ranges::any_of(context_.refused, [&](const RefusedAnnotation& refused) {
      if (!refused.on_table || !holds(record, refused.where)) return false;
      return std::ranges::none_of(record.decls(), [&](const Decl* part) {
        return llvm::isa<CXXRecordDecl>(part) && !part->isImplicit() && holds(*part, refused.where);
      });
    });
  }

  /// The declaration of a header that is not listed in whose braces a place is included; nullptr when none is.
  const Decl* unlisted_scope_around(clang::SourceLocation place) {
    const clang::SourceManager& sources = context_.ast.getSourceManager();
    for (const Decl* part : context_.ast.getTranslationUnitDecl()->decls()) {
      const bool scope = llvm::isa<clang::NamespaceDecl, clang::LinkageSpecDecl, clang::TagDecl>(part);
      if (!scope || part->getLocation().isInvalid() || context_.places.header(part->getLocation()) != nullptr) continue;
      if (sources.isPointWithin(place, part->getBeginLoc(), part->getEndLoc())) return part;
    }
    return nullptr;
  }

  void report_included_in(const Decl& scope, const delta::SourceSpan& place) {
    const auto* named = dyn_cast<clang::NamedDecl>(&scope);
    const std::string name = named == nullptr ? "" : named->getNameAsString();
    const char* kind = llvm::isa<clang::NamespaceDecl>(scope)     ? "namespace"
                       : llvm::isa<clang::LinkageSpecDecl>(scope) ? "extern \"C\""
                                                                  : "type";
    const std::string& outer = context_.places.file(scope.getLocation());
    context_.report(declaration::kUnreadAnnotation, place,
                    fmt::format("{} is included inside the {}{}{} of {}, which is not listed", place.file.text(), kind,
                                name.empty() ? "" : " ", name, outer),
                    llvm::isa<clang::TagDecl>(scope)
                        ? fmt::format("list {} before it", outer)
                        : fmt::format("open it in {} itself, or list {} before it", place.file.text(), outer),
                    {{context_.places.token(scope.getLocation()), "it opens here"}});
  }

  /// Annotations that no declaration accounts for.
  void report_unread() {
    std::set<const Decl*> told;
    for (const MacroUse& use : context_.macros.all()) {
      if (use.read || context_.places.header(use.where) == nullptr) continue;
      const delta::SourceSpan place = context_.places.token(use.where);
      if (const Decl* scope = unlisted_scope_around(use.where)) {
        if (told.insert(scope).second) report_included_in(*scope, place);
      } else if (use.annotation == Annotation::table) {
        context_.report(declaration::kTableInFunction, place, "a table cannot be declared inside a function",
                        "move the struct to namespace scope");
      } else {
        context_.report(declaration::kUnreadAnnotation, place,
                        fmt::format("{} stands where deltac cannot read it",
                                    use.annotation == Annotation::column ? "DELTA" : "DELTA_DROPPED"),
                        use.annotation == Annotation::column ? "DELTA goes behind the name of a data member"
                                                             : "move it to namespace scope");
      }
    }
  }

  void report_headers_without_table(const std::vector<std::string>& headers) {
    std::set<std::string> with_table;
    for (const MacroUse& use : context_.macros.all()) {
      if (use.annotation == Annotation::column) continue;
      if (const std::string* header = context_.places.header(use.where)) with_table.insert(*header);
    }
    for (const std::string& header : headers) {
      if (with_table.contains(header)) continue;
      context_.report(declaration::kHeaderWithoutTable, {header, 1, 1, 1}, "this header declares no table",
                      "remove it from the list, or list the header that was meant");
    }
  }

  Context& context_;
  MemberReader members_;
  delta::Fragment& fragment_;
  bool is_complete_;  ///< clang read all there is
  clang::SourceLocation cut_off_;
  Soundness soundness_;
  std::vector<AnnotatedMember> annotated_members_;
  std::vector<const CXXRecordDecl*> judged_later_;
};

}  // namespace

void read_unit(Context& context, const Unit& unit, const std::vector<std::string>& headers, delta::Fragment& fragment) {
  UnitReader(context, unit, fragment).read(headers);
  fragment.lines = context.places.lines();
}

}  // namespace deltac::extract
