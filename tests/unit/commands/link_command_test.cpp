// `deltac link` as a user meets it: exit codes, messages, and what is written.
#include "commands/link.hpp"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "commands/output_files.hpp"
#include "delta/model/json.hpp"

namespace deltac {
namespace {

namespace fs = std::filesystem;

delta::Fragment fragment(const std::string& library, const std::string& table) {
  delta::Table orders;
  orders.declared_name = {table, {library + "/orders.hpp", 9, 15, static_cast<int>(table.size()) + 2}};
  orders.name = delta::TableName::parse(table);
  orders.type_name = library + "::Order";
  orders.library = library;
  orders.header = library + "/orders.hpp";
  orders.span = {library + "/orders.hpp", 8, 8, 5};
  delta::Column id;
  id.name = "id";
  id.type = delta::DataType::of(delta::TypeKind::bigint);
  id.span = {library + "/orders.hpp", 10, 16, 2};
  orders.columns = {id};
  delta::Fragment fragment;
  fragment.library = library;
  fragment.headers = {orders.header};
  fragment.tables = {orders};
  fragment.lines[{orders.header, 9}] = "  DELTA_TABLE(\"" + table + "\");";
  return fragment;
}

struct Outcome {
  int code = -1;
  std::string out;
  std::string err;
};

class LinkCommand : public ::testing::Test {
 protected:
  LinkCommand() {
    std::string name = (fs::temp_directory_path() / "deltac-link-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    directory_ = name;
  }
  ~LinkCommand() override { fs::remove_all(directory_); }

  std::string path(const std::string& name) const { return (directory_ / name).string(); }

  std::string write(const std::string& name, const std::string& content) const {
    EXPECT_TRUE(write_if_changed(path(name), content));
    return path(name);
  }
  std::string write(const delta::Fragment& value) const { return write(value.library + ".json", to_json(value)); }

  static Outcome run(std::vector<std::string> arguments) {
    CLI::App app;
    Outcome outcome;
    add_link_command(app, outcome.code);
    arguments.insert(arguments.begin(), "link");
    std::reverse(arguments.begin(), arguments.end());
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    try {
      app.parse(arguments);
    } catch (const CLI::ParseError& error) {
      outcome.code = app.exit(error, std::cout, std::cerr) == 0 ? 0 : 2;
    }
    outcome.out = ::testing::internal::GetCapturedStdout();
    outcome.err = ::testing::internal::GetCapturedStderr();
    return outcome;
  }

  fs::path directory_;
};

TEST_F(LinkCommand, WritesFilesStampAndDepfile) {
  const std::string shop = write(fragment("shop", "{env}.silver.orders"));
  const Outcome outcome = run({shop, "--name", "m", "--out", path("out"), "--var", "env=dev", "--namespace-policy",
                               "{env}.silver", "--stamp", path("s"), "--depfile", path("d")});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  for (const char* file : {"out/m.registry.cpp", "out/m.main.cpp", "out/shop/shop/orders.hpp.cpp", "s"}) {
    EXPECT_TRUE(fs::exists(path(file))) << file;
  }
  EXPECT_EQ(*read_file(path("d")), path("s") + ": \\\n  " + shop + "\n");
}

TEST_F(LinkCommand, OneTableOfTwoLibrariesIsShownAtBothPlaces) {
  const std::string shop = write(fragment("shop", "s.orders"));
  const std::string billing = write(fragment("billing", "s.Orders"));
  const Outcome outcome = run({shop, billing, "--name", "m", "--out", path("out"), "--root", "/src"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("/src/shop/orders.hpp:9:15: "), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("/src/billing/orders.hpp:9:15: "), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("is declared twice"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("  DELTA_TABLE(\"s.orders\");"), std::string::npos) << outcome.err;
  EXPECT_FALSE(fs::exists(path("out"))) << "nothing is written when there are errors";
}

TEST_F(LinkCommand, FindingsAsJsonGoToStandardOutput) {
  const std::string shop = write(fragment("shop", "s.orders"));
  const Outcome outcome =
      run({shop, "--name", "m", "--out", path("out"), "--namespace-policy", "gold", "--format", "json"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.err, "");
  EXPECT_NE(outcome.out.find("\"deltac.findings/1\""), std::string::npos) << outcome.out;
}

TEST_F(LinkCommand, NamesAMissingFragment) {
  const Outcome outcome = run({path("none.json"), "--name", "m", "--out", path("out")});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err,
            "deltac link: cannot read '" + path("none.json") + "': No such file or directory\n" + "  check the path\n");
}

TEST_F(LinkCommand, NamesThePlaceInADamagedFragment) {
  std::string text = to_json(fragment("shop", "s.orders"));
  text.resize(text.size() / 2);
  const Outcome outcome = run({write("torn.json", text), "--name", "m", "--out", path("out")});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err.find("deltac link: " + path("torn.json") + ":"), 0U) << outcome.err;
}

TEST_F(LinkCommand, RefusesAFragmentOfAnotherFormat) {
  std::string text = to_json(fragment("shop", "s.orders"));
  text.replace(text.find("deltac.fragment/1"), 17, "deltac.fragment/9");
  const Outcome outcome = run({write("new.json", text), "--name", "m", "--out", path("out")});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.err.find("deltac.fragment/9"), std::string::npos) << outcome.err;
}

TEST_F(LinkCommand, RefusesOneLibraryTwice) {
  const std::string shop = write(fragment("shop", "s.orders"));
  const Outcome outcome = run({shop, shop, "--name", "m", "--out", path("out")});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err.find("deltac link: two fragments describe the library 'shop'\n"), 0U) << outcome.err;
}

TEST_F(LinkCommand, RefusesVariablesThatMeanNothing) {
  const std::string shop = write(fragment("shop", "{env}.s.orders"));
  const std::vector<std::string> common{shop, "--name", "m", "--out", path("out"), "--var"};
  const auto with = [&](std::vector<std::string> more) {
    std::vector<std::string> all = common;
    all.insert(all.end(), more.begin(), more.end());
    return run(all);
  };
  EXPECT_EQ(with({"evn=dev"}).err,
            "deltac link: --var evn=dev: no table's name or location uses {evn}\n  the names use {env}\n");
  EXPECT_EQ(with({"env"}).err, "deltac link: --var 'env' is no NAME=VALUE\n  write --var env=dev\n");
  EXPECT_EQ(with({"env=a", "--var", "env=b"}).err,
            "deltac link: --var env is given twice\n  give each variable one default\n");
  EXPECT_EQ(with({"evn=dev"}).code, 2);
}

TEST_F(LinkCommand, SaysWhyItCannotWrite) {
  const std::string shop = write(fragment("shop", "s.orders"));
  const std::string file = write("file", "");
  const Outcome outcome = run({shop, "--name", "m", "--out", file, "--stamp", path("s")});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err.find("deltac link: cannot make the directory '" + file), 0U) << outcome.err;
  EXPECT_FALSE(fs::exists(path("s"))) << "a stamp stands for complete outputs";
}

TEST_F(LinkCommand, RefusesANameThatIsNoFileName) {
  const std::string shop = write(fragment("shop", "s.orders"));
  EXPECT_EQ(run({shop, "--name", "../m", "--out", path("out")}).code, 2);
  EXPECT_EQ(run({shop, "--out", path("out")}).code, 2);
}

}  // namespace
}  // namespace deltac
