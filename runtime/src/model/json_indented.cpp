#include "model/json_indented.hpp"

#include <utility>

namespace delta::json {

std::string Indented::take() {
  out_ += '\n';
  return std::move(out_);
}

void Indented::open(char bracket) {
  separate();
  out_ += bracket;
  ++depth_;
  fresh_ = true;
}

void Indented::close(char bracket) {
  --depth_;
  if (!fresh_) new_line();
  out_ += bracket;
  fresh_ = false;
}

void Indented::key(std::string_view name) {
  separate();
  append_quoted(out_, name);
  out_ += ": ";
  keyed_ = true;
}

void Indented::value(std::string_view text) {
  separate();
  append_quoted(out_, text);
}

void Indented::value(bool truth) {
  separate();
  out_ += truth ? "true" : "false";
}

void Indented::integer(std::int64_t number) {
  separate();
  out_ += std::to_string(number);
}

void Indented::value(const std::vector<std::string>& texts) {
  open('[');
  for (const std::string& text : texts) value(text);
  close(']');
}

void Indented::value(const Value& read) {
  switch (read.kind) {
    case Value::Kind::null:
      separate();
      out_ += "null";
      return;
    case Value::Kind::boolean: return value(read.boolean);
    case Value::Kind::number: return integer(read.number);
    case Value::Kind::string: return value(read.text);
    case Value::Kind::array:
      open('[');
      for (const Value& item : read.items) value(item);
      return close(']');
    case Value::Kind::object:
      open('{');
      for (const Member& each : read.members) member(each.name, each.value);
      return close('}');
  }
}

void Indented::separate() {
  if (std::exchange(keyed_, false)) return;
  if (!fresh_) out_ += ',';
  fresh_ = false;
  if (depth_ > 0) new_line();
}

void Indented::new_line() {
  out_ += '\n';
  out_.append(static_cast<std::size_t>(depth_) * 2, ' ');
}

}  // namespace delta::json
