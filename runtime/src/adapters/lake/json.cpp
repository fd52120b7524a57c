#include "adapters/lake/json.hpp"

#include <algorithm>
#include <charconv>

namespace delta::lake {
namespace {

void append_quoted(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00";
          out += kHex[static_cast<unsigned char>(c) >> 4];
          out += kHex[static_cast<unsigned char>(c) & 15];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void append(std::string& out, const Json& value) {
  switch (value.kind) {
    case Json::Kind::null: out += "null"; return;
    case Json::Kind::boolean: out += value.boolean ? "true" : "false"; return;
    case Json::Kind::number: out += value.text; return;
    case Json::Kind::string: append_quoted(out, value.text); return;
    case Json::Kind::array: {
      out += '[';
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        if (i > 0) out += ',';
        append(out, value.items[i]);
      }
      out += ']';
      return;
    }
    case Json::Kind::object: {
      out += '{';
      for (std::size_t i = 0; i < value.members.size(); ++i) {
        if (i > 0) out += ',';
        append_quoted(out, value.members[i].name);
        out += ':';
        append(out, value.members[i].value);
      }
      out += '}';
      return;
    }
  }
}

std::size_t present_members(const Json& object) {
  return static_cast<std::size_t>(
      std::count_if(object.members.begin(), object.members.end(),
                    [](const JsonMember& member) { return member.value.kind != Json::Kind::null; }));
}

}  // namespace

Json Json::of(std::string value) {
  Json json;
  json.kind = Kind::string;
  json.text = std::move(value);
  return json;
}

Json Json::of(const char* value) { return of(std::string(value)); }

Json Json::of(std::int64_t value) {
  Json json;
  json.kind = Kind::number;
  json.text = std::to_string(value);
  return json;
}

Json Json::of(bool value) {
  Json json;
  json.kind = Kind::boolean;
  json.boolean = value;
  return json;
}

Json Json::array() { return array(std::vector<Json>()); }
Json Json::object() { return object(std::vector<JsonMember>()); }

Json Json::array(std::vector<Json> items) {
  Json json;
  json.kind = Kind::array;
  json.items = std::move(items);
  return json;
}

Json Json::object(std::vector<JsonMember> members) {
  Json json;
  json.kind = Kind::object;
  json.members = std::move(members);
  return json;
}

const Json* Json::find(std::string_view name) const {
  for (const JsonMember& member : members) {
    if (member.name == name) return member.value.kind == Kind::null ? nullptr : &member.value;
  }
  return nullptr;
}

Json* Json::find(std::string_view name) { return const_cast<Json*>(std::as_const(*this).find(name)); }

const std::string* Json::find_string(std::string_view name) const {
  const Json* value = find(name);
  return value != nullptr && value->is_string() ? &value->text : nullptr;
}

std::optional<std::int64_t> Json::integer() const {
  if (kind != Kind::number) return std::nullopt;
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

Json& Json::set(std::string_view name, Json value) {
  for (JsonMember& member : members) {
    if (member.name == name) return member.value = std::move(value);
  }
  members.push_back({std::string(name), std::move(value)});
  return members.back().value;
}

void Json::erase(std::string_view name) {
  std::erase_if(members, [&](const JsonMember& member) { return member.name == name; });
}

std::string Json::dump() const {
  std::string out;
  append(out, *this);
  return out;
}

bool same_value(const Json& a, const Json& b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case Json::Kind::null: return true;
    case Json::Kind::boolean: return a.boolean == b.boolean;
    case Json::Kind::number:
    case Json::Kind::string: return a.text == b.text;
    case Json::Kind::array:
      return std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same_value);
    case Json::Kind::object:
      return present_members(a) == present_members(b) &&
             std::all_of(a.members.begin(), a.members.end(), [&](const JsonMember& member) {
               if (member.value.kind == Json::Kind::null) return true;
               const Json* other = b.find(member.name);
               return other != nullptr && same_value(member.value, *other);
             });
  }
  return false;
}

}  // namespace delta::lake
