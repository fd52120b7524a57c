#include "adapters/lake/parquet/values.hpp"

#include <cstring>

#include "adapters/lake/log_error.hpp"

namespace delta::lake::parquet {
namespace {

constexpr int kPlain = 0;
constexpr int kPlainDictionary = 2;
constexpr int kRuns = 3;
constexpr int kRunDictionary = 8;

[[noreturn]] void damaged() { throw LogError("the Parquet file is damaged: a page has too few values"); }

std::string_view take(std::string_view& bytes, std::size_t count) {
  if (count > bytes.size()) damaged();
  const std::string_view taken = bytes.substr(0, count);
  bytes.remove_prefix(count);
  return taken;
}

std::uint32_t take_uint32(std::string_view& bytes) {
  const std::string_view raw = take(bytes, 4);
  std::uint32_t value = 0;
  for (std::size_t i = 4; i > 0; --i) value = value << 8 | static_cast<unsigned char>(raw[i - 1]);
  return value;
}

std::size_t width_of(const Node& leaf) {
  switch (leaf.physical) {
    case Physical::int32:
    case Physical::float32:
      return 4;
    case Physical::int64:
    case Physical::float64:
      return 8;
    case Physical::int96:
      return 12;
    default:
      return static_cast<std::size_t>(leaf.length);
  }
}

}  // namespace

ValueReader::ValueReader(std::string_view bytes, int encoding, const Node& leaf, const Dictionary& dictionary)
    : bytes_(bytes), leaf_(&leaf) {
  if (encoding == kPlain) return;
  if (encoding == kRunDictionary || encoding == kPlainDictionary) {
    // A page without any value may end before the width.
    const int width = bytes_.empty() ? 0 : static_cast<unsigned char>(take(bytes_, 1).front());
    dictionary_ = &dictionary;
    by_runs_ = true;
    runs_ = RunReader(bytes_, width);
    return;
  }
  if (encoding == kRuns && leaf.physical == Physical::boolean) {
    const std::uint32_t size = take_uint32(bytes_);
    by_runs_ = true;
    runs_ = RunReader(take(bytes_, size), 1);
    return;
  }
  throw LogError("the Parquet file uses encoding " + std::to_string(encoding) +
                 ", and deltac reads plain values and dictionaries");
}

ScalarValue ValueReader::next() {
  if (!by_runs_) return next_plain();
  const std::uint32_t value = runs_.next_value();
  if (dictionary_ == nullptr) return {value, {}};
  if (value >= dictionary_->size()) throw LogError("the Parquet file is damaged: a value is not in its dictionary");
  return (*dictionary_)[value];
}

ScalarValue ValueReader::next_plain() {
  switch (leaf_->physical) {
    case Physical::boolean: {
      if (bytes_.empty()) damaged();
      const bool value = (static_cast<unsigned char>(bytes_.front()) >> bit_ & 1) != 0;
      if (++bit_ == 8) {
        bit_ = 0;
        bytes_.remove_prefix(1);
      }
      return {value ? 1 : 0, {}};
    }
    case Physical::byte_array: {
      const std::uint32_t size = take_uint32(bytes_);
      return {0, take(bytes_, size)};
    }
    default:
      break;
  }
  const std::string_view raw = take(bytes_, width_of(*leaf_));
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

Dictionary read_dictionary(std::string_view bytes, int encoding, std::int64_t count, const Node& leaf) {
  if (encoding != kPlain && encoding != kPlainDictionary) {
    throw LogError("the Parquet file has a dictionary of encoding " + std::to_string(encoding));
  }
  if (count > static_cast<std::int64_t>(bytes.size()) * 8) damaged();
  Dictionary dictionary;
  dictionary.reserve(static_cast<std::size_t>(count));
  ValueReader values(bytes, kPlain, leaf, dictionary);
  for (std::int64_t i = 0; i < count; ++i) dictionary.push_back(values.next());
  return dictionary;
}

}  // namespace delta::lake::parquet
