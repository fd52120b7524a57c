#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "delta/expected.hpp"

namespace deltac {

/// The names that a template may use, and what they stand for. A text that does not exist is set all the same, as
/// absent: a template that asks for a name that nobody set is wrong.
class View {
 public:
  using List = std::vector<View>;
  using Value = std::variant<bool, std::string, List>;

  View& set(std::string name, std::string value);
  View& set(std::string name, const char* value) { return set(std::move(name), std::string(value)); }
  View& set(std::string name, std::optional<std::string> value);
  View& set(std::string name, bool value);
  View& set(std::string name, List value);

  const std::map<std::string, Value>& values() const noexcept { return values_; }

 private:
  std::map<std::string, Value> values_;
};

/// How `{{name}}` is written in the language of the output; `{{{name}}}` is always written as it is.
using Escape = std::string (*)(std::string_view);

/// Renders a Mustache template. A line that holds section tags only leaves no line in the output. `origin` names it in
/// errors: a syntax error, or every name that the view lacks.
delta::Expected<std::string> render(std::string_view text, std::string_view origin, const View& view, Escape escape);

/// The text of a template that was built into deltac, by its path below templates/ (`cpp/header.mustache`).
delta::Expected<std::string_view> find_template(std::string_view path);

/// `render` of a built-in template. Such a template is part of the program, so its defects are thrown as
/// std::logic_error; a test renders each of them.
std::string render_builtin(std::string_view path, const View& view, Escape escape);

}  // namespace deltac
