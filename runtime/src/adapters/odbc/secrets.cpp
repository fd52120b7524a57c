#include "adapters/odbc/secrets.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace delta::odbc {
namespace {

constexpr std::string_view kMasked = "***";

// Compared without case, `_`, `-` and spaces. A key that merely ends in one of them counts as well: SSLKeyPassword.
constexpr std::array<std::string_view, 12> kSecretKeys{
    "pwd",          "password", "passwd",    "passphrase", "accesstoken", "refreshtoken",
    "clientsecret", "secret",   "authtoken", "bearer",     "apikey",      "token",
};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-'; }

std::string folded(std::string_view key) {
  std::string name;
  for (const char c : key) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return name;
}

bool stands_alone(std::string_view text, std::size_t at, std::size_t length) {
  return (at == 0 || !is_word(text[at - 1])) && (at + length == text.size() || !is_word(text[at + length]));
}

void replace_all(std::string& text, std::string_view secret) {
  // A secret of a letter or two would also blot out half of every word; as a word of its own it is found all the same.
  constexpr std::size_t kShort = 4;
  std::size_t at = text.find(secret);
  while (at != std::string::npos) {
    if (secret.size() < kShort && !stands_alone(text, at, secret.size())) {
      at = text.find(secret, at + 1);
      continue;
    }
    text.replace(at, secret.size(), kMasked);
    at = text.find(secret, at + kMasked.size());
  }
}

/// Where the value that begins at `at` ends: a closing brace or quote, or what separates entries.
std::size_t value_end(std::string_view text, std::size_t at) {
  if (at < text.size() && (text[at] == '{' || text[at] == '"' || text[at] == '\'')) {
    const char close = text[at] == '{' ? '}' : text[at];
    std::size_t end = text.find(close, at + 1);
    while (end != std::string_view::npos && end + 1 < text.size() && text[end + 1] == close) {
      end = text.find(close, end + 2);
    }
    return end == std::string_view::npos ? text.size() : end + 1;
  }
  while (at < text.size() && text[at] != ';' && text[at] != ',' && text[at] != '\n' && text[at] != '"' &&
         text[at] != '\'' && text[at] != ')' && text[at] != ' ') {
    ++at;
  }
  return at;
}

void mask_values(std::string& text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '=' && text[at] != ':') continue;
    std::size_t key_end = at;
    while (key_end > 0 && text[key_end - 1] == ' ') --key_end;
    std::size_t key = key_end;
    while (key > 0 && is_word(text[key - 1])) --key;
    if (key == key_end || !is_secret_key(std::string_view(text).substr(key, key_end - key))) continue;
    std::size_t value = at + 1;
    while (value < text.size() && text[value] == ' ') ++value;
    const std::size_t end = value_end(text, value);
    if (end > value) text.replace(value, end - value, kMasked);
  }
}

}  // namespace

bool is_secret_key(std::string_view key) {
  const std::string name = folded(key);
  return std::any_of(kSecretKeys.begin(), kSecretKeys.end(),
                     [&](std::string_view secret) { return name.ends_with(secret); });
}

std::string mask(std::string_view text, std::span<const std::string> secrets) {
  std::string masked(text);
  for (const std::string& secret : secrets) {
    if (!secret.empty()) replace_all(masked, secret);
  }
  mask_values(masked);
  return masked;
}

}  // namespace delta::odbc
