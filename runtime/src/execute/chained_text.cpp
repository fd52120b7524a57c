#include "execute/chained_text.hpp"

#include <charconv>

#include "delta/model/fingerprint.hpp"

namespace delta {
namespace {

constexpr std::size_t kHashDigits = 32;

std::string hash_of(std::string_view last_hash, std::string_view json) {
  return sha256_hex(std::string(last_hash).append(json)).substr(0, kHashDigits);
}

/// The number of a form, as heads tell it: "deltac journal 1: …". 0: it is none such.
int form_number(std::string_view text, std::string_view head) {
  const std::size_t name = head.find_last_of(' ', head.find(':')) + 1;
  if (text.substr(0, name) != head.substr(0, name)) return 0;
  int number = 0;
  const auto [end, error] = std::from_chars(text.data() + name, text.data() + text.size(), number);
  return error == std::errc() && end != text.data() + text.size() && *end == ':' ? number : 0;
}

}  // namespace

Error damaged_line(const ChainedKind& kind, std::string_view origin, std::size_t line, std::string_view why) {
  return {std::string(origin) + ":" + std::to_string(line) + ": the " + std::string(kind.name) +
              " is damaged: " + std::string(why),
          std::string(kind.fix)};
}

std::string chained_line(std::string_view json, std::string& last_hash) {
  last_hash = hash_of(last_hash, json);
  return last_hash + " " + std::string(json) + "\n";
}

Expected<ChainedText> read_chained(std::string_view text, const ChainedKind& kind, std::string_view origin) {
  const std::string_view head = kind.head;
  ChainedText out;
  if (!text.starts_with(head)) {
    out.torn = head.starts_with(text);
    if (out.torn) return out;
    if (form_number(text, head) > form_number(head, head)) {
      return Error{std::string(origin) + " was written by a newer version of deltac", "use that version for it"};
    }
    return damaged_line(kind, origin, 1, "it does not begin as one of this version");
  }
  std::size_t at = head.size();
  out.whole_bytes = at;
  for (std::size_t number = 2; at < text.size(); ++number) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) {
      out.torn = true;
      return out;
    }
    const std::string_view line = text.substr(at, end - at);
    const bool formed = line.size() > kHashDigits && line[kHashDigits] == ' ';
    const std::string_view json = formed ? line.substr(kHashDigits + 1) : std::string_view();
    std::string hash = hash_of(out.last_hash, json);
    if (!formed || line.substr(0, kHashDigits) != hash) {
      return damaged_line(kind, origin, number, "this line is not what was written behind the one before");
    }
    out.lines.push_back({line.substr(0, kHashDigits), json});
    out.last_hash = std::move(hash);
    at = end + 1;
    out.whole_bytes = at;
  }
  return out;
}

}  // namespace delta
