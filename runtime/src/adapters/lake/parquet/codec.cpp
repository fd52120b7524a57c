#include "adapters/lake/parquet/codec.hpp"

#include <snappy.h>
#include <zlib.h>
#include <zstd.h>

#include "adapters/lake/log_error.hpp"

namespace delta::lake::parquet {
namespace {

[[noreturn]] void damaged() { throw LogError("the Parquet file is damaged: a page cannot be unpacked"); }

std::string unpack_snappy(std::string_view packed, std::size_t size) {
  std::size_t said = 0;
  if (!snappy::GetUncompressedLength(packed.data(), packed.size(), &said) || said != size) damaged();
  std::string bytes(size, '\0');
  if (!snappy::RawUncompress(packed.data(), packed.size(), bytes.data())) damaged();
  return bytes;
}

std::string unpack_gzip(std::string_view packed, std::size_t size) {
  std::string bytes(size, '\0');
  z_stream stream{};
  constexpr int kGzipOrZlib = 15 + 32;
  if (inflateInit2(&stream, kGzipOrZlib) != Z_OK) damaged();
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(size);
  const int result = inflate(&stream, Z_FINISH);
  const bool whole = result == Z_STREAM_END && stream.total_out == size;
  inflateEnd(&stream);
  if (!whole) damaged();
  return bytes;
}

std::string unpack_zstd(std::string_view packed, std::size_t size) {
  std::string bytes(size, '\0');
  const std::size_t result = ZSTD_decompress(bytes.data(), size, packed.data(), packed.size());
  if (ZSTD_isError(result) || result != size) damaged();
  return bytes;
}

}  // namespace

std::string unpack(std::string_view packed, int codec, std::size_t size) {
  // No page of names and texts is so large, or packed so well; a header that says so would only make us reserve memory.
  constexpr std::size_t kLargePage = std::size_t{16} << 20;
  constexpr std::size_t kMostPacked = 10'000;
  if (size > kLargePage && size / kMostPacked > packed.size()) damaged();
  switch (codec) {
    case 0:
      if (packed.size() != size) damaged();
      return std::string(packed);
    case 1: return unpack_snappy(packed, size);
    case 2: return unpack_gzip(packed, size);
    case 6: return unpack_zstd(packed, size);
    default:
      throw LogError("the Parquet file is packed with codec " + std::to_string(codec) +
                         ", and deltac reads snappy, gzip, zstd and unpacked ones",
                     kOtherWriterFix);
  }
}

}  // namespace delta::lake::parquet
