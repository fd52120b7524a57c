#include "delta/model/identifier.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "model/path_text.hpp"
#include "model/utf8.hpp"

namespace delta {
namespace {

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Simple case folding of the scripts that have case and are in daily use: Latin-1, Latin Extended-A and Additional,
/// Greek, Cyrillic, Armenian, fullwidth Latin. Letters whose folding depends on a language (dotless i) stay as
/// they are.
char32_t fold(char32_t c) {
  const auto in = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
  if (in('A', 'Z')) return c + 32;
  if (in(0xC0, 0xDE) && c != 0xD7) return c + 32;
  if (in(0x100, 0x137) && c != 0x130 && c != 0x131) return c | 1U;
  if (in(0x139, 0x148) || in(0x179, 0x17E)) return c % 2 == 1 ? c + 1 : c;
  if (in(0x14A, 0x177)) return c | 1U;
  if (c == 0x178) return 0xFF;
  if (c == 0x386) return 0x3AC;
  if (in(0x388, 0x38A)) return c + 37;
  if (c == 0x38C) return 0x3CC;
  if (in(0x38E, 0x38F)) return c + 63;
  if (in(0x391, 0x3AB) && c != 0x3A2) return c + 32;
  if (in(0x400, 0x40F)) return c + 80;
  if (in(0x410, 0x42F)) return c + 32;
  if (in(0x460, 0x481) || in(0x48A, 0x4BF) || in(0x4D0, 0x52F)) return c | 1U;
  if (in(0x531, 0x556)) return c + 48;
  if (in(0x1E00, 0x1E95) || in(0x1EA0, 0x1EFF)) return c | 1U;
  if (in(0xFF21, 0xFF3A)) return c + 32;
  return c;
}

constexpr std::size_t kWord = sizeof(std::uint64_t);  // letters that are looked at together
constexpr std::uint64_t kEach = 0x0101010101010101;
constexpr std::uint64_t kBeyondAscii = 0x80 * kEach;

template <class Word>
std::uint64_t word_at(const char* bytes) {
  Word word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

/// `lower_ascii` of eight letters; bytes beyond ASCII stay.
std::uint64_t lower_ascii(std::uint64_t word) {
  const std::uint64_t letters = word & ~kBeyondAscii;
  const std::uint64_t from_a = letters + (0x80 - 'A') * kEach;    // the high bit of each byte that is A or more
  const std::uint64_t beyond_z = letters + (0x7F - 'Z') * kEach;  // and of each beyond Z
  const std::uint64_t upper_case = (from_a ^ beyond_z) & ~word & kBeyondAscii;
  return word | upper_case >> 2U;
}

/// Takes eight bytes at a time, the last ones twice where they are fewer, and letters of both cases for the same:
/// nothing has to be copied or folded first.
std::uint64_t hash_ignoring_case(std::string_view text, std::uint64_t& all_bytes) {
  constexpr std::uint64_t kLowerCase = 0x20 * kEach;
  std::uint64_t hash = text.size();
  const auto take = [&](std::uint64_t word) {
    all_bytes |= word;
    hash = (hash ^ (word | kLowerCase)) * 0x9E3779B97F4A7C15;
    hash ^= hash >> 32U;
  };
  const char* const end = text.data() + text.size();
  if (text.size() >= kWord) {
    for (const char* at = text.data(); end - at > static_cast<std::ptrdiff_t>(kWord); at += kWord) {
      take(word_at<std::uint64_t>(at));
    }
    take(word_at<std::uint64_t>(end - kWord));
  } else if (text.size() >= 4) {
    take(word_at<std::uint32_t>(text.data()) << 32U | word_at<std::uint32_t>(end - 4));
  } else {
    for (const char c : text) take(static_cast<unsigned char>(c));
  }
  return hash;
}

bool needs_backticks(std::string_view step) {
  return step.empty() || step.find_first_of(".`") != std::string_view::npos;
}

}  // namespace

void append_folded(std::string& out, std::string_view text) {
  const std::size_t begin = out.size();
  out += text;
  std::uint64_t seen = 0;
  char* const end = out.data() + out.size();  // asked of `out` once: for all GCC knows, each letter may change it
  char* letter = out.data() + begin;
  for (; end - letter >= static_cast<std::ptrdiff_t>(kWord); letter += kWord) {
    const auto word = word_at<std::uint64_t>(letter);
    seen |= word;
    const std::uint64_t lower = lower_ascii(word);
    std::memcpy(letter, &lower, kWord);
  }
  for (; letter != end; ++letter) {
    seen |= static_cast<unsigned char>(*letter);
    *letter = lower_ascii(*letter);
  }
  if ((seen & kBeyondAscii) == 0) return;
  out.resize(begin);
  while (!text.empty()) utf8::append(out, fold(utf8::take(text)));
}

void append_step(std::string& path, std::string_view step) {
  if (!path.empty()) path += '.';
  if (!needs_backticks(step)) {
    path += step;
    return;
  }
  path += '`';
  for (const char c : step) path.append(c == '`' ? 2 : 1, c);
  path += '`';
}

std::string fold_case(std::string_view text) {
  std::string folded;
  append_folded(folded, text);
  return folded;
}

std::strong_ordering compare_folded(std::string_view a, std::string_view b) {
  if (a == b) return std::strong_ordering::equal;  // names are nearly always spelt alike
  const std::size_t both = std::min(a.size(), b.size());
  std::size_t i = 0;
  for (; both - i >= kWord; i += kWord) {
    const auto left = word_at<std::uint64_t>(a.data() + i);
    const auto right = word_at<std::uint64_t>(b.data() + i);
    if (((left | right) & kBeyondAscii) != 0 || lower_ascii(left) != lower_ascii(right)) break;
  }
  for (; i < both; ++i) {
    // Beyond ASCII a letter and its folded form may differ in length.
    if (!is_ascii(a[i]) || !is_ascii(b[i])) return fold_case(a.substr(i)) <=> fold_case(b.substr(i));
    const char left = lower_ascii(a[i]);
    const char right = lower_ascii(b[i]);
    if (left != right) return left <=> right;
  }
  return a.size() <=> b.size();
}

std::size_t folded_hash(std::string_view text) {
  std::uint64_t all_bytes = 0;
  const std::uint64_t hash = hash_ignoring_case(text, all_bytes);
  return (all_bytes & kBeyondAscii) == 0 ? hash : hash_ignoring_case(fold_case(text), all_bytes);
}

TableName TableName::parse(std::string_view text) {
  TableName name;
  while (true) {
    const std::size_t dot = text.find('.');
    name.parts.emplace_back(std::string(text.substr(0, dot)));
    if (dot == std::string_view::npos) return name;
    text.remove_prefix(dot + 1);
  }
}

std::string TableName::text() const {
  std::string joined;
  for (const Identifier& part : parts) {
    if (&part != &parts.front()) joined += '.';
    joined += part.text();
  }
  return joined;
}

TableName TableName::name_space() const {
  return parts.empty() ? TableName{} : TableName({parts.begin(), std::prev(parts.end())});
}

ColumnPath ColumnPath::parse(std::string_view text) {
  ColumnPath path;
  std::string step;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '`' && quoted && i + 1 < text.size() && text[i + 1] == '`') {
      step += text[++i];
    } else if (text[i] == '`') {
      quoted = !quoted;
    } else if (text[i] == '.' && !quoted) {
      path.steps.emplace_back(std::move(step));
      step.clear();
    } else {
      step += text[i];
    }
  }
  path.steps.emplace_back(std::move(step));
  return path;
}

std::string ColumnPath::text() const {
  std::string joined;
  for (const Identifier& step : steps) append_step(joined, step.text());
  return joined;
}

ColumnPath ColumnPath::parent() const {
  return steps.empty() ? ColumnPath{} : ColumnPath({steps.begin(), std::prev(steps.end())});
}

ColumnPath ColumnPath::child(Identifier step) const {
  ColumnPath path = *this;
  path.steps.push_back(std::move(step));
  return path;
}

bool ColumnPath::contains(const ColumnPath& other) const {
  return other.steps.size() >= steps.size() && std::equal(steps.begin(), steps.end(), other.steps.begin());
}

}  // namespace delta
