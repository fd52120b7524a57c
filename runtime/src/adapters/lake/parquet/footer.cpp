#include "adapters/lake/parquet/footer.hpp"

#include <algorithm>
#include <limits>

#include "adapters/lake/log_error.hpp"
#include "adapters/lake/parquet/thrift.hpp"

namespace delta::lake::parquet {
namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kTail = 8;  // length of the footer, "PAR1"
constexpr int kMaxDepth = 32;

[[noreturn]] void damaged(const std::string& what) { throw LogError("the Parquet file is damaged: " + what); }

/// A schema element as it stands in the file, before the tree is made of the list.
struct Element {
  Node node;
  std::int64_t children = 0;
};

Element read_element(ThriftReader& in) {
  constexpr std::int64_t kMapConverted = 1;
  constexpr std::int64_t kListConverted = 3;
  Element element;
  element.node.leaf = false;
  in.read_struct([&](int id, int type) {
    switch (id) {
      case 1:
        element.node.physical = static_cast<Physical>(in.read_size(type, 7));
        element.node.leaf = true;
        break;
      case 2: element.node.length = static_cast<int>(in.read_size(type, 1 << 20)); break;
      case 3: element.node.repetition = static_cast<Node::Repetition>(in.read_size(type, 2)); break;
      case 4: element.node.name = in.read_binary(type); break;
      case 5: element.children = in.read_size(type, 1 << 20); break;
      case 6: {
        const std::int64_t converted = in.read_size(type, 1000);
        if (converted == kMapConverted) element.node.shape = Node::Shape::map;
        if (converted == kListConverted) element.node.shape = Node::Shape::list;
        break;
      }
      case 10:  // the logical type, a union: the field that is there tells it
        in.read_struct([&](int logical, int inner) {
          if (logical == 2) element.node.shape = Node::Shape::map;
          if (logical == 3) element.node.shape = Node::Shape::list;
          in.skip(inner);
        });
        break;
      default: in.skip(type);
    }
  });
  return element;
}

class TreeBuilder {
 public:
  explicit TreeBuilder(std::vector<Element> elements) : elements_(std::move(elements)) {}

  Node build() {
    if (elements_.empty()) damaged("it has no schema");
    elements_.front().node.repetition = Node::Repetition::required;
    Node root = take(0, 0, 0);
    if (next_ != elements_.size() || root.leaf) damaged("its schema is no tree");
    return root;
  }

 private:
  Node take(int definition, int depth, int level) {
    if (next_ >= elements_.size() || level > kMaxDepth) damaged("its schema is no tree");
    Element element = std::move(elements_[next_++]);
    Node node = std::move(element.node);
    if (node.repetition != Node::Repetition::required) ++definition;
    if (node.repetition == Node::Repetition::repeated) ++depth;
    node.definition = definition;
    node.depth = depth;
    node.first_leaf = leaves_;
    if (node.leaf) {
      if (element.children > 0) damaged("its schema is no tree");
      ++leaves_;
    }
    for (std::int64_t i = 0; i < element.children; ++i) node.children.push_back(take(definition, depth, level + 1));
    node.leaf_count = leaves_ - node.first_leaf;
    return node;
  }

  std::vector<Element> elements_;
  std::size_t next_ = 0;
  std::size_t leaves_ = 0;
};

void read_column_metadata(ThriftReader& in, Chunk& chunk) {
  std::int64_t data = -1;
  std::int64_t dictionary = -1;
  std::int64_t size = -1;
  in.read_struct([&](int id, int type) {
    switch (id) {
      case 4: chunk.codec = static_cast<int>(in.read_size(type, 1000)); break;
      case 5: chunk.values = in.read_size(type, kMax); break;
      case 7: size = in.read_size(type, kMax); break;
      case 9: data = in.read_size(type, kMax); break;
      case 11: dictionary = in.read_size(type, kMax); break;
      default: in.skip(type);
    }
  });
  if (data < 0 || size < 0) damaged("a column has no place");
  chunk.offset = static_cast<std::uint64_t>(dictionary > 0 && dictionary < data ? dictionary : data);
  chunk.size = static_cast<std::uint64_t>(size);
}

Chunk read_chunk(ThriftReader& in) {
  Chunk chunk;
  bool found = false;
  in.read_struct([&](int id, int type) {
    if (id == 1 || id == 8) {  // in another file; encrypted
      chunk.readable = false;
      in.skip(type);
    } else if (id == 3) {
      read_column_metadata(in, chunk);
      found = true;
    } else {
      in.skip(type);
    }
  });
  if (!found) chunk.readable = false;
  return chunk;
}

RowGroup read_row_group(ThriftReader& in) {
  RowGroup group;
  in.read_struct([&](int id, int type) {
    if (id == 1) {
      in.read_list(type, [&](int) { group.columns.push_back(read_chunk(in)); });
    } else if (id == 3) {
      group.rows = in.read_size(type, kMax);
    } else {
      in.skip(type);
    }
  });
  return group;
}

std::string footer_bytes(const RandomAccess& file) {
  if (file.size < kTail + 4) damaged("it is too short");
  const std::string tail = file.read(file.size - kTail, kTail);
  if (tail.substr(4) == "PARE") throw LogError("the Parquet file is encrypted", kOtherWriterFix);
  if (tail.substr(4) != "PAR1") damaged("it does not end like one");
  std::uint64_t length = 0;
  for (int i = 3; i >= 0; --i) length = length << 8 | static_cast<unsigned char>(tail[static_cast<std::size_t>(i)]);
  if (length > file.size - kTail - 4) damaged("its footer is longer than the file");
  return file.read(file.size - kTail - length, length);
}

}  // namespace

const Node* Node::child(std::string_view child_name) const {
  const auto found = std::ranges::find(children, child_name, &Node::name);
  return found == children.end() ? nullptr : &*found;
}

Footer read_footer(const RandomAccess& file) {
  const std::string bytes = footer_bytes(file);
  ThriftReader in(bytes);
  std::vector<Element> elements;
  Footer footer;
  in.read_struct([&](int id, int type) {
    if (id == 2) {
      in.read_list(type, [&](int) { elements.push_back(read_element(in)); });
    } else if (id == 4) {
      in.read_list(type, [&](int) { footer.row_groups.push_back(read_row_group(in)); });
    } else {
      in.skip(type);
    }
  });
  footer.root = TreeBuilder(std::move(elements)).build();
  for (const RowGroup& group : footer.row_groups) {
    if (group.columns.size() != footer.root.leaf_count) damaged("a row group has not every column");
    for (const Chunk& chunk : group.columns) {
      if (chunk.offset > file.size || chunk.size > file.size - chunk.offset) damaged("a column lies outside the file");
    }
  }
  return footer;
}

}  // namespace delta::lake::parquet
