#include "delta/model/data_type.hpp"

namespace delta {

bool DataType::operator==(const DataType&) const = default;

const std::string& DataType::name() const noexcept {
  static const std::string none;
  return text ? *text : none;
}

DataType DataType::of(TypeKind kind) {
  DataType type;
  type.kind = kind;
  return type;
}

DataType DataType::decimal(int precision, int scale) {
  DataType type = of(TypeKind::decimal);
  type.precision = precision;
  type.scale = scale;
  return type;
}

DataType DataType::varchar(int length) {
  DataType type = of(TypeKind::varchar);
  type.precision = length;
  return type;
}

DataType DataType::fixed_char(int length) {
  DataType type = of(TypeKind::fixed_char);
  type.precision = length;
  return type;
}

DataType DataType::array(DataType element) {
  DataType type = of(TypeKind::array);
  type.types.push_back(std::move(element));
  return type;
}

DataType DataType::map(DataType key, DataType value) {
  DataType type = of(TypeKind::map);
  type.types.push_back(std::move(key));
  type.types.push_back(std::move(value));
  return type;
}

DataType DataType::structure(std::vector<Field> fields) {
  DataType type = of(TypeKind::structure);
  type.fields = std::move(fields);
  return type;
}

const LocatedText& Position::sibling() const noexcept {
  static const LocatedText none;
  return after ? *after : none;
}

}  // namespace delta
