#include "extract/utf8_text.hpp"

#include <llvm/Support/ConvertUTF.h>

#include <algorithm>

namespace deltac::extract {
namespace {

const llvm::UTF8* bytes(std::string_view text) { return reinterpret_cast<const llvm::UTF8*>(text.data()); }

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_valid(std::string_view text) {
  const llvm::UTF8* begin = bytes(text);
  return llvm::isLegalUTF8String(&begin, bytes(text) + text.size());
}

}  // namespace

bool is_plain_utf8(std::string_view text) {
  return text.find('\0') == std::string_view::npos && (is_ascii(text) || is_valid(text));
}

std::string valid_utf8(std::string_view text) {
  std::string out(text);
  if (is_ascii(text)) return out;
  for (std::size_t i = 0; i < out.size();) {
    const std::size_t length = llvm::getNumBytesForUTF8(static_cast<llvm::UTF8>(out[i]));
    if (i + length <= out.size() && is_valid(text.substr(i, length))) {
      i += length;
    } else {
      out[i++] = '?';
    }
  }
  return out;
}

}  // namespace deltac::extract
