#include "plan/marks.hpp"

#include "diff/renames.hpp"

namespace delta {
namespace {

/// Columns below a renamed one were managed under another path.
class RenamedColumns {
 public:
  RenamedColumns(const ManagedMark& before, const std::vector<change::ColumnRenamed>& renames, ManagedMark& mark)
      : before_(before), renames_(renames), mark_(mark) {}

  template <class Fields>
  void keep(const Fields& fields, const ColumnPath& parent) {
    for (const auto& field : fields) {
      const ColumnPath path = parent.child(field.name);
      if (before_.holds("column", before_renames(path, renames_).text())) {
        mark_.aspects.insert(aspect_hash("column", path.text()));
      }
      keep_inside(field.type, path);
    }
  }

 private:
  void keep_inside(const DataType& type, const ColumnPath& path) {
    if (type.kind == TypeKind::structure) keep(type.fields, path);
    if (type.kind == TypeKind::array && type.types.size() == 1) keep_inside(type.types[0], path.child("element"));
    if (type.kind == TypeKind::map && type.types.size() == 2) {
      keep_inside(type.types[0], path.child("key"));
      keep_inside(type.types[1], path.child("value"));
    }
  }

  const ManagedMark& before_;
  const std::vector<change::ColumnRenamed>& renames_;
  ManagedMark& mark_;
};

}  // namespace

ManagedMark mark_after(const Table& desired, const std::string& registry_name, const std::optional<ManagedMark>& before,
                       const Table& after, const std::vector<change::ColumnRenamed>& renames) {
  ManagedMark mark = declared_mark(desired, registry_name);
  if (!before) return mark;
  for (const std::string& present : declared_mark(after, registry_name).aspects) {
    if (before->aspects.contains(present)) mark.aspects.insert(present);
  }
  if (!renames.empty()) RenamedColumns(*before, renames, mark).keep(after.columns, {});
  return mark;
}

ManagedMark mark_during(const Table& desired, const std::string& registry_name, const std::optional<ManagedMark>& before) {
  ManagedMark mark = declared_mark(desired, registry_name);
  if (before) mark.aspects.insert(before->aspects.begin(), before->aspects.end());
  return mark;
}

}  // namespace delta
