#pragma once
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "delta/catalog/observed_table.hpp"
#include "model/json_text.hpp"

/// The JSON form of an observed table, as snapshots and plans hold it.
namespace delta {

/// The words of that form, read and written from the same rows.
inline constexpr std::array<std::pair<Presence, std::string_view>, 4> kPresences{{
    {Presence::absent, "absent"},
    {Presence::present, "present"},
    {Presence::not_visible, "not_visible"},
    {Presence::failed, "failed"},
}};

/// The words of that form for aspects.
std::vector<std::string> aspect_words(Aspects aspects);

/// On one line but for the table itself. The same value always gives the same bytes.
std::string to_json(const ObservedTable& table);
std::string to_json(const AccessPolicy& policy);

namespace json {

/// Throws `Failure`.
ObservedTable observed_of(const Value& value);
AccessPolicy policy_of(const Value& value);

}  // namespace json
}  // namespace delta
