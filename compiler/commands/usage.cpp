#include "commands/usage.hpp"

#include <vector>

#include "commands/findings.hpp"
#include "delta/rules/rule.hpp"

namespace deltac {
namespace {

std::string did_you_mean(const std::string& word, const std::vector<std::string>& words) {
  const std::string nearest = delta::rules::nearest_name(word, words);
  return nearest.empty() ? "" : "did you mean '" + nearest + "'? ";
}

std::string unknown_command(const CLI::App& app, const std::string& word) {
  std::vector<std::string> words;
  for (const CLI::App* command : app.get_subcommands({})) words.push_back(command->get_name());
  return "deltac: there is no command '" + word + "'\n  " + did_you_mean(word, words) +
         "'deltac --help' shows what there is\n";
}

/// The option that CLI11 did not expect, or "".
std::string unexpected_option(const CLI::ParseError& error) {
  if (error.get_exit_code() != static_cast<int>(CLI::ExitCodes::ExtrasError)) return "";
  const std::string message = error.what();
  const std::size_t begin = message.find("--");
  return begin == message.npos ? "" : message.substr(begin, message.find_first_of(" =", begin) - begin);
}

}  // namespace

std::string usage_text(const CLI::App& app, const CLI::ParseError& error, const std::string& first_word) {
  const auto chosen = app.get_subcommands();
  if (chosen.empty() && !first_word.empty() && first_word.front() != '-') return unknown_command(app, first_word);
  if (chosen.empty() && error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError)) {
    return "deltac: a command is missing\n  'deltac --help' shows what there is\n";
  }
  if (chosen.empty()) return "deltac: " + std::string(error.what()) + "\n  'deltac --help' shows what there is\n";
  const std::string& command = chosen.front()->get_name();
  std::vector<std::string> options;
  for (const CLI::Option* option : chosen.front()->get_options()) options.push_back(option->get_name(false, false));
  const std::string word = unexpected_option(error);
  return failure_text(
      command, error.what(),
      (word.empty() ? "" : did_you_mean(word, options)) + "'deltac " + command + " --help' shows what there is");
}

}  // namespace deltac
