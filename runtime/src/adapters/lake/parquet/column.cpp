#include "adapters/lake/parquet/column.hpp"

#include <bit>

#include "adapters/lake/log_error.hpp"
#include "adapters/lake/parquet/bytes.hpp"
#include "adapters/lake/parquet/codec.hpp"
#include "adapters/lake/parquet/page_header.hpp"

namespace delta::lake::parquet {
namespace {

[[noreturn]] void damaged(const std::string& what) { throw LogError("the Parquet file is damaged: " + what); }

/// The levels of a page of the first version: a length, then runs.
std::string_view take_levels(std::string_view& bytes, std::int64_t encoding) {
  if (encoding != 3) {
    throw LogError("the Parquet file has levels of encoding " + std::to_string(encoding), kOtherWriterFix);
  }
  const std::uint32_t size = take_uint32(bytes);
  return take(bytes, size);
}

int bits_for(int level) { return static_cast<int>(std::bit_width(static_cast<unsigned>(level))); }

class ColumnReader {
 public:
  ColumnReader(const Node& leaf, int codec, int least, const std::function<void(const Entry&)>& entry)
      : leaf_(leaf), codec_(codec), least_(least), entry_(entry) {}

  void read(std::string_view bytes, std::int64_t values) {
    while (values_ < values) {
      ThriftReader in(bytes);
      const PageHeader header = read_page_header(in);
      take(bytes, in.position());
      const std::string_view packed = take(bytes, static_cast<std::size_t>(header.packed));
      switch (header.kind) {
        case PageHeader::dictionary: read_dictionary_page(header, packed); break;
        case PageHeader::data: read_page(header, packed); break;
        case PageHeader::data_v2: read_page_v2(header, packed); break;
        default: break;  // an index page
      }
    }
    if (values_ != values) damaged("a column has more values than it says");
  }

  std::int64_t rows() const { return row_ + 1; }

 private:
  void read_dictionary_page(const PageHeader& header, std::string_view packed) {
    dictionary_bytes_ = unpack(packed, codec_, static_cast<std::size_t>(header.unpacked));
    dictionary_ = read_dictionary(dictionary_bytes_, header.encoding, header.values, leaf_);
  }

  void read_page(const PageHeader& header, std::string_view packed) {
    const std::string page = unpack(packed, codec_, static_cast<std::size_t>(header.unpacked));
    std::string_view bytes = page;
    const std::string_view repetitions = leaf_.depth > 0 ? take_levels(bytes, header.repetition_encoding) : "";
    const std::string_view definitions = leaf_.definition > 0 ? take_levels(bytes, header.definition_encoding) : "";
    read_entries(header, repetitions, definitions, bytes);
  }

  void read_page_v2(const PageHeader& header, std::string_view packed) {
    const std::string_view repetitions = take(packed, static_cast<std::size_t>(header.repetition_size));
    const std::string_view definitions = take(packed, static_cast<std::size_t>(header.definition_size));
    const std::int64_t levels = header.repetition_size + header.definition_size;
    if (levels > header.unpacked) damaged("a page ends too early");
    const auto size = static_cast<std::size_t>(header.unpacked - levels);
    // Nothing but missing values: some writers pack nothing into nothing.
    const std::string values = size == 0 ? "" : unpack(packed, header.is_packed ? codec_ : 0, size);
    read_entries(header, repetitions, definitions, values);
  }

  void read_entries(const PageHeader& header, std::string_view repetitions, std::string_view definitions,
                    std::string_view values) {
    RunReader repetition_runs(repetitions, bits_for(leaf_.depth));
    RunReader definition_runs(definitions, bits_for(leaf_.definition));
    ValueReader value_reader(values, header.encoding, leaf_, dictionary_);
    auto left = static_cast<std::uint64_t>(header.values);
    while (left > 0) {
      RunReader::Run definition{0, left};
      if (leaf_.definition > 0) definition = definition_runs.next(left);
      if (definition.value > static_cast<unsigned>(leaf_.definition)) damaged("a level is too high");
      left -= definition.count;
      for (std::uint64_t done = 0; done < definition.count;) {
        RunReader::Run repetition{0, definition.count - done};
        if (leaf_.depth > 0) repetition = repetition_runs.next(repetition.count);
        if (repetition.value > static_cast<unsigned>(leaf_.depth)) damaged("a level is too high");
        add_entries(static_cast<int>(definition.value), static_cast<int>(repetition.value), repetition.count,
                    value_reader);
        done += repetition.count;
      }
    }
    values_ += header.values;
  }

  void add_entries(int definition, int repetition, std::uint64_t count, ValueReader& values) {
    if (repetition > 0 && row_ < 0) damaged("a row begins in the middle");
    if (definition < least_) {
      if (repetition == 0) row_ += static_cast<std::int64_t>(count);
      return;
    }
    Entry entry;
    entry.definition = definition;
    entry.repetition = repetition;
    entry.present = definition == leaf_.definition;
    for (std::uint64_t i = 0; i < count; ++i) {
      if (repetition == 0) ++row_;
      entry.row = row_;
      if (entry.present) entry.value = values.next();
      entry_(entry);
    }
  }

  const Node& leaf_;
  int codec_;
  int least_;
  const std::function<void(const Entry&)>& entry_;
  std::string dictionary_bytes_;
  Dictionary dictionary_;
  std::int64_t values_ = 0;
  std::int64_t row_ = -1;
};

}  // namespace

void read_column(const RandomAccess& file, const RowGroup& group, const Node& leaf, int least,
                 const std::function<void(const Entry&)>& entry) {
  const Chunk& chunk = group.columns.at(leaf.first_leaf);
  if (!chunk.readable) {
    throw LogError("the Parquet file keeps the column " + leaf.name + " elsewhere, or encrypted", kOtherWriterFix);
  }
  const std::string bytes = file.read(chunk.offset, chunk.size);
  ColumnReader reader(leaf, chunk.codec, least, entry);
  reader.read(bytes, chunk.values);
  if (reader.rows() != group.rows) damaged("the column " + leaf.name + " has not the rows of its group");
}

}  // namespace delta::lake::parquet
