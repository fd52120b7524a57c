#pragma once
#include <string>
#include <string_view>

namespace delta::lake {

/// MD5 (RFC 1321) as 32 hexadecimal digits. For `_last_checkpoint`, whose checksum it is, and for nothing that must be
/// safe from forgery.
std::string md5_hex(std::string_view text);

}  // namespace delta::lake
