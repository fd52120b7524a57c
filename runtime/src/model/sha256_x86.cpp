#include "model/sha256_block.hpp"

#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace delta::sha256 {

#if defined(__x86_64__) && defined(__GNUC__)
namespace {

constexpr int kGroups = 16;  // of four rounds

/// The instructions keep the eight words in two halves, a b e f and c d g h, the first named in the highest lane.
__attribute__((target("sha,sse4.1"))) void digest(State& state, const unsigned char* blocks, std::size_t count) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  const auto word = [&](std::size_t i) { return static_cast<int>(state[i]); };
  __m128i abef = _mm_set_epi32(word(0), word(1), word(4), word(5));
  __m128i cdgh = _mm_set_epi32(word(2), word(3), word(6), word(7));
  for (; count > 0; --count, blocks += 64) {
    const __m128i abef_before = abef;
    const __m128i cdgh_before = cdgh;
    __m128i words[4];
    for (int i = 0; i < 4; ++i) {
      words[i] = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(blocks + 16 * i)), big_endian);
    }
    for (int group = 0; group < kGroups; ++group) {
      __m128i& now = words[group % 4];
      if (group >= 4) {
        const __m128i& one_before = words[(group + 3) % 4];
        const __m128i& two_before = words[(group + 2) % 4];
        const __m128i& three_before = words[(group + 1) % 4];
        const __m128i sum =
            _mm_add_epi32(_mm_sha256msg1_epu32(now, three_before), _mm_alignr_epi8(one_before, two_before, 4));
        now = _mm_sha256msg2_epu32(sum, one_before);
      }
      const auto* constants = reinterpret_cast<const __m128i*>(kRoundConstants.data() + 4 * group);
      __m128i input = _mm_add_epi32(now, _mm_loadu_si128(constants));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, input);
      input = _mm_shuffle_epi32(input, 0x0E);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, input);
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  state = {
      static_cast<std::uint32_t>(_mm_extract_epi32(abef, 3)), static_cast<std::uint32_t>(_mm_extract_epi32(abef, 2)),
      static_cast<std::uint32_t>(_mm_extract_epi32(cdgh, 3)), static_cast<std::uint32_t>(_mm_extract_epi32(cdgh, 2)),
      static_cast<std::uint32_t>(_mm_extract_epi32(abef, 1)), static_cast<std::uint32_t>(_mm_extract_epi32(abef, 0)),
      static_cast<std::uint32_t>(_mm_extract_epi32(cdgh, 1)), static_cast<std::uint32_t>(_mm_extract_epi32(cdgh, 0))};
}

bool has_instructions() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & bit_SSE4_1) == 0 || (c & bit_SSSE3) == 0) return false;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;
}

}  // namespace

DigestBlocks accelerated() { return has_instructions() ? digest : nullptr; }
#else
DigestBlocks accelerated() { return nullptr; }
#endif

}  // namespace delta::sha256
