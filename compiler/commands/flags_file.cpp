#include "commands/flags_file.hpp"

#include <iterator>

#include "commands/output_files.hpp"

namespace deltac {
namespace {

/// Words as a POSIX shell cuts them, without expansions.
std::vector<std::string> shell_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && quote != '\'' && i + 1 < text.size()) {
      word += text[++i];
      in_word = true;
    } else if (quote != '\0') {
      if (c == quote)
        quote = '\0';
      else
        word += c;
    } else if (c == '"' || c == '\'') {
      quote = c;
      in_word = true;
    } else if (c == ' ' || c == '\t') {
      if (in_word) words.push_back(std::move(word));
      word.clear();
      in_word = false;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (in_word) words.push_back(std::move(word));
  return words;
}

}  // namespace

std::vector<std::string> read_flag_lines(std::string_view text) {
  constexpr std::string_view shell = "SHELL:";
  std::vector<std::string> flags;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.starts_with(shell)) {
      for (std::string& word : shell_words(line.substr(shell.size()))) flags.push_back(std::move(word));
    } else if (!line.empty()) {
      flags.emplace_back(line);
    }
  }
  return flags;
}

delta::Expected<std::vector<std::string>> expand_flag_files(const std::vector<std::string>& flags) {
  std::vector<std::string> expanded;
  for (const std::string& flag : flags) {
    if (!flag.starts_with("@")) {
      expanded.push_back(flag);
      continue;
    }
    auto text = read_file(flag.substr(1));
    if (!text) return std::move(text).error();
    std::vector<std::string> inner = read_flag_lines(*text);
    expanded.insert(expanded.end(), std::make_move_iterator(inner.begin()), std::make_move_iterator(inner.end()));
  }
  return expanded;
}

}  // namespace deltac
