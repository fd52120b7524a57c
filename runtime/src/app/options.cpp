#include "app/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <sstream>

#include "app/command_table.hpp"
#include "app/exit_code.hpp"
#include "app/raw_options.hpp"
#include "delta/rules/rule.hpp"

namespace delta::app {
namespace {

/// " Did you mean '--allow'?", or nothing when no word is near.
std::string suggestion(std::string_view word, const std::vector<std::string>& words) {
  const std::string nearest = rules::nearest_name(word, words);
  return nearest.empty() ? "" : fmt::format(" Did you mean '{}'?", nearest);
}

/// The parser's error in our words: it names the option in front.
std::string words_of(const CLI::ParseError& error, const CLI::App& command) {
  const std::string said = error.what();
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_name();
    const bool about = said.starts_with(name + ":") || said.starts_with("Could not convert: " + name + " ");
    if (!about) continue;
    if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) return name + " takes a number";
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) == nullptr) break;
    const bool repeated = option->count() > 1;
    return repeated ? name + " is given twice, and takes one value"
                    : fmt::format("{} needs a value: {}", name, option->get_type_name());
  }
  return said;
}

/// Words that no command knows, with the nearest that one does.
EarlyExit unknown_word(const std::string& program, const CLI::App* command, const std::string& word) {
  std::vector<std::string> words;
  if (command == nullptr) {
    for (const CommandRow& row : commands()) words.emplace_back(row.word);
    return mistake(program, "", fmt::format("there is no command '{}'.{}", word, suggestion(word, words)));
  }
  const std::string option = word.substr(0, word.find('='));
  for (const CLI::Option* known : command->get_options()) words.push_back(known->get_name(false, false));
  const std::string_view what = option.starts_with("-") ? "option" : "argument";
  return mistake(program, command->get_name(),
                 fmt::format("{} takes no {} '{}'.{}", command->get_name(), what, option, suggestion(option, words)));
}

}  // namespace

EarlyExit mistake(const std::string& program, std::string_view command, std::string_view message) {
  const std::string help = command.empty() ? program + " --help" : fmt::format("{} {} --help", program, command);
  return {static_cast<int>(ExitCode::usage), "",
          fmt::format("{}: {}\n  '{}' shows what there is.\n", program, message, help)};
}

namespace {

/// The option whose value is empty, as where a script's variable is not set. Empty: none is.
std::string given_nothing(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options()) {
    const auto& values = option->results();
    if (std::find(values.begin(), values.end(), "") != values.end()) return option->get_name();
  }
  return "";
}

}  // namespace

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
  app.footer(
      fmt::format("Start with:  {0} plan --target lake:./lake\n"
                  "'{0} COMMAND --help' shows the options of a command.\n",
                  program));
  app.require_subcommand(0, 1);
  app.allow_extras();
  for (const CommandRow& row : commands()) {
    CLI::App* command = app.add_subcommand(std::string(row.word), std::string(row.summary));
    command->group("Commands");
    command->set_help_flag("-h,--help", "Show this help");
    command->allow_extras();
    add_options(*command, row.command, raw);
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
    const CLI::App& command = chosen.empty() ? app : *chosen[0];
    return mistake(program, chosen.empty() ? "" : command.get_name(), words_of(error, command));
  }
  const auto chosen = app.get_subcommands();
  const auto left_over = app.remaining(true);
  if (!left_over.empty()) return unknown_word(program, chosen.empty() ? nullptr : chosen[0], left_over[0]);
  if (chosen.empty()) return EarlyExit{static_cast<int>(ExitCode::usage), "", app.help()};
  if (const std::string empty = given_nothing(*chosen[0]); !empty.empty()) {
    return mistake(program, chosen[0]->get_name(), empty + " is given an empty value");
  }
  for (const CommandRow& row : commands()) {
    if (row.word == chosen[0]->get_name()) raw.options.command = row.command;
  }
  return judge(raw);
}

}  // namespace delta::app
