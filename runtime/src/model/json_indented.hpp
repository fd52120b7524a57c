#pragma once
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/json_text.hpp"

namespace delta::json {

/// JSON text in the layout that people read and `diff` compares: one member or item a line, two spaces a level. Written
/// straight away, because a report of ten thousand tables is large enough as a text.
class Indented {
 public:
  /// The text, ending with a newline.
  std::string take();

  void open(char bracket);
  void close(char bracket);
  void key(std::string_view name);

  void value(std::string_view text);
  void value(const std::string& text) { value(std::string_view(text)); }
  void value(const char* text) { value(std::string_view(text)); }
  void value(bool truth);
  template <std::integral Number>
  void value(Number number) {
    integer(static_cast<std::int64_t>(number));
  }
  void value(const std::vector<std::string>& texts);
  /// What was read from JSON of our own, all of whose numbers are whole.
  void value(const Value& read);

  template <class Content>
  void member(std::string_view name, const Content& content) {
    key(name);
    value(content);
  }
  /// A member that is left out when its text is empty.
  void known(std::string_view name, std::string_view text) {
    if (!text.empty()) member(name, text);
  }
  /// A member that is left out when it is false.
  void flag(std::string_view name, bool truth) {
    if (truth) member(name, true);
  }
  /// A member that is an array; `write(*this, item)` writes each.
  template <class Items, class Write>
  void list(std::string_view name, const Items& items, const Write& write) {
    key(name);
    open('[');
    for (const auto& item : items) write(*this, item);
    close(']');
  }

 private:
  void integer(std::int64_t number);
  void separate();
  void new_line();

  std::string out_;
  int depth_ = 0;
  bool fresh_ = true;  ///< nothing stands since the last opening bracket or key
  bool keyed_ = false;
};

}  // namespace delta::json
