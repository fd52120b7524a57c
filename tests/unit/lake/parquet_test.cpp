#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/lake/checkpoint.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/parquet/codec.hpp"
#include "adapters/lake/parquet/delta_values.hpp"
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
  ActionReplay replay(state);
  take_checkpoint_file(replay, in_memory(bytes));
  replay.end_checkpoint(0);
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
                                         "small_pages", "row_groups", "old_lists", "delta_v1", "delta_v2"),
                         [](const auto& info) { return info.param; });

TEST(Parquet, RefusesWhatItDoesNotRead) {
  EXPECT_NE(problem_of(bytes_of(kVariants / "refused_brotli.parquet")).find("codec 4"), std::string::npos);
  EXPECT_NE(problem_of(bytes_of(kVariants / "refused_split_bytes.parquet")).find("encoding 9"), std::string::npos);
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
  for (const char* name : {"plain_v1", "snappy_dictionary_v1", "zstd_dictionary_v2", "gzip_plain_v2", "delta_v2"}) {
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

/// The numbers of a page of DELTA_BINARY_PACKED, and what follows them.
std::vector<std::int64_t> differences(std::string_view bytes, std::size_t count, std::string_view rest = "") {
  parquet::DeltaIntegers numbers(bytes);
  EXPECT_EQ(numbers.rest(), rest);
  std::vector<std::int64_t> read;
  for (std::size_t i = 0; i < count; ++i) read.push_back(numbers.next());
  EXPECT_THROW(numbers.next(), LogError);
  return read;
}

TEST(Parquet, DifferencesAreAddedUp) {
  using namespace std::string_view_literals;
  EXPECT_EQ(differences("\x80\x01\x04\x05\x02\x02\0\0\0\0after"sv, 5, "after"),
            (std::vector<std::int64_t>{1, 2, 3, 4, 5}));
  // The format's second example, 7 5 3 1 2 3 4 5: least difference -2, then 0 0 0 3 3 3 3 in two bits.
  std::string bytes("\x80\x01\x04\x08\x0e\x03\x02\0\0\0\xc0\x3f\0\0\0\0\0\0", 18);
  EXPECT_EQ(differences(bytes, 8), (std::vector<std::int64_t>{7, 5, 3, 1, 2, 3, 4, 5}));
  EXPECT_THROW(differences(bytes.substr(0, 17), 8), LogError);
  EXPECT_EQ(differences("\x80\x01\x04\0\0after"sv, 0, "after"), std::vector<std::int64_t>());
}

TEST(Parquet, ImpossibleDifferencesAreRefused) {
  using namespace std::string_view_literals;
  for (const std::string_view bytes :
       {""sv, "\0\x04\x05\x02"sv, "\x80\x01\0\x05\x02"sv, "\x80\x01\x03\x05\x02"sv,
        "\xff\xff\xff\xff\x7f\x01\x05\x02"sv, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"sv}) {
    EXPECT_THROW(parquet::DeltaIntegers{bytes}, LogError);
  }
  parquet::DeltaIntegers wide("\x80\x01\x04\x05\x02\x02\x41\0\0\0"sv);
  EXPECT_EQ(wide.next(), 1);
  EXPECT_THROW(wide.next(), LogError) << "65 bits";
}

TEST(Parquet, TextsKeepWhatTheOneBeforeHad) {
  using namespace std::string_view_literals;
  // kept 0 3, ending lengths 5 2, endings "hello" "p!"
  parquet::DeltaStrings texts("\x80\x01\x04\x02\0\x06\0\0\0\0\x80\x01\x04\x02\x0a\x05\0\0\0\0hellop!"sv);
  EXPECT_EQ(texts.next(), "hello");
  EXPECT_EQ(texts.next(), "help!");
  EXPECT_THROW(texts.next(), LogError);
  parquet::DeltaStrings more("\x80\x01\x04\x01\x02\x80\x01\x04\x01\x02x"sv);
  EXPECT_THROW(more.next(), LogError) << "keeps one byte of nothing";
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
