#pragma once
#include <span>

#include "delta/rules/rule.hpp"

namespace delta::rules {

/// What can be wrong with the annotations themselves; found while a header is read. Codes 0xx.
namespace declaration {
extern const RuleInfo kTableOnUnion;
extern const RuleInfo kTableOnTemplate;
extern const RuleInfo kTableInFunction;
extern const RuleInfo kTableOnUnnamedStruct;
extern const RuleInfo kTableInUnnamedNamespace;
extern const RuleInfo kTwoTables;
extern const RuleInfo kTableOutsideStruct;
extern const RuleInfo kTombstoneInStruct;
extern const RuleInfo kNotADataMember;
extern const RuleInfo kStaticMember;
extern const RuleInfo kBitField;
extern const RuleInfo kUnreadAnnotation;
extern const RuleInfo kNoTableStruct;
extern const RuleInfo kOptionTwice;
extern const RuleInfo kNotALiteral;
extern const RuleInfo kNotPlainText;
extern const RuleInfo kHeaderWithoutTable;
extern const RuleInfo kHeadersClash;
extern const RuleInfo kColumnOnlyOption;
extern const RuleInfo kIgnoredWithOptions;
extern const RuleInfo kTwoPrimaryKeys;
extern const RuleInfo kUnnamedMember;
extern const RuleInfo kEnumOption;
extern const RuleInfo kUnknownOption;
extern const RuleInfo kWrongOption;
extern const RuleInfo kMacroLeft;
extern const RuleInfo kWrongArguments;
extern const RuleInfo kTooManyOptions;
extern const RuleInfo kReferenceToNoStruct;
extern const RuleInfo kFlagLeftOut;
extern const RuleInfo kJudgedLater;
}  // namespace declaration

/// C++ types that no column can have; found while a header is read. Codes 25x and 26x.
namespace cpp_type {
extern const RuleInfo kUnknownType;
extern const RuleInfo kUnsigned;
extern const RuleInfo kCharacter;
extern const RuleInfo kPointer;
extern const RuleInfo kCArray;
extern const RuleInfo kUnion;
extern const RuleInfo kStringView;
extern const RuleInfo kDuration;
extern const RuleInfo kClock;
extern const RuleInfo kStandardType;
extern const RuleInfo kRecursive;
extern const RuleInfo kNestedOptional;
extern const RuleInfo kNullableKey;
extern const RuleInfo kPlainEnum;
extern const RuleInfo kBadMapping;
extern const RuleInfo kBadTypeText;
extern const RuleInfo kWideNumber;
extern const RuleInfo kEnumRange;
extern const RuleInfo kIncompleteType;
}  // namespace cpp_type

std::span<const RuleInfo* const> declaration_rules();
std::span<const RuleInfo* const> type_declaration_rules();

}  // namespace delta::rules
