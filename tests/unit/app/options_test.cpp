#include "app/options.hpp"

#include <gtest/gtest.h>

#include "app/exit_code.hpp"

namespace delta::app {
namespace {

std::variant<Options, EarlyExit> parse(std::vector<const char*> words) {
  words.insert(words.begin(), "/usr/bin/shop-migrate");
  return parse_options(static_cast<int>(words.size()), words.data(), "registry shop");
}

Options good(const std::vector<const char*>& words) {
  const auto parsed = parse(words);
  if (const auto* early = std::get_if<EarlyExit>(&parsed)) ADD_FAILURE() << early->err;
  return std::holds_alternative<Options>(parsed) ? std::get<Options>(parsed) : Options{};
}

/// The first line of the message of a wrong command line.
std::string wrong(const std::vector<const char*>& words) {
  const auto parsed = parse(words);
  const auto* early = std::get_if<EarlyExit>(&parsed);
  if (early == nullptr) return "accepted";
  EXPECT_EQ(early->code, 1) << "the parser's own codes must not get out";
  EXPECT_EQ(early->out, "");
  return early->err.substr(0, early->err.find('\n'));
}

TEST(Options, AChecksumHasItsForm) {
  const std::string digits(64, 'a');
  const std::string whole = "sha256:" + digits;
  good({"apply", "p.json", "--expect", whole.c_str()});
  const std::string capitals = "sha256:" + std::string(64, 'A');
  for (const std::string& text : {digits, capitals, whole.substr(0, 70), whole + "a", std::string("sha")}) {
    EXPECT_EQ(wrong({"apply", "p.json", "--expect", text.c_str()}),
              "shop-migrate: --expect '" + text +
                  "' is not the checksum of a plan: sha256: and 64 digits, as plan --out prints it");
  }
}

TEST(Options, ADialectIsOfAServer) {
  const std::string no = "shop-migrate: --dialect is what a server is taken for, and a plan without --target odbc:... ";
  EXPECT_EQ(wrong({"apply", "p.json", "--dialect", "databricks"}), no + "is of a lake");
  EXPECT_EQ(wrong({"recover", "--from", "p.json", "--target", "lake:x", "--dialect", "spark 4.2"}),
            no + "is of a lake");
  EXPECT_EQ(good({"apply", "p.json", "--target", "odbc:DSN=x", "--dialect", "databricks"}).dialect, "databricks");
}

TEST(Options, EveryOptionOfApply) {
  const Options options = good({"apply",
                                "--target",
                                "lake:./lake",
                                "--var",
                                "env=dev",
                                "--var",
                                "expr=a=b",
                                "--tables",
                                "*.orders",
                                "--allow",
                                "drop-column:dev.*",
                                "--allow",
                                "drop-table",
                                "--yes",
                                "--adopt",
                                "--take-over",
                                "--format",
                                "json",
                                "--out",
                                "r.json",
                                "--quiet",
                                "--color",
                                "never",
                                "--exclusive",
                                "--quiet-for",
                                "90s"});
  EXPECT_EQ(options.command, Command::apply);
  EXPECT_EQ(options.program, "shop-migrate");
  EXPECT_EQ(options.target, "lake:./lake");
  EXPECT_EQ(options.variables, (Variables{{"env", "dev"}, {"expr", "a=b"}}));
  EXPECT_EQ(options.tables, "*.orders");
  ASSERT_EQ(options.allow.size(), 2U);
  EXPECT_EQ(options.allow[0].kind, "drop-column");
  EXPECT_EQ(options.allow[0].glob, "dev.*");
  EXPECT_EQ(options.allow[1].glob, "*");
  EXPECT_TRUE(options.yes && options.adopt && options.take_over && options.quiet);
  EXPECT_EQ(options.format, Format::json);
  EXPECT_EQ(options.out, "r.json");
  EXPECT_EQ(options.color, ColorChoice::never);
  EXPECT_TRUE(options.conditions.exclusive);
  EXPECT_EQ(options.conditions.quiet_for, std::chrono::seconds(90));
}

/// An option that a command would ignore is none of its own: who gives it means something by it.
TEST(Options, WhatACommandDoesNotHeedItDoesNotTake) {
  for (const char* command : {"recover", "status", "history", "unlock"}) {
    const std::string says = std::string("shop-migrate: ") + command + " takes no option '--tables'.";
    EXPECT_TRUE(wrong({command, "--target=lake:x", "--tables=*.orders"}).starts_with(says)) << command;
  }
  EXPECT_EQ(wrong({"recover", "--target=lake:x", "--marks=none"}), "shop-migrate: recover takes no option '--marks'.");
  const std::string says = "shop-migrate: a saved plan says itself what may run: ";
  for (const char* option : {"--marks=none", "--no-row-checks", "--tables=*.orders", "--adopt", "--take-over"}) {
    EXPECT_EQ(wrong({"apply", "p.json", option}),
              says + "--tables, --adopt, --take-over, --marks and --no-row-checks belong to plan --out");
  }
}

TEST(Options, WhatASavedPlanUndoesMayBeAllowed) {
  EXPECT_NE(wrong({"apply", "p.json", "--allow=drop-column"}), "accepted");
  EXPECT_NE(wrong({"apply", "p.json", "--allow=drop-column", "--on-failure=continue"}), "accepted");
  for (const char* choice : {"--on-failure=rollback", "--on-failure=rollback-run"})
    EXPECT_EQ(good({"apply", "p.json", "--allow=drop-column", choice}).allow.size(), 1U);
}

TEST(Options, WhatTheParserFindsIsSaidInOurWords) {
  EXPECT_EQ(wrong({"plan", "--target", "lake:a", "--target", "lake:b"}),
            "shop-migrate: --target is given twice, and takes one value");
  EXPECT_EQ(wrong({"plan", "--target", "lake:a", "--allow"}), "shop-migrate: --allow needs a value: KIND[:GLOB]");
  EXPECT_EQ(wrong({"plan", "--target"}), "shop-migrate: --target needs a value: lake:DIR|odbc:DSN=NAME|snapshot:FILE");
  EXPECT_EQ(wrong({"apply", "--target", "lake:a", "--jobs", "many"}), "shop-migrate: --jobs takes a number");
  const auto help = parse({"plan", "--help"});
  EXPECT_NE(std::get<EarlyExit>(help).out.find("--no-row-checks "), std::string::npos);
  EXPECT_FALSE(good({"plan", "--target", "lake:a", "--no-row-checks"}).row_checks);
}

TEST(Options, ASnapshotIsJson) {
  EXPECT_EQ(wrong({"describe", "--target", "lake:a", "--out", "x.json"}),
            "shop-migrate: describe writes text, and x.json should hold JSON; add --format json, or --format text");
  EXPECT_EQ(good({"describe", "--target", "lake:a", "--out", "x.json", "--format", "json"}).format, Format::json);
  EXPECT_EQ(good({"describe", "--target", "lake:a", "--out", "x.json", "--format", "text"}).format, Format::text);
  EXPECT_EQ(good({"describe", "--target", "lake:a", "--out", "x.txt"}).format, Format::text);
}

TEST(Options, ASchemaThatHoldsTheStateIsNamed) {
  const std::string said =
      "shop-migrate: --state schema keeps runs in the schema that --state-schema names; a folder of that name is "
      "written ./schema";
  EXPECT_EQ(wrong({"apply", "--target", "odbc:DSN=prod", "--state", "schema"}), said);
  EXPECT_EQ(wrong({"history", "--target", "odbc:DSN=prod", "--state", "schema:/var/lib/ci"}), said);
  EXPECT_EQ(good({"apply", "--target", "odbc:DSN=prod", "--state", "schema", "--state-schema", "ops"}).state, "schema");
  EXPECT_EQ(good({"apply", "--target", "lake:a", "--state", "./schema"}).state, "./schema");
  EXPECT_EQ(good({"apply", "--target", "lake:a", "--state", "schematic"}).state, "schematic");
}

TEST(Options, DurationsHaveTheirUnit) {
  const auto quiet_for = [](const char* text) {
    return good({"apply", "--target=lake:x", "--quiet-for", text}).conditions.quiet_for.count();
  };
  EXPECT_EQ(good({"apply", "--target=lake:x"}).conditions.quiet_for, std::chrono::minutes(1));
  EXPECT_EQ(quiet_for("0"), 0);
  EXPECT_EQ(quiet_for("7"), 7'000);
  EXPECT_EQ(quiet_for("500ms"), 500);
  EXPECT_EQ(quiet_for("5m"), 300'000);
  EXPECT_EQ(quiet_for("2h"), 7'200'000);
  for (const char* text : {"s", "-1s", "1 s", "1d", "99999999999s"}) {
    EXPECT_NE(wrong({"apply", "--target=lake:x", "--quiet-for", text}).find("is no duration"), std::string::npos)
        << text;
  }
  EXPECT_NE(wrong({"apply", "--target=lake:x", "--quiet-for", ""}).find("--quiet-for is given an empty value"),
            std::string::npos);
}

TEST(Options, EachCommandHasItsOwn) {
  EXPECT_TRUE(good({"plan", "--target=lake:x", "--detailed-exitcode"}).detailed_exitcode);
  EXPECT_TRUE(good({"check", "--target=lake:x", "--strict"}).strict);
  EXPECT_EQ(good({"describe", "dev.silver.orders", "--target=lake:x"}).table, "dev.silver.orders");
  EXPECT_EQ(good({"describe", "--target=lake:x"}).table, "");
  EXPECT_EQ(good({"emit", "--target=lake:x", "--allow=drop-column"}).allow.size(), 1U);
}

TEST(Options, HelpAndVersionAreNoErrors) {
  for (const std::vector<const char*>& words : {std::vector<const char*>{"--help"},
                                                {"plan", "--help"},
                                                {"apply", "-h"},
                                                {"check", "--help"},
                                                {"emit", "--help"},
                                                {"describe", "--help"},
                                                {"--version"}}) {
    const auto parsed = parse(words);
    const auto* early = std::get_if<EarlyExit>(&parsed);
    ASSERT_NE(early, nullptr);
    EXPECT_EQ(early->code, 0);
    EXPECT_EQ(early->err, "");
    EXPECT_NE(early->out, "");
  }
  const auto help = std::get<EarlyExit>(parse({"apply", "--help"})).out;
  for (const char* word :
       {"--target", "--var", "--allow", "--yes", "--adopt", "--take-over", "drop-column", "Exit codes"}) {
    EXPECT_NE(help.find(word), std::string::npos) << word << "\n" << help;
  }
  EXPECT_EQ(std::get<EarlyExit>(parse({"--version"})).out, "shop-migrate: registry shop\n");
}

TEST(Options, WrongCommandLines) {
  EXPECT_EQ(wrong({"pla"}), "shop-migrate: there is no command 'pla'. Did you mean 'plan'?");
  EXPECT_EQ(wrong({"plan"}), "shop-migrate: plan needs --target, e.g. --target lake:./lake");
  EXPECT_EQ(wrong({"plan", "--target=lake:x", "--alow=drop-column"}),
            "shop-migrate: plan takes no option '--alow'. Did you mean '--allow'?");
  EXPECT_EQ(wrong({"plan", "--target=lake:x", "orders"}), "shop-migrate: plan takes no argument 'orders'.");
  EXPECT_EQ(wrong({"check", "--target=lake:x", "--yes"}), "shop-migrate: check takes no option '--yes'.");
  EXPECT_EQ(wrong({"plan", "--target=lake:x", "--var", "env"}),
            "shop-migrate: --var 'env' is not of the form NAME=VALUE");
  EXPECT_EQ(wrong({"plan", "--target=lake:x", "--var", "env=a", "--var", "env=b"}),
            "shop-migrate: --var env is given twice, as 'a' and as 'b'");
  EXPECT_EQ(wrong({"plan", "--target=lake:x", "--format", "yaml"}),
            "shop-migrate: --format 'yaml' is none of text, json, markdown, junit and sarif");
  EXPECT_EQ(wrong({"plan", "--target=lake:x", "--color", "yes"}),
            "shop-migrate: --color 'yes' is none of auto, always and never");
  EXPECT_EQ(wrong({"emit", "--target=lake:x", "--format", "json"}),
            "shop-migrate: emit writes SQL; the plan as JSON is written by plan --format json");
  EXPECT_NE(wrong({"plan", "--target=lake:x", "--allow", "drop-colum"}).find("drop-column"), std::string::npos)
      << wrong({"plan", "--target=lake:x", "--allow", "drop-colum"});
  EXPECT_EQ(wrong({"plan", "--target=lake:x", "--rollback=last", "--adopt"}),
            "shop-migrate: --rollback takes back what a run did; --adopt and --take-over belong to a plan that goes "
            "forward");
  EXPECT_EQ(wrong({"plan", "--target=lake:x", "--marks=none", "--adopt"}),
            "shop-migrate: --adopt and --take-over write marks, and --marks none writes none");
  EXPECT_EQ(wrong({"plan", "--target=lake:x", "--marks=all"}), "shop-migrate: --marks 'all' is neither own nor none");
  EXPECT_NE(wrong({"emit", "--target=lake:x", "--dialect", "spark 3.5"}).find("is older than all there are: 'spark 4."),
            std::string::npos);
  EXPECT_NE(wrong({"emit", "--target=lake:x", "--dialect", "sparc"}).find("is unknown; there are 'spark 4."),
            std::string::npos);
  EXPECT_NE(wrong({"plan", "--target"}), "accepted");
  EXPECT_NE(wrong({"plan", "--target=lake:x", "--quiet", "--verbose"}), "accepted");
  EXPECT_NE(wrong({}), "accepted");
}

TEST(ExitCode, Precedence) {
  using enum ExitCode;
  EXPECT_EQ(worse(interrupted, usage), interrupted);
  EXPECT_EQ(worse(unfinished, usage), usage);
  EXPECT_EQ(worse(conflict, unfinished), unfinished);
  EXPECT_EQ(worse(failed, conflict), conflict);
  EXPECT_EQ(worse(findings, failed), failed);
  EXPECT_EQ(worse(findings, changes_remain), findings);
  EXPECT_EQ(worse(in_sync, changes_remain), changes_remain);
}

}  // namespace
}  // namespace delta::app
