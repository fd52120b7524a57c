#include "generate/template.hpp"

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
  data list(data::type::list);
  for (const View& item : std::get<View::List>(value)) list.push_back(to_data(item));
  return list;
}

data to_data(const View& view) {
  data object(data::type::object);
  for (const auto& [name, value] : view.values()) object.set(name, to_data(value));
  return object;
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
  kainjow::mustache::mustache parsed{std::string(text)};
  if (!parsed.is_valid()) return delta::Error{std::string(origin) + ": " + parsed.error_message(), ""};
  parsed.set_custom_escape([escape](const std::string& value) { return escape(value); });

  const data root = to_data(view);
  StrictContext context(&root);
  std::string out = parsed.render(context);
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
