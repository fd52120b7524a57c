#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace delta::odbc {

/// Spark's name of an error, "DELTA_CONCURRENT_APPEND", which its messages have in brackets: capitals and at least one
/// underscore, so that "[unixODBC]" and "[HY000]" are none. Empty if there is none.
std::string error_condition(std::string_view message);

/// The SQLSTATE that Spark ends its messages with, for drivers that give all as HY000. Empty if there is none.
std::string stated_sqlstate(std::string_view message);

/// The status of an HTTP answer that a driver repeats, 429 or 503. 0 if there is none.
int http_status(std::string_view message);

/// How long the server asks to wait: "Retry-After: 30", "retry after 500 ms".
std::optional<std::chrono::milliseconds> retry_after(std::string_view message);

/// A driver's message as a sentence: without who passed it on, stack traces, line breaks, and what is past reading.
std::string sentence(std::string_view message);

std::string lower_case(std::string_view text);

}  // namespace delta::odbc
