#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "model/json_text.hpp"

namespace delta::json {

/// JSON text piece by piece, with the commas between members and items.
class Builder {
 public:
  std::string take() { return std::move(out_); }

  void open(char bracket) {
    separate();
    out_ += bracket;
    fresh_ = true;
  }
  void close(char bracket) {
    out_ += bracket;
    fresh_ = false;
  }
  /// A new line, for what a person reads line by line: tables, columns, source lines.
  void line(int indent) { break_ = indent; }

  void key(std::string_view name) {
    separate();
    append_quoted(out_, name);
    out_ += ':';
    fresh_ = true;
  }

  void value(std::string_view text) {
    separate();
    append_quoted(out_, text);
  }
  void value(const std::string& text) { value(std::string_view(text)); }
  void value(std::int64_t number) {
    separate();
    out_ += std::to_string(number);
  }
  void value(bool truth) {
    separate();
    out_ += truth ? "true" : "false";
  }

 private:
  void separate() {
    if (!fresh_) out_ += ',';
    fresh_ = false;
    if (break_ < 0) return;
    out_ += '\n';
    out_.append(static_cast<std::size_t>(break_), ' ');
    break_ = -1;
  }

  std::string out_;
  bool fresh_ = true;
  int break_ = -1;
};

}  // namespace delta::json
