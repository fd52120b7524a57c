#include "adapters/lake/checkpoint.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "adapters/lake/files.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/parquet/column.hpp"
#include "adapters/lake/parquet/record.hpp"

namespace delta::lake {
namespace {

parquet::RandomAccess open_parquet(const Descriptor& file, const std::string& place) {
  struct stat status{};
  if (::fstat(file.number(), &status) != 0) throw LogError("cannot read " + place + ": " + system_error(errno));
  const int number = file.number();
  return {static_cast<std::uint64_t>(status.st_size), [number, place](std::uint64_t offset, std::uint64_t length) {
            if (length > kMaxLogFile) throw LogError("one part of it is larger than 2048 MiB, the most deltac reads");
            std::string bytes(static_cast<std::size_t>(length), '\0');
            std::size_t done = 0;
            while (done < bytes.size()) {
              const ssize_t count =
                  ::pread(number, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
              if (count < 0 && errno == EINTR) continue;
              if (count < 0) throw LogError("cannot read " + place + ": " + system_error(errno));
              if (count == 0) throw LogError(place + " became shorter while it was read");
              done += static_cast<std::size_t>(count);
            }
            return bytes;
          }};
}

void for_each_record(const parquet::RandomAccess& file, const parquet::Footer& footer, std::string_view action,
                     const std::function<void(Json)>& record) {
  const parquet::Node* field = footer.root.child(action);
  if (field == nullptr || field->repetition == parquet::Node::Repetition::repeated) return;
  for (const parquet::RowGroup& group : footer.row_groups) parquet::read_records(file, group, *field, record);
}

void refuse_v2(const Json&) {
  throw LogError("it is a V2 checkpoint, and deltac reads classic checkpoints of one file only",
                 "set delta.checkpointPolicy to classic, then let Spark write a checkpoint in one file");
}

Json only(std::vector<Json> found, std::string_view action) {
  if (found.size() != 1 || !found[0].is_object()) {
    throw LogError("the checkpoint holds " + std::to_string(found.size()) + " actions '" + std::string(action) +
                   "' instead of one");
  }
  return std::move(found[0]);
}

void read_live_files(LogState& state, const parquet::RandomAccess& file, const parquet::Footer& footer) {
  const parquet::Node* add = footer.root.child("add");
  const parquet::Node* path = add != nullptr ? add->child("path") : nullptr;
  if (path == nullptr) return;
  if (!path->leaf || path->physical != parquet::Physical::byte_array || path->depth > 0) {
    throw LogError("the checkpoint's column add.path is no text");
  }
  for (const parquet::RowGroup& group : footer.row_groups) {
    parquet::read_column(file, group, *path, path->definition,
                         [&](const parquet::Entry& entry) { state.files.add(entry.value.bytes); });
  }
  state.files.end_commit();
}

}  // namespace

void read_checkpoint_file(LogState& state, const parquet::RandomAccess& file) {
  const parquet::Footer footer = parquet::read_footer(file);
  for_each_record(file, footer, "sidecar", refuse_v2);
  for_each_record(file, footer, "checkpointMetadata", refuse_v2);
  std::vector<Json> metadata;
  std::vector<Json> protocol;
  for_each_record(file, footer, "metaData", [&](Json value) { metadata.push_back(std::move(value)); });
  for_each_record(file, footer, "protocol", [&](Json value) { protocol.push_back(std::move(value)); });
  state.metadata = only(std::move(metadata), "metaData");
  state.protocol = only(std::move(protocol), "protocol");
  for_each_record(file, footer, "domainMetadata", [&](const Json& domain) {
    const std::string* name = domain.find_string("domain");
    const std::string* configuration = domain.find_string("configuration");
    const Json* removed = domain.find("removed");
    if (name == nullptr) throw LogError("the checkpoint holds a 'domainMetadata' without domain");
    if (removed != nullptr && removed->boolean) return;
    state.domains[*name] = configuration != nullptr ? *configuration : "";
  });
  read_live_files(state, file, footer);
}

void read_checkpoint(LogState& state, int log, const std::string& name, const std::string& path) {
  const std::string place = path + "/" + name;
  const Descriptor file = open_file(log, name, path);
  const parquet::RandomAccess access = open_parquet(file, place);
  try {
    read_checkpoint_file(state, access);
  } catch (const LogError& error) {
    throw LogError(name + ": " + error.what(), error.fix());
  }
}

}  // namespace delta::lake
