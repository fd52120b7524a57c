#include "adapters/lake/checkpoint.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "adapters/lake/files.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/parquet/column.hpp"
#include "adapters/lake/parquet/record.hpp"

namespace delta::lake {
namespace {

constexpr std::string_view kSidecars = "_sidecars";

parquet::RandomAccess open_parquet(const Descriptor& file, const std::string& place) {
  struct stat status{};
  if (::fstat(file.number(), &status) != 0) throw system_failure("cannot read " + place, errno);
  const int number = file.number();
  return {static_cast<std::uint64_t>(status.st_size), [number, place](std::uint64_t offset, std::uint64_t length) {
            if (length > kMaxLogFile) {
              throw LogError("one part of it is larger than 2048 MiB, the most deltac reads",
                             "look at what wrote it: no writer of Delta makes such files");
            }
            std::string bytes(static_cast<std::size_t>(length), '\0');
            std::size_t done = 0;
            while (done < bytes.size()) {
              const ssize_t count =
                  ::pread(number, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
              if (count < 0 && errno == EINTR) continue;
              if (count < 0) throw system_failure("cannot read " + place, errno);
              if (count == 0) {
                throw LogError(place + " became shorter while it was read", "run it again when nothing writes there");
              }
              done += static_cast<std::size_t>(count);
            }
            return bytes;
          }};
}

void take_records(ActionReplay& replay, const parquet::RandomAccess& file, const parquet::Footer& footer,
                  std::string_view action) {
  const parquet::Node* field = footer.root.child(action);
  if (field == nullptr || field->repetition == parquet::Node::Repetition::repeated) return;
  for (const parquet::RowGroup& group : footer.row_groups) {
    parquet::read_records(file, group, *field, [&](Json value) { replay.take(action, std::move(value)); });
  }
}

void take_added_files(ActionReplay& replay, const parquet::RandomAccess& file, const parquet::Footer& footer) {
  const parquet::Node* add = footer.root.child("add");
  const parquet::Node* path = add != nullptr ? add->child("path") : nullptr;
  if (path == nullptr) return;
  if (!path->leaf || path->physical != parquet::Physical::byte_array || path->depth > 0) {
    throw LogError("the checkpoint's column add.path is no text");
  }
  for (const parquet::RowGroup& group : footer.row_groups) {
    parquet::read_column(file, group, *path, path->definition,
                         [&](const parquet::Entry& entry) { replay.take_file(entry.value.bytes); });
  }
}

/// Names the file at fault. A file that is gone stays one: the log may have been cleaned up meanwhile.
template <class Read>
void naming(const std::string& name, const Read& read) {
  try {
    read();
  } catch (const FileGone&) {
    throw;
  } catch (const LogError& error) {
    throw LogError(name + ": " + error.what(), error.fix(), error.code());
  }
}

void read_sidecars(ActionReplay& replay, const std::string& path) {
  if (replay.sidecars().empty()) return;
  const std::string folder_path = path + "/" + std::string(kSidecars);
  const Descriptor folder = open_directory(folder_path);
  if (!folder) {
    const LogError failure = system_failure("cannot open " + folder_path, errno);
    if (errno == ENOENT) throw FileGone(failure.what(), failure.fix());
    throw failure;
  }
  for (const Sidecar& sidecar : replay.sidecars()) {
    naming(std::string(kSidecars) + "/" + sidecar.file, [&] {
      const Descriptor file = open_file(folder.number(), sidecar.file, folder_path);
      const parquet::RandomAccess access = open_parquet(file, folder_path + "/" + sidecar.file);
      if (sidecar.size && static_cast<std::uint64_t>(*sidecar.size) != access.size) {
        throw LogError("it has " + std::to_string(access.size) + " bytes, and its checkpoint says " +
                       std::to_string(*sidecar.size));
      }
      take_sidecar_file(replay, access);
    });
  }
}

}  // namespace

void take_checkpoint_file(ActionReplay& replay, const parquet::RandomAccess& file) {
  constexpr std::array<std::string_view, 5> kBuilt = {"metaData", "protocol", "domainMetadata", "sidecar",
                                                      "checkpointMetadata"};
  const parquet::Footer footer = parquet::read_footer(file);
  for (const std::string_view action : kBuilt) take_records(replay, file, footer, action);
  take_added_files(replay, file, footer);
}

void take_sidecar_file(ActionReplay& replay, const parquet::RandomAccess& file) {
  const parquet::Footer footer = parquet::read_footer(file);
  if (footer.root.child("add") == nullptr && footer.root.child("remove") == nullptr) {
    throw LogError("it has neither a column 'add' nor one 'remove'");
  }
  take_added_files(replay, file, footer);
}

void read_checkpoint(LogState& state, int log, const Checkpoint& checkpoint, const std::string& path) {
  ActionReplay replay(state);
  for (const std::string& name : checkpoint.files) {
    naming(name, [&] {
      if (name.ends_with(".json")) return replay.take_lines(read_file(log, name, path));
      const Descriptor file = open_file(log, name, path);
      take_checkpoint_file(replay, open_parquet(file, path + "/" + name));
    });
  }
  read_sidecars(replay, path);
  naming(checkpoint.files.front(), [&] { replay.end_checkpoint(checkpoint.version); });
}

}  // namespace delta::lake
