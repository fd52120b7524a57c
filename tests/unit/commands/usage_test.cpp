#include "commands/usage.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

namespace deltac {
namespace {

/// What is told of `deltac WORDS…`.
std::string told(std::initializer_list<const char*> words) {
  CLI::App app("", "deltac");
  app.require_subcommand(1);
  std::string name;
  app.add_subcommand("compile", "")->add_option("--name", name, "")->required();
  app.add_subcommand("explain", "");
  std::vector<const char*> line{"deltac"};
  line.insert(line.end(), words);
  try {
    app.parse(static_cast<int>(line.size()), line.data());
  } catch (const CLI::ParseError& error) {
    return usage_text(app, error, words.size() > 0 ? *words.begin() : "");
  }
  return "";
}

TEST(Usage, NamesTheWordThatIsNoCommand) {
  EXPECT_EQ(told({"complie"}),
            "deltac: there is no command 'complie'\n  did you mean 'compile'? 'deltac --help' shows what there is\n");
  EXPECT_EQ(told({"bogus", "x"}), "deltac: there is no command 'bogus'\n  'deltac --help' shows what there is\n");
}

TEST(Usage, NamesTheOptionThatIsNear) {
  EXPECT_EQ(told({"compile", "--name", "a", "--nmae", "b"}),
            "deltac compile: The following arguments were not expected: b --nmae\n"
            "  did you mean '--name'? 'deltac compile --help' shows what there is\n");
  EXPECT_EQ(told({"compile"}), "deltac compile: --name is required\n  'deltac compile --help' shows what there is\n");
  EXPECT_EQ(told({}), "deltac: a command is missing\n  'deltac --help' shows what there is\n");
}

}  // namespace
}  // namespace deltac
