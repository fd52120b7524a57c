#pragma once
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/options.hpp"

namespace CLI {
class App;
}

namespace delta::app {

/// Texts as the parser fills them, judged once all are there.
struct RawOptions {
  Options options;
  std::vector<std::string> variables;
  std::vector<std::string> catalogs;
  std::vector<std::string> allow;
  std::vector<std::string> reports;
  std::string format;  ///< empty: not given, text
  std::string color = "auto";
  std::string marks = "own";
  std::string quiet_for = "1m";
  std::string lock_timeout = "0";
  std::string on_failure = "stop";
};

/// Whether steps may be let through on its command line.
bool takes_allow(Command command);

/// The forms that a command writes, as --format takes them: "text|json".
std::string format_words(Command command);
/// Whether its report can be written to files beside.
bool takes_report(Command command);

/// Gives the parser of one command its options, which fill `raw`.
void add_options(CLI::App& app, Command command, RawOptions& raw);
/// The kinds that --allow takes, in lines of a screen's width.
std::string kinds_text();

/// A mistake in the command line, and where help is.
EarlyExit mistake(const std::string& program, std::string_view command, std::string_view message);

/// The options that the texts say, or what is wrong with them.
std::variant<Options, EarlyExit> judge(RawOptions& raw);

}  // namespace delta::app
