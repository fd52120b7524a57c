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

ManagedMark mark_after(const MarkParts& parts, const Table& after) {
  ManagedMark mark = parts.declared;
  if (parts.before == nullptr) return mark;
  const AspectSet& before = parts.before->aspects;
  // Nearly always all that was managed is still declared, and what is there need not be hashed.
  if (mark.aspects.includes(before)) return mark;
  for (const std::uint64_t present : declared_mark(after, {}).aspects) {
    if (before.contains(present)) mark.aspects.insert(present);
  }
  if (!parts.renames.empty()) RenamedColumns(*parts.before, parts.renames, mark).keep(after.columns, {});
  return mark;
}

ManagedMark mark_during(const MarkParts& parts) {
  ManagedMark mark = parts.declared;
  if (parts.before == nullptr) return mark;
  for (const std::uint64_t aspect : parts.before->aspects) mark.aspects.insert(aspect);
  return mark;
}

}  // namespace delta
