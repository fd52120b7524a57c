#pragma once
#include <rapidcheck.h>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Chance, to be used inside a rapidcheck property or generator.
namespace delta::testing {

inline int below(int limit) { return limit <= 1 ? 0 : *rc::gen::inRange(0, limit); }
inline bool coin() { return *rc::gen::arbitrary<bool>(); }
/// True once in so many times.
inline bool one_in(int times) { return below(times) == 0; }

template <class T>
T one_of(std::initializer_list<T> values) {
  return *(values.begin() + below(static_cast<int>(values.size())));
}

template <class Values>
auto& any_of(Values& values) {
  return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
}

/// The same values in another order.
template <class Values>
void shuffle(Values& values) {
  for (std::size_t i = values.size(); i > 1; --i) {
    std::swap(values[i - 1], values[static_cast<std::size_t>(below(static_cast<int>(i)))]);
  }
}

/// Text that breaks what does not quote: for comments, property values, and the strings in DEFAULT.
inline std::string hostile_text() {
  std::string text;
  for (int i = below(4); i >= 0; --i) {
    text += one_of<std::string_view>({"a",
                                      "'",
                                      "''",
                                      "\"",
                                      "`",
                                      "\\",
                                      "\\\\",
                                      "\\'",
                                      "\\n",
                                      "\\u0041",
                                      "${x}",
                                      "${",
                                      "$",
                                      "{x}",
                                      "{env}",
                                      "{{",
                                      "}",
                                      "--",
                                      "-- '",
                                      "/*",
                                      "*/",
                                      "\n",
                                      "\r\n",
                                      "\t",
                                      "\x01",
                                      "\x7f",
                                      "?",
                                      "? = ?",
                                      ";",
                                      "%",
                                      "\\%",
                                      "\\_",
                                      "%s",
                                      ":name",
                                      "{ts '2026-01-02 03:04:05'}",
                                      "{d '2026-01-02'}",
                                      "{fn now()}",
                                      "{call p(?)}",
                                      "'; DROP TABLE x; --",
                                      "\xC3\xA9",
                                      "\xE2\x82\xAC",
                                      "\xF0\x9F\xA6\x86",
                                      "\xE2\x80\xA8",
                                      "\xEF\xBB\xBF",
                                      " ",
                                      "  ",
                                      "$$",
                                      "$a$",
                                      "E'",
                                      "U&'",
                                      "@",
                                      "#",
                                      "\\0",
                                      "0x",
                                      "NULL",
                                      "<b>&amp;",
                                      "\xE2\x80\xAE"});
  }
  return text;
}

/// Makes names that no other column has. Hostile ones hold what must be quoted; `mapped` tables take even more.
class Names {
 public:
  bool hostile = false;
  bool mapped = false;

  std::string next() {
    std::string name = "c" + std::to_string(++last_);
    if (coin()) name[0] = 'C';
    if (hostile && one_in(3)) name += odd();
    return name;
  }

  /// A number that no other call gives.
  int number() { return ++last_; }

 private:
  std::string odd() const {
    if (mapped && coin()) {
      return one_of<std::string>({" ", ", x", ";", "{x}", "()", "=", "\t", "\n", "{ts 'a'}", "a b", "{", "{fn x}"});
    }
    return one_of<std::string>({"'",  "\"", "`",   ".", "?",   "--", "/*", "*/", "\xC3\xA9", "\xF0\x9F\xA6\x86",
                                "\\", ":x", "%",   "#", "<b>", "&",  "$",  "-",  "+",        "[0]",
                                "@",  "``", "\\'", "|", "~",   "^"});
  }

  int last_ = 0;
};

}  // namespace delta::testing
