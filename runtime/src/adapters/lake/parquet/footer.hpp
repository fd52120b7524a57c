#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace delta::lake::parquet {

/// A file of which parts are read. `read(offset, length)` returns exactly `length` bytes or throws `LogError`.
struct RandomAccess {
  std::uint64_t size = 0;
  std::function<std::string(std::uint64_t, std::uint64_t)> read;
};

enum class Physical {
  boolean = 0,
  int32 = 1,
  int64 = 2,
  int96 = 3,
  float32 = 4,
  float64 = 5,
  byte_array = 6,
  fixed = 7
};

/// A node of the schema tree: a group, or a leaf with a column.
struct Node {
  enum class Repetition { required = 0, optional = 1, repeated = 2 };
  enum class Shape { plain, list, map };

  std::string name;
  Repetition repetition = Repetition::required;
  Shape shape = Shape::plain;
  bool leaf = false;
  Physical physical = Physical::byte_array;
  int length = 0;  ///< bytes of a `fixed` value
  std::vector<Node> children;
  int definition = 0;  ///< definition level of a value that is there
  int depth = 0;       ///< repetition level of what repeats here
  std::size_t first_leaf = 0;
  std::size_t leaf_count = 0;

  const Node* child(std::string_view child_name) const;
};

/// Where a column of a row group lies.
struct Chunk {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::int64_t values = 0;
  int codec = 0;
  bool readable = true;  ///< false: encrypted, or in another file
};

struct RowGroup {
  std::int64_t rows = 0;
  std::vector<Chunk> columns;  ///< by leaf
};

struct Footer {
  Node root;
  std::vector<RowGroup> row_groups;
};

/// Reads and checks a Parquet file's footer. Throws `LogError`.
Footer read_footer(const RandomAccess& file);

}  // namespace delta::lake::parquet
