#include "adapters/lake/parquet/values.hpp"

#include <cstring>

#include "adapters/lake/log_error.hpp"
#include "adapters/lake/parquet/bytes.hpp"

namespace delta::lake::parquet {
namespace {

/// Parquet's numbers.
enum Encoding : std::int64_t {
  kPlain = 0,
  kPlainDictionary = 2,
  kRuns = 3,
  kDeltaIntegers = 5,
  kDeltaLengths = 6,
  kDeltaStrings = 7,
  kRunDictionary = 8,
};

[[noreturn]] void damaged() { throw LogError("the Parquet file is damaged: a page has too few values"); }

std::size_t width_of(const Node& leaf) {
  switch (leaf.physical) {
    case Physical::int32:
    case Physical::float32: return 4;
    case Physical::int64:
    case Physical::float64: return 8;
    case Physical::int96: return 12;
    default: return static_cast<std::size_t>(leaf.length);
  }
}

}  // namespace

ValueReader::ValueReader(std::string_view bytes, std::int64_t encoding, const Node& leaf, const Dictionary& dictionary)
    : leaf_(&leaf), values_(Plain{bytes}) {
  const bool integer = leaf.physical == Physical::int32 || leaf.physical == Physical::int64;
  const bool text = leaf.physical == Physical::byte_array;
  if (encoding == kPlain || bytes.empty()) return;  // a page without any value may be empty
  if (encoding == kRunDictionary || encoding == kPlainDictionary) {
    const int width = static_cast<unsigned char>(take(bytes, 1).front());
    values_ = InDictionary{RunReader(bytes, width), &dictionary};
  } else if (encoding == kRuns && leaf.physical == Physical::boolean) {
    const std::uint32_t size = take_uint32(bytes);
    values_ = RunReader(take(bytes, size), 1);
  } else if (encoding == kDeltaIntegers && integer) {
    values_ = DeltaIntegers(bytes);
  } else if (encoding == kDeltaLengths && text) {
    values_ = DeltaLengths(bytes);
  } else if (encoding == kDeltaStrings && text) {
    values_ = DeltaStrings(bytes);
  } else {
    throw LogError("the Parquet file uses encoding " + std::to_string(encoding) + " in the column " + leaf.name +
                       ", which deltac does not read",
                   kOtherWriterFix);
  }
}

ScalarValue ValueReader::next() {
  return std::visit([this](auto& values) { return next_of(values); }, values_);
}

ScalarValue ValueReader::next_of(InDictionary& values) const {
  const std::uint32_t place = values.places.next_value();
  if (place >= values.dictionary->size()) {
    throw LogError("the Parquet file is damaged: a value is not in its dictionary");
  }
  return (*values.dictionary)[place];
}

ScalarValue ValueReader::next_of(DeltaIntegers& values) const {
  const std::int64_t value = values.next();
  return {leaf_->physical == Physical::int32 ? static_cast<std::int32_t>(value) : value, {}};
}

ScalarValue ValueReader::next_of(Plain& plain) const {
  std::string_view& bytes = plain.bytes;
  switch (leaf_->physical) {
    case Physical::boolean: {
      if (bytes.empty()) damaged();
      const bool value = (static_cast<unsigned char>(bytes.front()) >> plain.bit & 1) != 0;
      if (++plain.bit == 8) {
        plain.bit = 0;
        bytes.remove_prefix(1);
      }
      return {value ? 1 : 0, {}};
    }
    case Physical::byte_array: {
      const std::uint32_t size = take_uint32(bytes);
      return {0, take(bytes, size)};
    }
    default: break;
  }
  const std::string_view raw = take(bytes, width_of(*leaf_));
  ScalarValue value{0, raw};
  if (leaf_->physical == Physical::int32) {
    std::int32_t number = 0;
    std::memcpy(&number, raw.data(), sizeof number);
    value.number = number;
  } else if (leaf_->physical == Physical::int64) {
    std::memcpy(&value.number, raw.data(), sizeof value.number);
  }
  return value;
}

Dictionary read_dictionary(std::string_view bytes, std::int64_t encoding, std::int64_t count, const Node& leaf) {
  if (encoding != kPlain && encoding != kPlainDictionary) {
    throw LogError("the Parquet file has a dictionary of encoding " + std::to_string(encoding), kOtherWriterFix);
  }
  if (count > static_cast<std::int64_t>(bytes.size()) * 8) damaged();
  Dictionary dictionary;
  dictionary.reserve(static_cast<std::size_t>(count));
  ValueReader values(bytes, kPlain, leaf, dictionary);
  for (std::int64_t i = 0; i < count; ++i) dictionary.push_back(values.next());
  return dictionary;
}

}  // namespace delta::lake::parquet
