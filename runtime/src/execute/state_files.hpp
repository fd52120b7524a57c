#pragma once
#include <string>
#include <string_view>

#include "delta/expected.hpp"

/// The few files of a state directory, each whole or not there.
namespace delta {

/// The time now in UTC, "2026-11-29T21:24:10Z".
std::string now_text();
/// Random hexadecimal digits.
std::string random_digits(std::size_t count);

/// What to do where a system call on a file failed with this errno; empty if nothing is known.
std::string write_fix(int code);

/// Makes a directory and those above it; made ones last.
Expected<void> make_directories(const std::string& path);
/// Makes a directory's entries last.
Expected<void> sync_folder(const std::string& path);
/// Creates a file with this text, made to last: true, or false if there is one of that name. Never half a file.
Expected<bool> create_whole(const std::string& path, std::string_view text);
/// The text of a file.
Expected<std::string> read_text_file(const std::string& path);

}  // namespace delta
