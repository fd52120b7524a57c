#include "adapters/lake/parquet/page_header.hpp"

#include <algorithm>
#include <initializer_list>
#include <limits>

#include "adapters/lake/log_error.hpp"

namespace delta::lake::parquet {
namespace {

constexpr std::int64_t kMaxCount = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t kMaxNumber = 1000;  // of kinds and encodings

/// A field of a header that is a size or a number: its id, where it goes, its bound.
struct SizeField {
  int id;
  std::int64_t* value;
  std::int64_t most;
};

/// Reads the sizes of a struct; all other fields go to `other`.
template <class Other>
void read_sizes(ThriftReader& in, std::initializer_list<SizeField> fields, const Other& other) {
  in.read_struct([&](int id, int type) {
    const auto field = std::ranges::find(fields, id, &SizeField::id);
    if (field == fields.end()) return other(id, type);
    *field->value = in.read_size(type, field->most);
  });
}

}  // namespace

PageHeader read_page_header(ThriftReader& in) {
  PageHeader header;
  const auto skip = [&in](int, int type) { in.skip(type); };
  const SizeField values{1, &header.values, kMaxCount};
  const auto kind_of_page = [&](int id, int type) {
    if (id == 5) {
      read_sizes(in,
                 {values,
                  {2, &header.encoding, kMaxNumber},
                  {3, &header.definition_encoding, kMaxNumber},
                  {4, &header.repetition_encoding, kMaxNumber}},
                 skip);
    } else if (id == 7) {
      read_sizes(in, {values, {2, &header.encoding, kMaxNumber}}, skip);
    } else if (id == 8) {
      read_sizes(in,
                 {values,
                  {4, &header.encoding, kMaxNumber},
                  {5, &header.definition_size, kMaxPage},
                  {6, &header.repetition_size, kMaxPage}},
                 [&](int inner, int inner_type) {
                   if (inner != 7) return in.skip(inner_type);
                   header.is_packed = in.read_boolean(inner_type);
                 });
    } else {
      in.skip(type);
    }
  };
  read_sizes(in, {{1, &header.kind, kMaxNumber}, {2, &header.unpacked, kMaxPage}, {3, &header.packed, kMaxPage}},
             kind_of_page);
  if (header.kind < 0 || header.unpacked < 0 || header.packed < 0) {
    throw LogError("the Parquet file is damaged: a page header is not complete");
  }
  return header;
}

}  // namespace delta::lake::parquet
