#pragma once
#include <cstdint>
#include <initializer_list>

namespace delta {

/// What a reader may be unable to see on its target. Such an aspect is neither equal nor different.
enum class Aspect {
  nullability,
  comments,
  defaults,
  generated,
  identity,
  checks,
  clustering,
  properties,
  keys,
  tags,
  text_lengths,  ///< VARCHAR(n) and CHAR(n) look like STRING
};

/// Some of them.
class Aspects {
 public:
  constexpr Aspects() noexcept = default;
  constexpr Aspects(std::initializer_list<Aspect> all) noexcept {
    for (const Aspect each : all) insert(each);
  }

  constexpr bool empty() const noexcept { return bits_ == 0; }
  constexpr bool contains(Aspect aspect) const noexcept { return (bits_ & bit(aspect)) != 0; }
  constexpr void insert(Aspect aspect) noexcept { bits_ |= bit(aspect); }
  constexpr void insert(Aspects others) noexcept { bits_ |= others.bits_; }
  constexpr void erase(Aspect aspect) noexcept { bits_ &= ~bit(aspect); }
  constexpr void erase(Aspects others) noexcept { bits_ &= ~others.bits_; }

  friend constexpr bool operator==(Aspects, Aspects) noexcept = default;

 private:
  static constexpr std::uint32_t bit(Aspect aspect) noexcept {
    return std::uint32_t{1} << static_cast<unsigned>(aspect);
  }

  std::uint32_t bits_ = 0;
};

}  // namespace delta
