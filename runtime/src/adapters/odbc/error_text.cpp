#include "adapters/odbc/error_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace delta::odbc {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_alnum(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

/// The number at the front of `text`, after what may stand between a name and its value.
std::optional<long> number_after(std::string_view& text) {
  const std::size_t at = text.find_first_not_of(" :='\"\t");
  if (at == std::string_view::npos || !is_digit(text[at])) return std::nullopt;
  text.remove_prefix(at);
  long number = 0;
  while (!text.empty() && is_digit(text.front()) && number < 1'000'000'000) {
    number = number * 10 + (text.front() - '0');
    text.remove_prefix(1);
  }
  return number;
}

/// Takes the "[vendor]" parts off the front. Spark's own "[CONDITION]" stays.
std::string_view without_senders(std::string_view message) {
  while (message.starts_with('[')) {
    const std::size_t close = message.find(']');
    if (close == std::string_view::npos || !error_condition(message.substr(0, close + 1)).empty()) break;
    message.remove_prefix(close + 1);
    message.remove_prefix(std::min(message.find_first_not_of(' '), message.size()));
  }
  return message;
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

std::string error_condition(std::string_view message) {
  for (std::size_t open = message.find('['); open != std::string_view::npos; open = message.find('[', open + 1)) {
    const std::size_t close = message.find(']', open);
    if (close == std::string_view::npos) break;
    const std::string_view name = message.substr(open + 1, close - open - 1);
    const bool capitals = !name.empty() && is_upper(name.front()) && std::all_of(name.begin(), name.end(), [](char c) {
      return is_upper(c) || is_digit(c) || c == '_' || c == '.';
    });
    if (capitals && name.find('_') != std::string_view::npos) return std::string(name);
  }
  return {};
}

std::string stated_sqlstate(std::string_view message) {
  constexpr std::string_view word = "SQLSTATE";
  for (std::size_t at = message.find(word); at != std::string_view::npos; at = message.find(word, at + 1)) {
    std::string_view rest = message.substr(at + word.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(" :='"), rest.size()));
    const std::string_view state = rest.substr(0, 5);
    const bool whole =
        state.size() == 5 && std::all_of(state.begin(), state.end(), [](char c) { return is_upper(c) || is_digit(c); });
    if (whole && (rest.size() == 5 || !is_alnum(rest[5]))) return std::string(state);
  }
  return {};
}

int http_status(std::string_view message) {
  const std::string text = lower_case(message);
  constexpr std::array<std::string_view, 4> heralds{"http", "status", "code", "response"};
  constexpr std::size_t reach = 24;
  for (std::size_t at = 0; at + 3 <= text.size(); ++at) {
    const bool number = (text[at] == '4' || text[at] == '5') && is_digit(text[at + 1]) && is_digit(text[at + 2]);
    const bool alone = (at == 0 || !is_alnum(text[at - 1])) && (at + 3 == text.size() || !is_alnum(text[at + 3]));
    if (!number || !alone) continue;
    const std::string_view before = std::string_view(text).substr(at > reach ? at - reach : 0, std::min(at, reach));
    const std::string_view after = std::string_view(text).substr(at + 3);
    const bool told = std::any_of(heralds.begin(), heralds.end(),
                                  [&](auto word) { return before.find(word) != std::string_view::npos; });
    if (told || after.starts_with(" too many requests") || after.starts_with(" service unavailable")) {
      return (text[at] - '0') * 100 + (text[at + 1] - '0') * 10 + (text[at + 2] - '0');
    }
  }
  return 0;
}

std::optional<std::chrono::milliseconds> retry_after(std::string_view message) {
  const std::string text = lower_case(message);
  for (const std::string_view words : {"retry-after", "retry after", "retry_after", "retry in"}) {
    const std::size_t at = text.find(words);
    if (at == std::string::npos) continue;
    std::string_view rest = std::string_view(text).substr(at + words.size());
    const auto number = number_after(rest);
    if (!number) continue;
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    if (rest.starts_with("ms") || rest.starts_with("milli")) return std::chrono::milliseconds(*number);
    if (rest.starts_with("min")) return std::chrono::minutes(*number);
    return std::chrono::seconds(*number);
  }
  return std::nullopt;
}

std::string sentence(std::string_view message) {
  constexpr std::size_t longest = 600;
  message = without_senders(message);
  if (message.starts_with("ERROR: ")) message.remove_prefix(7);
  for (const std::string_view trace : {"\n\tat ", "\n\nJVM stacktrace", "\n  at ", "\n\n== SQL", ";\n'"}) {
    message = message.substr(0, message.find(trace));
  }
  std::string text;
  for (const char c : message) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank) {
      text += c;
    } else if (!text.empty() && text.back() != ' ') {
      text += ' ';
    }
  }
  // psqlODBC appends the statement, which the caller knows.
  text.resize(std::min(text.size(), text.rfind("; Error while executing the query")));
  while (!text.empty() && (text.back() == ' ' || text.back() == ';' || text.back() == '.')) text.pop_back();
  if (text.size() > longest) {
    std::size_t end = longest;
    while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
    text += "…";
  }
  return text;
}

}  // namespace delta::odbc
