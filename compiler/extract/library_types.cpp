// The types of the standard library, of <delta/types.hpp>, and those that users map themselves.
#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Sema/Sema.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "extract/types.hpp"

namespace deltac::extract {
namespace {

namespace cpp_type = delta::rules::cpp_type;
using clang::ClassTemplateSpecializationDecl;
using clang::QualType;
using delta::DataType;
using delta::TypeKind;
using llvm::dyn_cast;

Mapped scalar(TypeKind kind) { return {.type = DataType::of(kind)}; }

QualType type_argument(const ClassTemplateSpecializationDecl& type, unsigned index) {
  return type.getTemplateArgs()[index].getAsType();
}

std::int64_t number_argument(const ClassTemplateSpecializationDecl& type, unsigned index) {
  return type.getTemplateArgs()[index].getAsIntegral().getExtValue();
}

struct Advice {
  std::string_view name;
  const delta::rules::RuleInfo& rule;
  std::string_view use;
};

/// What to use for types that cannot be stored.
const Advice* advice_for(llvm::StringRef name) {
  static const std::array rows{
      Advice{"basic_string_view", cpp_type::kStringView, "use std::string"},
      Advice{"span", cpp_type::kStringView, "use std::vector"},
      Advice{"unique_ptr", cpp_type::kPointer, "use std::optional, or leave it out with DELTA(ignore)"},
      Advice{"shared_ptr", cpp_type::kPointer, "use std::optional, or leave it out with DELTA(ignore)"},
      Advice{"weak_ptr", cpp_type::kPointer, "leave it out with DELTA(ignore)"},
      Advice{"reference_wrapper", cpp_type::kPointer, "store the value itself"},
      Advice{"variant", cpp_type::kStandardType, "use a struct of optional members, or delta::variant"},
      Advice{"any", cpp_type::kStandardType, "use delta::variant"},
      Advice{"pair", cpp_type::kStandardType, "use a struct, whose members have names"},
      Advice{"tuple", cpp_type::kStandardType, "use a struct, whose members have names"},
      Advice{"set", cpp_type::kStandardType, "use std::vector"},
      Advice{"unordered_set", cpp_type::kStandardType, "use std::vector"},
      Advice{"multiset", cpp_type::kStandardType, "use std::vector"},
      Advice{"list", cpp_type::kStandardType, "use std::vector"},
      Advice{"forward_list", cpp_type::kStandardType, "use std::vector"},
      Advice{"deque", cpp_type::kStandardType, "use std::vector"},
      Advice{"multimap", cpp_type::kStandardType, "use std::map of std::vector"},
      Advice{"unordered_multimap", cpp_type::kStandardType, "use std::map of std::vector"},
      Advice{"bitset", cpp_type::kStandardType, "use std::int64_t, or std::vector<bool>"},
      Advice{"complex", cpp_type::kStandardType, "use a struct of two doubles"},
      Advice{"atomic", cpp_type::kStandardType, "use the type without std::atomic"},
  };
  const auto found = std::ranges::find(rows, std::string_view(name), &Advice::name);
  return found != rows.end() ? &*found : nullptr;
}

/// The U of delta::as<U>, from which a mapping derives, directly or not.
QualType stored_as(const clang::CXXRecordDecl& mapping) {
  if (!mapping.hasDefinition()) return {};
  for (const clang::CXXBaseSpecifier& base : mapping.bases()) {
    const clang::CXXRecordDecl* record = base.getType()->getAsCXXRecordDecl();
    if (record == nullptr) continue;
    const auto* made = dyn_cast<ClassTemplateSpecializationDecl>(record);
    if (made != nullptr && made->getName() == "as" && made->getTemplateArgs().size() == 1)
      return type_argument(*made, 0);
    if (const QualType inherited = stored_as(*record); !inherited.isNull()) return inherited;
  }
  return {};
}

clang::ClassTemplateDecl* column_type_template(clang::ASTContext& ast) {
  for (clang::NamedDecl* space : ast.getTranslationUnitDecl()->lookup(&ast.Idents.get("delta"))) {
    const auto* delta = dyn_cast<clang::NamespaceDecl>(space);
    if (delta == nullptr) continue;
    for (clang::NamedDecl* found : delta->lookup(&ast.Idents.get("column_type"))) {
      if (auto* made = dyn_cast<clang::ClassTemplateDecl>(found)) return made;
    }
  }
  return nullptr;
}

}  // namespace

std::optional<Mapped> TypeMapper::map_ours(const clang::CXXRecordDecl& record) {
  const llvm::StringRef name = record.getName();
  if (const auto* made = dyn_cast<ClassTemplateSpecializationDecl>(&record)) {
    const auto number = [made](unsigned index) { return static_cast<int>(number_argument(*made, index)); };
    if (name == "decimal") return Mapped{.type = DataType::decimal(number(0), number(1))};
    if (name == "varchar") return Mapped{.type = DataType::varchar(number(0))};
    if (name == "fixed_char") return Mapped{.type = DataType::fixed_char(number(0))};
    return std::nullopt;
  }
  if (name == "date") return scalar(TypeKind::date);
  if (name == "timestamp") return scalar(TypeKind::timestamp);
  if (name == "timestamp_ntz") return scalar(TypeKind::timestamp_ntz);
  if (name == "binary") return scalar(TypeKind::binary);
  if (name == "variant") return scalar(TypeKind::variant);
  return std::nullopt;
}

std::optional<Mapped> TypeMapper::map_standard(const clang::CXXRecordDecl& record, const TypeUse& use) {
  const llvm::StringRef name = record.getName();
  const QualType type(record.getTypeForDecl(), 0);
  if (const auto* made = dyn_cast<ClassTemplateSpecializationDecl>(&record)) {
    if (name == "basic_string") {
      const QualType character = type_argument(*made, 0);
      if (character->isCharType()) return scalar(TypeKind::string);
      return refuse(cpp_type::kCharacter, use, fmt::format("{} is no UTF-8 text", text(type)), "use std::string");
    }
    if (name == "optional") return map_optional(type_argument(*made, 0), use);
    if (name == "vector" || name == "array") return map_sequence(type_argument(*made, 0), use);
    if (name == "map" || name == "unordered_map") {
      return map_dictionary(type_argument(*made, 0), type_argument(*made, 1), use);
    }
  }
  if (const Advice* advice = advice_for(name)) {
    return refuse(advice->rule, use,
                  fmt::format("std::{} has no form in Delta", name == "basic_string_view" ? "string_view" : name.str()),
                  std::string(advice->use));
  }
  return refuse(cpp_type::kStandardType, use, fmt::format("{} has no form in Delta", text(type)),
                "say what it is stored as with delta::column_type, or leave it out with DELTA(ignore)");
}

std::optional<Mapped> TypeMapper::map_chrono(const clang::CXXRecordDecl& record, const TypeUse& use) {
  const llvm::StringRef name = record.getName();
  if (name == "year_month_day") return scalar(TypeKind::date);
  const auto* made = dyn_cast<ClassTemplateSpecializationDecl>(&record);
  if (made != nullptr && name == "time_point") return map_time_point(*made, use);
  if (made != nullptr && name == "duration") {
    return refuse(cpp_type::kDuration, use, "Delta stores no durations",
                  fmt::format("use std::int64_t, and name the unit: {}_seconds", use.member));
  }
  return refuse(cpp_type::kStandardType, use,
                fmt::format("{} has no form in Delta", text(QualType(record.getTypeForDecl(), 0))),
                "use std::chrono::year_month_day, sys_days, sys_time or local_time, or a number");
}

std::optional<Mapped> TypeMapper::map_time_point(const ClassTemplateSpecializationDecl& type, const TypeUse& use) {
  const clang::CXXRecordDecl* clock = type_argument(type, 0)->getAsCXXRecordDecl();
  const auto* duration =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(type_argument(type, 1)->getAsCXXRecordDecl());
  const auto* period =
      duration != nullptr
          ? dyn_cast_or_null<ClassTemplateSpecializationDecl>(type_argument(*duration, 1)->getAsCXXRecordDecl())
          : nullptr;
  const bool local = clock != nullptr && clock->getName() == "local_t";
  if (period == nullptr || (!local && clock->getName() != "system_clock")) {
    return refuse(cpp_type::kClock, use, "its clock means nothing outside of this process",
                  "use std::chrono::sys_time<std::chrono::microseconds>");
  }
  constexpr std::int64_t kDay = 86'400;
  constexpr std::int64_t kMicro = 1'000'000;
  const std::int64_t numerator = number_argument(*period, 0);
  const std::int64_t denominator = number_argument(*period, 1);
  const bool whole = type_argument(*duration, 0)->isIntegerType();
  if (whole && numerator == kDay && denominator == 1) return scalar(TypeKind::date);
  const bool microseconds = denominator <= kMicro && kMicro % denominator == 0 && numerator <= kDay * denominator;
  if (whole && microseconds) return scalar(local ? TypeKind::timestamp_ntz : TypeKind::timestamp);
  const std::string_view wanted = local ? "local_time" : "sys_time";
  return refuse(cpp_type::kClock, use,
                denominator > kMicro ? "it counts finer than Delta's microseconds" : "Delta has no such unit of time",
                fmt::format("use std::chrono::{}<std::chrono::microseconds>", wanted));
}

const clang::CXXRecordDecl* TypeMapper::column_type_of(QualType type) {
  if (!type->isRecordType() && !type->isEnumeralType()) return nullptr;
  if (!column_type_searched_) {
    column_type_searched_ = true;
    column_type_ = column_type_template(context_.ast);
  }
  if (column_type_ == nullptr) return nullptr;
  const clang::TemplateArgument argument(type);
  void* position = nullptr;
  if (const auto* made = column_type_->findSpecialization({argument}, position);
      made != nullptr && made->hasDefinition()) {
    return made;
  }
  llvm::SmallVector<clang::ClassTemplatePartialSpecializationDecl*, 4> partial;
  column_type_->getPartialSpecializations(partial);
  if (partial.empty()) return nullptr;
  clang::Sema& sema = context_.compiler.getSema();
  clang::TemplateArgumentListInfo arguments;
  arguments.addArgument(sema.getTrivialTemplateArgumentLoc(argument, type, column_type_->getLocation()));
  const QualType mapping =
      sema.CheckTemplateIdType(clang::TemplateName(column_type_), column_type_->getLocation(), arguments);
  if (mapping.isNull() || !sema.isCompleteType(column_type_->getLocation(), mapping)) return nullptr;
  return mapping->getAsCXXRecordDecl();
}

std::optional<Mapped> TypeMapper::map_users(QualType type, const clang::CXXRecordDecl& mapping, const TypeUse& use) {
  const QualType target = stored_as(mapping);
  if (target.isNull()) {
    return refuse(cpp_type::kBadMapping, use,
                  fmt::format("delta::column_type<{}> does not derive from delta::as", text(type)),
                  "derive it from delta::as of the stored type");
  }
  if (std::ranges::find(open_mappings_, type.getTypePtr()) != open_mappings_.end()) {
    return refuse(cpp_type::kBadMapping, use,
                  fmt::format("delta::column_type<{}> leads back to the type itself", text(type)),
                  "derive it from delta::as of another type");
  }
  open_mappings_.push_back(type.getTypePtr());
  auto mapped = map(target, use);
  open_mappings_.pop_back();
  if (mapped) mapped->enumeration = nullptr;
  return mapped;
}

}  // namespace deltac::extract
