#include "app/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <memory>
#include <optional>

#include "app/exit_code.hpp"
#include "delta/rules/rule.hpp"
#include "delta/sql/dialect.hpp"

namespace delta::app {
namespace {

struct CommandRow {
  Command command;
  std::string_view word;
  std::string_view summary;
  std::string_view footer;
};

constexpr std::array kCommands{
    CommandRow{Command::plan, "plan", "Show what apply would do; changes nothing",
               "A step that loses data, or that cannot be taken back, is shown with the --allow flag that it needs.\n"
               "\nExit codes: 0 the plan was made, 3 some table was refused, 4 some table cannot be read;\n"
               "with --detailed-exitcode also 2: there are changes.\n"
               "\nExamples:\n"
               "  {0} plan --target lake:./lake --var env=dev\n"
               "  {0} plan --target lake:./lake --out plan.json    for a review, and for apply plan.json\n"},
    CommandRow{Command::apply, "apply", "Bring the tables to what the code says",
               "Shows the plan and asks before anything is changed; --yes does not ask. With a plan that plan --out saved,\n"
               "exactly that runs, without a question, and only if nothing changed since.\n"
               "\nExit codes: 0 every table is in sync, 2 declined or steps wait for --allow, 3 some table was refused,\n"
               "4 some table failed, 5 a table changed meanwhile or another engine is at work (--exclusive),\n"
               "130 interrupted (every table is left whole).\n"
               "\nExamples:\n"
               "  {0} apply --target lake:./lake --var env=dev\n"
               "  {0} apply --target lake:./lake --yes --allow drop-column:dev.* --allow protocol-upgrade\n"
               "  {0} apply plan.json --expect sha256:9f2c...\n"},
    CommandRow{Command::check, "check", "Tell whether the tables are what the code says; changes nothing",
               "Exit codes: 0 in sync, 2 not in sync, 3 some table would be refused, 4 some table cannot be read.\n"
               "\nExample, in a pipeline:\n"
               "  {0} check --target lake:./lake --var env=prod --strict\n"},
    CommandRow{Command::emit, "emit", "Write the plan as an SQL script for Spark or Databricks; changes nothing",
               "Steps that need a permission are written as comments until --allow lets them through.\n"
               "\nExample:\n"
               "  {0} emit --target snapshot:prod.json --var env=prod --out migrate.sql\n"
               "  {0} emit --target lake:./lake --var env=dev --dialect databricks\n"},
    CommandRow{Command::describe, "describe", "Show what the target holds; changes nothing",
               "--format json writes a snapshot, which --target snapshot:FILE reads: a plan against production needs\n"
               "no access to it.\n"
               "\nExamples:\n"
               "  {0} describe dev.silver.orders --target lake:./lake --var env=dev\n"
               "  {0} describe --target lake:./lake --var env=prod --format json --out prod.json\n"},
    CommandRow{Command::show, "show", "Show a plan that was saved; needs no target",
               "markdown is for a pull request, sql is the plan as a script.\n"
               "\nExample:\n"
               "  {0} show plan.json --format markdown\n"},
    CommandRow{Command::status, "status", "Tell of runs that were broken off, and who is at work",
               "Exit codes: 0 nothing is unfinished, 5 a run is at work, 6 a run was broken off.\n"},
    CommandRow{Command::recover, "recover", "Finish a run that was broken off",
               "Reads every table of the run and compares it with what the plan foresaw before and after each step; what\n"
               "did not run yet runs now. A table that somebody else changed meanwhile stops it (exit 5).\n"
               "\nExamples:\n"
               "  {0} recover --target lake:./lake\n"
               "  {0} recover --target lake:./lake --abandon 'the tables were restored from a backup'\n"
               "  {0} recover --target lake:./lake --from plan.json    the machine with the journal is gone\n"},
    CommandRow{Command::unlock, "unlock", "Take the lock from a machine that is gone",
               "Shows whose it is and asks. A process of this machine that is at work keeps its lock (exit 5).\n"},
};

/// The words of --format and which commands know them.
struct FormatRow {
  Format format;
  std::string_view word;
  bool of_show_only;
};
constexpr std::array kFormats{FormatRow{Format::text, "text", false}, FormatRow{Format::json, "json", false},
                              FormatRow{Format::markdown, "markdown", true}, FormatRow{Format::sql, "sql", true}};

/// Texts as the parser fills them, judged once all are there.
struct RawOptions {
  Options options;
  std::vector<std::string> variables;
  std::vector<std::string> catalogs;
  std::vector<std::string> allow;
  std::string format = "text";
  std::string color = "auto";
  std::string quiet_for = "1m";
  std::string lock_timeout = "0";
  bool forward = false;  ///< what recover does anyway
};

/// "'spark 4.2', 'spark 4.0', …"
std::string dialect_words() {
  std::string words;
  for (const sql::Dialect& each : sql::dialects()) {
    words += fmt::format("{}'{} {}'", words.empty() ? "" : ", ", each.name, each.version);
  }
  return words;
}

/// `500ms`, `30s`, `5m`, `1h`; a number alone is seconds.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  struct Scale {
    std::string_view word;
    std::int64_t milliseconds;
  };
  constexpr std::array kScales{Scale{"", 1000}, Scale{"ms", 1}, Scale{"s", 1000}, Scale{"m", 60'000}, Scale{"h", 3'600'000}};
  std::uint32_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{}) return std::nullopt;
  const auto scale = std::ranges::find(kScales, std::string_view(stop, end), &Scale::word);
  if (scale == kScales.end()) return std::nullopt;
  return std::chrono::milliseconds(number * scale->milliseconds);
}

/// " Did you mean '--allow'?", or nothing when no word is near.
std::string suggestion(std::string_view word, const std::vector<std::string>& words) {
  const std::string nearest = rules::nearest_name(word, words);
  return nearest.empty() ? "" : fmt::format(" Did you mean '{}'?", nearest);
}

EarlyExit mistake(const std::string& program, std::string_view command, std::string_view message) {
  const std::string help = command.empty() ? program + " --help" : fmt::format("{} {} --help", program, command);
  return {static_cast<int>(ExitCode::usage), "",
          fmt::format("{}: {}\n  '{}' shows what there is.\n", program, message, help)};
}

void add_target_options(CLI::App& app, RawOptions& raw) {
  Options& options = raw.options;
  app.add_option("--target", options.target, "Where the tables are (required)")
      ->type_name("lake:DIR|odbc:DSN=NAME|snapshot:FILE");
  app.add_option("--var", raw.variables, "A value for {NAME} in table names; may be repeated")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  app.add_option("--tables", options.tables, "Only tables whose whole name fits, e.g. '*.silver.*'")->type_name("GLOB");
  app.add_option("--catalog-map", raw.catalogs, "What a Spark calls a catalogue of the code; may be repeated")
      ->type_name("NAME=CATALOGUE")
      ->allow_extra_args(false);
  app.add_option("--state", options.state,
                 "Where journals and locks are kept: .deltac in a lake, else the user's state directory")
      ->type_name("DIR");
  app.add_option("--dialect", options.dialect, "Take the server for this instead of asking it, or write a script for it")
      ->type_name("'spark 4.2'|'spark 4.0'|databricks");
}

void add_output_options(CLI::App& app, Command command, RawOptions& raw) {
  Options& options = raw.options;
  app.add_option("--format", raw.format, "text for people (the default), json for programs")
      ->type_name(command == Command::show ? "text|json|markdown|sql" : "text|json");
  app.add_option("--out", options.out,
                 command == Command::plan ? "Save the plan in FILE, which apply FILE runs"
                                          : "Write the result to FILE, whole or not at all")
      ->type_name("FILE");
  app.add_option("--color", raw.color, "auto colours on a terminal only (the default); NO_COLOR is heeded")
      ->type_name("auto|always|never");
  app.add_flag("--show-statements", options.show_statements, "Tell each statement sent to the server, on standard error");
  app.add_flag("--quiet", options.quiet, "Only the outcome");
  app.add_flag("--verbose", options.verbose, "Every table, whole texts, the SQL of each step");
}

void add_allow(CLI::App& app, RawOptions& raw) {
  app.add_option("--allow", raw.allow, "Let steps of this kind run, on tables that fit GLOB; may be repeated")
      ->type_name("KIND[:GLOB]")
      ->allow_extra_args(false);
}

/// The kinds that --allow takes, in lines of a screen's width.
std::string kinds_text() {
  std::string out = "KIND is one of";
  std::size_t width = out.size();
  for (const std::string_view kind : permission_kinds()) {
    const bool first = kind == permission_kinds().front();
    width += kind.size() + 2;
    out.append(first ? " " : width > 100 ? ",\n  " : ", ").append(kind);
    if (width > 100) width = kind.size() + 2;
  }
  return out + ".\n\n";
}

bool takes_allow(Command command) {
  return command == Command::plan || command == Command::apply || command == Command::emit;
}

void add_own_options(CLI::App& app, Command command, RawOptions& raw) {
  Options& options = raw.options;
  if (takes_allow(command)) add_allow(app, raw);
  if (command == Command::plan) {
    app.add_flag("--detailed-exitcode", options.detailed_exitcode, "Exit with 2 if there are changes");
  }
  if (command == Command::check) {
    app.add_flag("--strict", options.strict, "Fail on unmanaged columns and properties and on orphans too");
  }
  if (command == Command::apply || command == Command::unlock) app.add_flag("-y,--yes", options.yes, "Do not ask");
  if (command == Command::apply || command == Command::recover) {
    app.add_option("--lock-timeout", raw.lock_timeout, "How long to wait for another run (0)")->type_name("DURATION");
    app.add_option("--quiet-for", raw.quiet_for,
                   "On a lake: how old another engine's newest commit must be (1m), since it may overwrite ours")
        ->type_name("DURATION");
    app.add_flag("--exclusive", options.conditions.exclusive, "Nobody else writes meanwhile: do not look for others");
  }
  if (takes_allow(command) || command == Command::check) {
    app.add_flag("!--no-row-checks", options.row_checks,
                 "Do not try new CHECKs on the rows of a server's tables before anything runs");
  }
  if (command == Command::apply || command == Command::plan) {
    app.add_flag("--adopt", options.adopt, "Mark tables that are in sync as ours, so that removals are known later");
    app.add_flag("--take-over", options.take_over, "Accept tables that another registry's mark is on");
  }
  if (command == Command::apply) {
    app.add_option("plan", options.plan_file, "A plan that plan --out saved: exactly that runs")->type_name("[PLAN]");
    app.add_option("--expect", options.expect, "The checksum that the saved plan must have: what was approved")
        ->type_name("sha256:DIGITS");
    app.add_flag("--replan", options.replan, "Where the saved plan is stale, show what a new one would be");
  }
  if (command == Command::recover) {
    auto* from = app.add_option("--from", options.plan_file, "Finish this saved plan, without a journal");
    from->type_name("PLAN");
    app.add_option("--abandon", options.abandon, "Give the run up, for this reason")->type_name("REASON")->excludes(from);
    app.add_flag("--forward", raw.forward, "Finish what the plan says (the default)");
  }
  if (command == Command::show) app.add_option("plan", options.plan_file, "A plan that plan --out saved")->type_name("PLAN");
  if (command == Command::describe) {
    app.add_option("table", options.table, "The one table to show in full; without it, a line for each table")
        ->type_name("TABLE");
  }
}

/// What is wrong with how a saved plan is asked for; empty when nothing is.
std::string saved_plan_misuse(const RawOptions& raw) {
  const Options& options = raw.options;
  if (options.command == Command::show) {
    return options.plan_file.empty() ? "show needs the file that plan --out wrote, e.g. show plan.json" : "";
  }
  if (options.plan_file.empty()) {
    if (!options.expect.empty()) return "--expect is about a saved plan: apply PLAN --expect sha256:...";
    return options.replan ? "--replan is about a saved plan: apply PLAN --replan" : "";
  }
  if (!raw.allow.empty() || options.tables != "*" || options.adopt || options.take_over) {
    return "a saved plan says itself what may run: --allow, --tables, --adopt and --take-over belong to plan --out";
  }
  return "";
}

std::optional<Format> format_of(Command command, std::string_view word) {
  for (const FormatRow& row : kFormats) {
    if (row.word == word && (command == Command::show || !row.of_show_only)) return row.format;
  }
  return std::nullopt;
}

std::variant<Options, EarlyExit> judge(RawOptions& raw) {
  Options& options = raw.options;
  const std::string_view command = command_word(options.command);
  const auto wrong = [&](const std::string& message) { return mistake(options.program, command, message); };
  if (const std::string misuse = saved_plan_misuse(raw); !misuse.empty()) return wrong(misuse);
  if (options.target.empty() && options.plan_file.empty()) {
    return wrong(fmt::format("{} needs --target, e.g. --target lake:./lake", command));
  }
  for (const std::string& text : raw.variables) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      return wrong(fmt::format("--var '{}' is not of the form NAME=VALUE", text));
    }
    const std::string name = text.substr(0, equals);
    const auto [place, added] = options.variables.emplace(name, text.substr(equals + 1));
    if (!added && place->second != text.substr(equals + 1)) {
      return wrong(fmt::format("--var {} is given twice, as '{}' and as '{}'", name, place->second, text.substr(equals + 1)));
    }
  }
  for (const std::string& text : raw.catalogs) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
      return wrong(fmt::format("--catalog-map '{}' is not of the form NAME=CATALOGUE", text));
    }
    options.catalog_map[fold_case(text.substr(0, equals))] = text.substr(equals + 1);
  }
  if (!options.dialect.empty() && sql::find_dialect(options.dialect) == nullptr) {
    return wrong(fmt::format("--dialect '{}' is unknown; there are {}", options.dialect, dialect_words()));
  }
  for (const std::string& text : raw.allow) {
    auto permission = parse_permission(text);
    if (!permission) {
      const Error& error = permission.error();
      return wrong(error.message + (error.fix.empty() ? "" : "; " + error.fix));
    }
    options.allow.push_back(*permission);
  }
  const auto format = format_of(options.command, raw.format);
  if (!format) {
    const char* which = options.command == Command::show ? "is none of text, json, markdown and sql" : "is neither text nor json";
    return wrong(fmt::format("--format '{}' {}", raw.format, which));
  }
  options.format = *format;
  if (raw.color != "auto" && raw.color != "always" && raw.color != "never") {
    return wrong(fmt::format("--color '{}' is none of auto, always and never", raw.color));
  }
  options.color = raw.color == "always"  ? ColorChoice::always
                  : raw.color == "never" ? ColorChoice::never
                                         : ColorChoice::automatic;
  const auto quiet_for = parse_duration(raw.quiet_for);
  if (!quiet_for) return wrong(fmt::format("--quiet-for '{}' is no duration such as 30s, 5m or 1h", raw.quiet_for));
  options.conditions.quiet_for = *quiet_for;
  const auto lock_timeout = parse_duration(raw.lock_timeout);
  if (!lock_timeout) return wrong(fmt::format("--lock-timeout '{}' is no duration such as 30s, 5m or 1h", raw.lock_timeout));
  options.lock_timeout = *lock_timeout;
  if (options.quiet && options.verbose) return wrong("--quiet and --verbose exclude each other");
  if ((options.command == Command::status || options.command == Command::unlock) && options.format == Format::json) {
    return wrong(fmt::format("{} writes text only", command));
  }
  if (options.command == Command::emit && options.format == Format::json) {
    return wrong("emit writes SQL; the plan as JSON is written by plan --format json");
  }
  return options;
}

/// Words that no command knows, with the nearest that one does.
EarlyExit unknown_word(const std::string& program, const CLI::App* command, const std::string& word) {
  std::vector<std::string> words;
  if (command == nullptr) {
    for (const CommandRow& row : kCommands) words.emplace_back(row.word);
    return mistake(program, "", fmt::format("there is no command '{}'.{}", word, suggestion(word, words)));
  }
  const std::string option = word.substr(0, word.find('='));
  for (const CLI::Option* known : command->get_options()) words.push_back(known->get_name(false, false));
  const std::string_view what = option.starts_with("-") ? "option" : "argument";
  return mistake(program, command->get_name(),
                 fmt::format("{} takes no {} '{}'.{}", command->get_name(), what, option, suggestion(option, words)));
}

}  // namespace

std::string_view command_word(Command command) {
  for (const CommandRow& row : kCommands) {
    if (row.command == command) return row.word;
  }
  return "";
}

std::variant<Options, EarlyExit> parse_options(int argc, const char* const* argv, const std::string& version) {
  RawOptions raw;
  const std::string called = argc > 0 ? argv[0] : "";
  raw.options.program = std::filesystem::path(called).filename().string();
  const std::string& program = raw.options.program;

  CLI::App app("Brings Delta tables to what the annotated C++ structs declare.", program);
  app.get_formatter()->column_width(36);
  app.get_formatter()->label("SUBCOMMAND", "COMMAND");
  app.get_formatter()->label("OPTIONS", "options");
  app.set_help_flag("-h,--help", "Show this help");
  app.set_version_flag("--version", program + ": " + version, "Show the version and the registry");
  app.footer(fmt::format("Start with:  {0} plan --target lake:./lake\n"
                         "'{0} COMMAND --help' shows the options of a command.\n",
                         program));
  app.require_subcommand(0, 1);
  app.allow_extras();
  for (const CommandRow& row : kCommands) {
    CLI::App* command = app.add_subcommand(std::string(row.word), std::string(row.summary));
    command->group("Commands");
    command->set_help_flag("-h,--help", "Show this help");
    command->allow_extras();
    if (row.command != Command::show) add_target_options(*command, raw);
    add_output_options(*command, row.command, raw);
    add_own_options(*command, row.command, raw);
    command->footer((takes_allow(row.command) ? kinds_text() : "") + fmt::format(fmt::runtime(row.footer), program));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help, --version
    std::ostringstream out;
    app.exit(asked, out, out);
    return EarlyExit{0, out.str(), ""};
  } catch (const CLI::ParseError& error) {
    const auto chosen = app.get_subcommands();
    return mistake(program, chosen.empty() ? "" : chosen[0]->get_name(), error.what());
  }
  const auto chosen = app.get_subcommands();
  const auto left_over = app.remaining(true);
  if (!left_over.empty()) return unknown_word(program, chosen.empty() ? nullptr : chosen[0], left_over[0]);
  if (chosen.empty()) return EarlyExit{static_cast<int>(ExitCode::usage), "", app.help()};
  for (const CommandRow& row : kCommands) {
    if (row.word == chosen[0]->get_name()) raw.options.command = row.command;
  }
  return judge(raw);
}

}  // namespace delta::app
