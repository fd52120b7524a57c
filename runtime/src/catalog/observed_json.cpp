#include "catalog/observed_json.hpp"

#include <fmt/format.h>

#include "delta/model/json.hpp"
#include "model/json_need.hpp"
#include "model/json_pieces.hpp"

namespace delta {
namespace {

using json::list_of;
using json::name_json;
using json::quoted;
using json::quoted_list;
using json::Value;

constexpr std::array<std::pair<Aspect, std::string_view>, 11> kAspects{{
    {Aspect::nullability, "nullability"},
    {Aspect::comments, "comments"},
    {Aspect::defaults, "defaults"},
    {Aspect::generated, "generated"},
    {Aspect::identity, "identity"},
    {Aspect::checks, "checks"},
    {Aspect::clustering, "clustering"},
    {Aspect::properties, "properties"},
    {Aspect::keys, "keys"},
    {Aspect::tags, "tags"},
    {Aspect::text_lengths, "text_lengths"},
}};

template <class Rows, class Key>
std::string_view word_of(const Rows& rows, Key key) {
  for (const auto& [value, word] : rows) {
    if (value == key) return word;
  }
  return "";
}

Protocol protocol_of(const Value& value) {
  Protocol out;
  out.reader =
      static_cast<int>(json::small_number(json::need(value, "reader", Value::Kind::number, "'protocol'"), 1000));
  out.writer =
      static_cast<int>(json::small_number(json::need(value, "writer", Value::Kind::number, "'protocol'"), 1000));
  for (std::string& feature :
       json::texts_of(json::need(value, "features", Value::Kind::array, "'protocol'"), "features")) {
    out.features.insert(std::move(feature));
  }
  return out;
}

Referrer referrer_of(const Value& value) {
  constexpr std::string_view kWhat = "'referred_by'";
  return {json::name_of(json::need(value, "table", Value::Kind::array, kWhat), "a table's name"),
          json::foreign_key_of(json::need(value, "key", Value::Kind::object, kWhat))};
}

std::string referrer_json(const Referrer& referrer) {
  return fmt::format("{{\"table\":{},\"key\":{}}}", name_json(referrer.table), json::text_of(referrer.key));
}

void read_present(const Value& value, ObservedTable& out) {
  constexpr std::string_view kWhat = "a table";
  if (const Value* version = json::maybe(value, "version", Value::Kind::number, kWhat)) {
    if (!version->whole || version->number < 0) json::fail(*version, "a version must be a whole number");
    out.version = version->number;
  }
  out.protocol = protocol_of(json::need(value, "protocol", Value::Kind::object, kWhat));
  out.may_have_rows = json::need(value, "may_have_rows", Value::Kind::boolean, kWhat).boolean;
  if (const Value* blind = json::maybe(value, "blind", Value::Kind::array, kWhat)) {
    for (const Value& item : blind->items) out.blind.insert(json::meaning(kAspects, item, "aspect"));
  }
  if (const Value* names = json::maybe(value, "physical_names", Value::Kind::object, kWhat)) {
    for (const json::Member& member : names->members) {
      if (member.value.kind != Value::Kind::string) json::fail(member.value, "a physical name must be a string");
      out.physical_names[member.name] = member.value.text;
    }
  }
  if (const Value* policies = json::maybe(value, "policies", Value::Kind::array, kWhat)) {
    for (const Value& item : policies->items) out.policies.push_back(json::policy_of(item));
  }
  if (const Value* referrers = json::maybe(value, "referred_by", Value::Kind::array, kWhat)) {
    for (const Value& item : referrers->items) out.referred_by.push_back(referrer_of(item));
  }
  out.table = json::table_of(json::need(value, "table", Value::Kind::object, kWhat));
  if (const std::string* mark = out.property(kManagedMarkKey)) out.mark = decode_mark(*mark);
}

}  // namespace

std::vector<std::string> aspect_words(Aspects aspects) {
  std::vector<std::string> words;
  for (const auto& [aspect, word] : kAspects) {
    if (aspects.contains(aspect)) words.emplace_back(word);
  }
  return words;
}

std::string to_json(const ObservedTable& table) {
  std::string out =
      fmt::format("{{\"name\":{},\"presence\":\"{}\"", name_json(table.name), word_of(kPresences, table.presence));
  if (!table.problem.empty()) out += ",\"problem\":" + quoted(table.problem);
  if (!table.fix.empty()) out += ",\"fix\":" + quoted(table.fix);
  if (table.code != 0) out += fmt::format(",\"code\":{}", table.code);
  if (table.present()) {
    if (table.version) out += fmt::format(",\"version\":{}", *table.version);
    out += fmt::format(",\"protocol\":{{\"reader\":{},\"writer\":{},\"features\":{}}}", table.protocol.reader,
                       table.protocol.writer, quoted_list(table.protocol.features));
    out += fmt::format(",\"may_have_rows\":{}", table.may_have_rows);
    if (!table.blind.empty()) out += ",\"blind\":" + quoted_list(aspect_words(table.blind));
    if (!table.physical_names.empty()) {
      std::vector<std::string> members;
      for (const auto& [path, name] : table.physical_names) members.push_back(quoted(path) + ":" + quoted(name));
      out += fmt::format(",\"physical_names\":{{{}}}", fmt::join(members, ","));
    }
    if (!table.policies.empty()) {
      out += ",\"policies\":" + list_of(table.policies, [](const AccessPolicy& each) { return to_json(each); });
    }
    if (!table.referred_by.empty()) out += ",\"referred_by\":" + list_of(table.referred_by, referrer_json);
    std::string inner = to_json(table.table);
    while (!inner.empty() && inner.back() == '\n') inner.pop_back();
    out += ",\n   \"table\":" + inner;
  }
  return out + "}";
}

std::string to_json(const AccessPolicy& policy) {
  return fmt::format("{{\"column\":{},\"function\":{},\"columns\":{}}}", quoted(policy.column),
                     name_json(policy.function), quoted_list(policy.columns));
}

AccessPolicy json::policy_of(const Value& value) {
  constexpr std::string_view kWhat = "a policy";
  return {need_text(value, "column", kWhat),
          name_of(need(value, "function", Value::Kind::array, kWhat), "a function's name"),
          texts_of(need(value, "columns", Value::Kind::array, kWhat), "columns")};
}

ObservedTable json::observed_of(const Value& value) {
  constexpr std::string_view kWhat = "a table";
  ObservedTable out;
  out.name = name_of(need(value, "name", Value::Kind::array, kWhat), "a table's name");
  out.presence = meaning(kPresences, need(value, "presence", Value::Kind::string, kWhat), "presence");
  out.problem = maybe_text(value, "problem", kWhat);
  out.fix = maybe_text(value, "fix", kWhat);
  if (const Value* code = maybe(value, "code", Value::Kind::number, kWhat)) {
    out.code = static_cast<int>(small_number(*code, 999));
  }
  if (out.present()) read_present(value, out);
  return out;
}

}  // namespace delta
