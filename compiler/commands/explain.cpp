#include "commands/explain.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <vector>

#include "commands/findings.hpp"
#include "delta/rules/rule.hpp"

namespace deltac {
namespace {

using delta::rules::RuleInfo;

void print_list() {
  for (const RuleInfo* rule : delta::rules::catalogue()) {
    std::cout << fmt::format("{}  {}\n", delta::code_text(rule->code), rule->summary);
  }
}

/// The text with a line break before each word that would pass column 100.
std::string wrapped(std::string_view text) {
  constexpr std::size_t kWidth = 100;
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    if (column > 0) {
      const bool fits = column + 1 + word.size() <= kWidth;
      out += fits ? ' ' : '\n';
      column = fits ? column + 1 : 0;
    }
    out += word;
    column += word.size();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

void print_rule(const RuleInfo& rule) {
  std::cout << fmt::format("{}: {}\n", delta::code_text(rule.code), rule.summary);
  if (!rule.explanation.empty()) std::cout << '\n' << wrapped(rule.explanation) << '\n';
  if (!rule.example.empty()) {
    std::cout << '\n';
    std::string_view rest = rule.example;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      std::cout << "  " << rest.substr(0, end) << '\n';
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  if (!rule.prevents.empty()) std::cout << fmt::format("\nA server would say {}.\n", rule.prevents);
}

/// Explains every rule that keeps a server from answering with this error class; false if none does.
bool explain_server_error(std::string_view error_class) {
  bool found = false;
  for (const RuleInfo* rule : delta::rules::catalogue()) {
    const std::string_view prevented = rule->prevents.substr(0, rule->prevents.find(','));
    if (prevented.empty() || prevented != error_class) continue;
    if (found) std::cout << '\n';
    print_rule(*rule);
    found = true;
  }
  return found;
}

const RuleInfo* nearest_rule(std::string_view code) {
  // A code with something behind it is more likely meant than another one of three digits.
  constexpr std::size_t kCodeLength = 6;
  if (code.size() > kCodeLength) {
    if (const RuleInfo* rule = delta::rules::find_rule(code.substr(0, kCodeLength))) return rule;
  }
  std::vector<std::string> codes;
  for (const RuleInfo* rule : delta::rules::catalogue()) codes.push_back(delta::code_text(rule->code));
  const std::string near = delta::rules::nearest_name(code, codes);
  return near.empty() ? nullptr : delta::rules::find_rule(near);
}

int run(const std::string& code) {
  if (code.empty()) {
    print_list();
    return kClean;
  }
  if (const RuleInfo* rule = delta::rules::find_rule(code)) {
    print_rule(*rule);
    return kClean;
  }
  if (explain_server_error(code)) return kClean;
  const RuleInfo* near = nearest_rule(code);
  std::cerr << failure_text("explain", code + " is no code of deltac's",
                            near == nullptr
                                ? "deltac explain lists them"
                                : fmt::format("did you mean {}: {}?", delta::code_text(near->code), near->summary));
  return kUsageOrInternal;
}

}  // namespace

void add_explain_command(CLI::App& app, int& exit_code) {
  auto code = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("explain", "Tell what a finding means and how to mend it");
  command->add_option("code", *code, "DLTnnn, or a server's error class; without it, every code is listed");
  command->callback([code, &exit_code] { exit_code = run(*code); });
}

}  // namespace deltac
