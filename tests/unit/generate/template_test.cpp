#include "generate/template.hpp"

#include <gtest/gtest.h>

#include "generate/cpp_text.hpp"
#include "generate/templates.hpp"

namespace deltac {
namespace {

std::string as_is(std::string_view text) { return std::string(text); }

TEST(Template, NamesEveryUnknownName) {
  const auto out = render("{{known}} {{zip}} {{#street}}x{{/street}}", "a.mustache", View().set("known", "k"), as_is);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().message, "a.mustache: the template uses 'street', 'zip', which nothing sets");
}

TEST(Template, NamesAnUnknownNameInAList) {
  const View view = View().set("items", View::List{View().set("a", "1")});
  const auto out = render("{{#items}}{{a}}{{b}}{{/items}}", "a.mustache", view, as_is);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().message, "a.mustache: the template uses 'b', which nothing sets");
}

TEST(Template, AnAbsentTextIsKnown) {
  const auto out = render("[{{#x}}{{x}}{{/x}}]", "a.mustache", View().set("x", std::optional<std::string>()), as_is);
  ASSERT_TRUE(out);
  EXPECT_EQ(*out, "[]");
}

TEST(Template, RefusesPartialsAndBrokenSections) {
  EXPECT_FALSE(render("{{>other}}", "a.mustache", View(), as_is));
  EXPECT_FALSE(render("{{#x}}never closed", "a.mustache", View().set("x", true), as_is));
}

TEST(Template, EscapesWithTheLanguageOfTheOutputOnly) {
  const auto out = render("{{x}} {{{x}}}", "a.mustache", View().set("x", "<a> & \"b\""), cpp_string);
  ASSERT_TRUE(out);
  EXPECT_EQ(*out, R"("<a> & \"b\"" <a> & "b")");
}

TEST(Template, LinesOfTagsLeaveNoLineAndBlankLinesStay) {
  const View view = View().set("on", true).set("off", false).set("list", View::List{View(), View()});
  const auto out = render("a\n\n{{#on}}\n  b\n{{/on}}\n{{#off}}\nc\n{{/off}}\n\n  {{#list}}\n\nd\n  {{/list}}\ne",
                          "a.mustache", view, as_is);
  ASSERT_TRUE(out);
  EXPECT_EQ(*out, "a\n\n  b\n\n\nd\n\nd\ne");
}

TEST(Template, ValuesAreNotRead) {
  const auto out = render("{{x}}", "a.mustache", View().set("x", "{{env}} {{#y}}"), as_is);
  ASSERT_TRUE(out);
  EXPECT_EQ(*out, "{{env}} {{#y}}");
}

TEST(Template, UnknownBuiltInIsAnError) {
  EXPECT_FALSE(find_template("cpp/none.mustache"));
  EXPECT_TRUE(find_template("cpp/header.mustache"));
  EXPECT_THROW(render_builtin("cpp/main.mustache", View(), cpp_string), std::logic_error);
  EXPECT_EQ(embedded_templates().size(), 4U + 7U) << "templates, and the schemas that `deltac schema` prints";
}

}  // namespace
}  // namespace deltac
