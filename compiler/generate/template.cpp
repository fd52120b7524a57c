#include "generate/template.hpp"

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <set>
#include <stdexcept>

#include "generate/templates.hpp"

namespace deltac {
namespace {

using kainjow::mustache::data;

data to_data(const View& view);

data to_data(const View::Value& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return data(*flag ? data::type::bool_true : data::type::bool_false);
  if (const std::string* text = std::get_if<std::string>(&value)) return data(*text);
  const View::List& views = std::get<View::List>(value);
  data list(data::type::list);
  // The library's own push_back copies what it is given, and all below it: once per level of a deep view.
  auto& items = const_cast<kainjow::mustache::list&>(list.list_value());
  items.reserve(views.size());
  for (const View& view : views) items.push_back(to_data(view));
  return list;
}

data to_data(const View& view) {
  data object(data::type::object);
  for (const auto& [name, value] : view.values()) object[name] = to_data(value);
  return object;
}

/// Stands for a line's end while the library renders: a byte that no UTF-8 text holds.
constexpr char kNewline = '\xFF';

/// A line of section tags and spaces alone, without its spaces; nothing for any other line.
std::optional<std::string> lone_tags(std::string_view line) {
  std::string tags;
  while (!line.empty()) {
    if (line.front() == ' ') {
      line.remove_prefix(1);
      continue;
    }
    const bool section =
        line.size() > 2 && line.starts_with("{{") && std::string_view("#^/!").find(line[2]) != std::string_view::npos;
    const std::size_t end = line.find("}}");
    if (!section || end == std::string_view::npos) return std::nullopt;
    tags += line.substr(0, end + 2);
    line.remove_prefix(end + 2);
  }
  return tags.empty() ? std::nullopt : std::optional(tags);
}

/// Line ends become marks, except after lone tags: the library drops such lines only where a section is rendered, and
/// drops blank lines beside them too.
std::string with_marked_newlines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const auto tags = lone_tags(line);
    out += tags ? *tags : std::string(line);
    if (end == std::string_view::npos) break;
    if (!tags) out += kNewline;
    text.remove_prefix(end + 1);
  }
  return out;
}

/// The library renders an unknown name as nothing; here it is remembered.
class StrictContext : public kainjow::mustache::context<std::string> {
 public:
  explicit StrictContext(const data* root) : context(root) {}

  const data* get(const std::string& name) const override {
    const data* found = context::get(name);
    if (found == nullptr) missing.insert(name);
    return found;
  }

  const data* get_partial(const std::string& name) const override {
    missing.insert(">" + name);
    return nullptr;
  }

  mutable std::set<std::string> missing;  // `get` is const in the library
};

}  // namespace

View& View::set(std::string name, std::string value) {
  values_.insert_or_assign(std::move(name), std::move(value));
  return *this;
}

View& View::set(std::string name, std::optional<std::string> value) {
  return value ? set(std::move(name), *std::move(value)) : set(std::move(name), false);
}

View& View::set(std::string name, bool value) {
  values_.insert_or_assign(std::move(name), value);
  return *this;
}

View& View::set(std::string name, List value) {
  values_.insert_or_assign(std::move(name), std::move(value));
  return *this;
}

delta::Expected<std::string> render(std::string_view text, std::string_view origin, const View& view, Escape escape) {
  kainjow::mustache::mustache parsed{with_marked_newlines(text)};
  if (!parsed.is_valid()) return delta::Error{std::string(origin) + ": " + parsed.error_message(), ""};
  // Values are escaped for the output's language alone: HTML has no part in it.
  parsed.set_custom_escape([escape](const std::string& value) { return escape(value); });

  const data root = to_data(view);
  StrictContext context(&root);
  std::string out = parsed.render(context);
  std::ranges::replace(out, kNewline, '\n');
  if (context.missing.empty()) return out;
  std::string names;
  for (const std::string& name : context.missing) names += (names.empty() ? "'" : ", '") + name + "'";
  return delta::Error{std::string(origin) + ": the template uses " + names + ", which nothing sets", ""};
}

delta::Expected<std::string_view> find_template(std::string_view path) {
  for (const EmbeddedTemplate& known : embedded_templates()) {
    if (known.path == path) return known.text;
  }
  return delta::Error{"there is no template '" + std::string(path) + "' in this deltac", ""};
}

std::string render_builtin(std::string_view path, const View& view, Escape escape) {
  const auto text = find_template(path);
  if (!text) throw std::logic_error(text.error().message);
  auto out = render(*text, path, view, escape);
  if (!out) throw std::logic_error(out.error().message);
  return *std::move(out);
}

}  // namespace deltac
