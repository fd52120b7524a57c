#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/lake/checkpoint.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/parquet/codec.hpp"
#include "adapters/lake/parquet/runs.hpp"
#include "adapters/lake/parquet/thrift.hpp"
#include "lake_fixture.hpp"

namespace delta::lake::test {
namespace {

using parquet::RunReader;
using parquet::ThriftReader;

const std::filesystem::path kVariants = std::filesystem::path(DELTAC_TESTS_DIR) / "integration/lake/fixtures/parquet";

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

parquet::RandomAccess in_memory(const std::string& bytes) {
  return {bytes.size(), [&bytes](std::uint64_t offset, std::uint64_t length) {
            if (offset > bytes.size() || length > bytes.size() - offset) throw LogError("outside the file");
            return bytes.substr(offset, length);
          }};
}

LogState state_of(const std::string& bytes) {
  LogState state;
  read_checkpoint_file(state, in_memory(bytes));
  return state;
}

std::string problem_of(const std::string& bytes) {
  try {
    state_of(bytes);
  } catch (const LogError& error) {
    return error.what();
  }
  return "";
}

class ParquetVariant : public testing::TestWithParam<std::string> {};

TEST_P(ParquetVariant, SaysTheSame) {
  const LogState state = state_of(bytes_of(kVariants / (GetParam() + ".parquet")));
  EXPECT_EQ(state.files.count(), 40u);
  EXPECT_EQ(
      state.protocol.dump(),
      R"({"minReaderVersion":1,"minWriterVersion":7,"writerFeatures":["appendOnly","clustering","domainMetadata","invariants"]})");
  EXPECT_EQ(state.domains, (std::map<std::string, std::string>{{"delta.clustering", R"({"clusteringColumns":[]})"}}));
  Json metadata = state.metadata;
  ASSERT_NE(metadata.find_string("schemaString"), nullptr);
  EXPECT_EQ(parse_json(*metadata.find_string("schemaString")).find("fields")->items.size(), 2u);
  metadata.erase("schemaString");
  EXPECT_EQ(metadata.dump(),
            R"({"id":"the-id","format":{"provider":"parquet","options":{}},"partitionColumns":["day"],)"
            R"("configuration":{"a":"1","delta.appendOnly":"false","b":""},"createdTime":1700000000000})");
}

INSTANTIATE_TEST_SUITE_P(Writers, ParquetVariant,
                         testing::Values("plain_v1", "snappy_dictionary_v1", "gzip_plain_v2", "zstd_dictionary_v2",
                                         "small_pages", "row_groups", "old_lists"),
                         [](const auto& info) { return info.param; });

TEST(Parquet, RefusesWhatItDoesNotRead) {
  EXPECT_NE(problem_of(bytes_of(kVariants / "refused_brotli.parquet")).find("codec 4"), std::string::npos);
  EXPECT_NE(problem_of(bytes_of(kVariants / "refused_delta_encoding.parquet")).find("encoding 7"), std::string::npos);
}

TEST(Parquet, EveryTruncationIsFound) {
  const std::string whole = bytes_of(kVariants / "snappy_dictionary_v1.parquet");
  ASSERT_GT(whole.size(), 1000u);
  for (std::size_t size = 0; size < whole.size(); size += 23) {
    EXPECT_NE(problem_of(whole.substr(0, size)), "") << size << " bytes";
  }
}

TEST(Parquet, EveryChangedByteIsReadOrRefused) {
  // Neither a crash nor anything but a LogError; what is read of damaged data is not the question here.
  for (const char* name : {"plain_v1", "snappy_dictionary_v1", "zstd_dictionary_v2", "gzip_plain_v2"}) {
    const std::string whole = bytes_of(kVariants / (std::string(name) + ".parquet"));
    for (std::size_t at = 0; at < whole.size(); at += 11) {
      for (const char mask : {'\x01', '\x80', '\xff'}) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ mask);
        problem_of(damaged);
      }
    }
  }
}

TEST(Parquet, RunsAndPackedBitsAreRead) {
  // Five times 3 as a run; then eight packed values 0…7 of three bits, as in the format's own description.
  const std::string bytes("\x0a\x03\x03\x88\xc6\xfa", 6);
  RunReader runs(bytes, 3);
  const RunReader::Run first = runs.next(100);
  EXPECT_EQ(first.value, 3u);
  EXPECT_EQ(first.count, 5u);
  for (unsigned i = 0; i < 8; ++i) EXPECT_EQ(runs.next_value(), i);
  EXPECT_THROW(runs.next_value(), LogError);
}

TEST(Parquet, ARunIsTakenInPieces) {
  RunReader runs(std::string_view("\x0a\x01", 2), 1);
  EXPECT_EQ(runs.next(2).count, 2u);
  EXPECT_EQ(runs.next(9).count, 3u);
  EXPECT_THROW(runs.next(1), LogError);
}

TEST(Parquet, ThriftNestingAndLengthsAreBounded) {
  std::string nested(10'000, '\x1c');  // a struct in a struct in a struct…
  EXPECT_THROW(ThriftReader(nested).skip(ThriftReader::kStruct), LogError);
  std::string list("\xf9\xff\xff\xff\x7f", 5);  // a list of far more items than bytes
  EXPECT_THROW(ThriftReader(list).skip(ThriftReader::kList), LogError);
  std::string text("\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 9);
  EXPECT_THROW(ThriftReader(text).read_binary(ThriftReader::kBinary), LogError);
  EXPECT_THROW(ThriftReader("").read_integer(ThriftReader::kI32), LogError);
  EXPECT_EQ(ThriftReader("\x03").read_integer(ThriftReader::kI32), -2);
}

TEST(Parquet, AHeaderCannotMakeUsReserveMemory) {
  EXPECT_THROW(parquet::unpack("abc", 6, std::size_t{200} << 20), LogError);
  EXPECT_THROW(parquet::unpack("abc", 1, std::size_t{200} << 20), LogError);
  EXPECT_THROW(parquet::unpack("abc", 0, 4), LogError);
}

}  // namespace
}  // namespace delta::lake::test
