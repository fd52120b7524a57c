#pragma once
#include <array>
#include <cstdint>

namespace delta::sha256 {

using State = std::array<std::uint32_t, 8>;
/// Takes `count` blocks of 64 bytes into the state.
using DigestBlocks = void (*)(State&, const unsigned char* blocks, std::size_t count);

extern const std::array<std::uint32_t, 64> kRoundConstants;

/// The processor's own SHA-256, or nullptr where it has none: marks and fingerprints hash tens of thousands of names.
DigestBlocks accelerated();

}  // namespace delta::sha256
