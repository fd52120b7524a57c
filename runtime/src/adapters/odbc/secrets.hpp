#pragma once
#include <span>
#include <string>
#include <string_view>

namespace delta::odbc {

/// True for the keys of connection strings that hold credentials, whatever their case: PWD, AccessToken,
/// Auth_Client_Secret, …
bool is_secret_key(std::string_view key);

/// `text` with every occurrence of a secret, and every value after a secret key and `=` or `:`, as `***`. Drivers
/// repeat connection strings in their messages, also values that only odbc.ini knows.
std::string mask(std::string_view text, std::span<const std::string> secrets);

}  // namespace delta::odbc
