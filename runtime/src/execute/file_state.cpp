#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>

#include "delta/execute/state_store.hpp"
#include "execute/crash_point.hpp"
#include "execute/state_files.hpp"
#include "execute/state_format.hpp"

namespace delta {
namespace {

constexpr std::string_view kJournal = ".journal";
constexpr std::string_view kPlan = ".plan.json";
constexpr std::string_view kSnapshot = ".json";
constexpr std::string_view kFormatText = "deltac.state/";

/// Of a run that is at work; the ledger has the end of one that is over as well.
Error cannot_write(const std::string& path, int code) {
  if (!path.ends_with(kJournal)) return {"cannot write " + path + ": " + std::strerror(code), write_fix(code)};
  return {"cannot write the journal " + path + ": " + std::strerror(code),
          code == ENOSPC || code == EDQUOT ? "make room, then recover" : "see to the disk, then recover"};
}

/// A run that is over cannot be moved to the others.
Error cannot_put_away(const std::string& to, int code) {
  return {"cannot move a run to " + to + ": " + std::strerror(code), write_fix(code)};
}

/// The names in a folder, sorted; none if it is not there.
Expected<std::vector<std::string>> names_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator each(folder, error), end; !error && each != end; each.increment(error)) {
    names.push_back(each->path().filename().string());
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    const bool misplaced = error == std::errc::not_a_directory;
    return Error{"cannot read " + folder + ": " + error.message(), misplaced ? "name another place with --state" : ""};
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool exists(const std::string& path) {
  struct stat state{};
  return ::stat(path.c_str(), &state) == 0;
}

/// A log's file, kept open between its lines.
class LogFile {
 public:
  LogFile() = default;
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;
  ~LogFile() { close(); }

  Expected<void> append(const std::string& path, std::size_t size, std::string_view line) {
    if (path != path_) {
      close();
      file_ = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
      if (file_ < 0) return cannot_write(path, errno);
      path_ = path;
    }
    struct stat state{};
    if (::fstat(file_, &state) != 0) return cannot_write(path, errno);
    const auto wanted = static_cast<off_t>(size);
    if (state.st_size < wanted)
      return Error{path + " is shorter than it was: another process changed it", "status tells more"};
    if (state.st_size > wanted && ::ftruncate(file_, wanted) != 0) return cannot_write(path, errno);
    return write(line);
  }
  void close() {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
    path_.clear();
  }

 private:
  Expected<void> write(std::string_view rest) const {
    at_crash_point("journal");
    while (!rest.empty()) {
      // In tests a line is torn at every place where the kernel might tear it.
      const ssize_t count = ::write(file_, rest.data(), crash_point != nullptr ? rest.size() / 2 + 1 : rest.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return cannot_write(path_, errno);
      rest.remove_prefix(static_cast<std::size_t>(count));
      at_crash_point("journal written");
    }
    if (::fdatasync(file_) != 0) return cannot_write(path_, errno);
    at_crash_point("journal lasts");
    return {};
  }

  std::string path_;
  int file_ = -1;
};

class FileState : public StateStore {
 public:
  explicit FileState(std::string directory) : directory_(std::move(directory)) {}

  std::string place() const override { return directory_; }
  std::string journal_name(const std::string& run) const override {
    const std::string open = path("/runs/", run, kJournal);
    return exists(open) ? open : path("/history/", run, kJournal);
  }
  std::string ledger_name() const override { return directory_ + "/ledger"; }

  Expected<void> prepare() override {
    for (const std::string& folder : {directory_ + "/runs", directory_ + "/history", directory_ + "/snapshots"}) {
      if (auto made = make_directories(folder); !made) return made;
    }
    if (auto known = check_format(); !known) return known;
    return clear_away();
  }

  Expected<Runs> runs() const override {
    if (exists(format_path())) {
      if (auto known = check_format(); !known) return known.error();
    }
    Runs out;
    for (const auto& [folder, into] : {std::pair("/runs", &out.open), std::pair("/history", &out.closed)}) {
      const auto names = names_in(directory_ + folder);
      if (!names) return names.error();
      for (const std::string& name : *names) {
        if (name.ends_with(kJournal)) into->push_back(name.substr(0, name.size() - kJournal.size()));
      }
    }
    return out;
  }

  // A run that is put away loses its plan to the other folder first.
  Expected<std::string> plan(const std::string& run) const override { return text_of(run, kPlan); }
  Expected<std::string> journal(const std::string& run) const override { return text_of(run, kJournal); }

  Expected<void> begin(const std::string& run, std::string_view plan, std::string_view journal) override {
    if (auto saved = create_whole(path("/runs/", run, kPlan), plan); !saved) return saved.error();
    const auto made = create_whole(path("/runs/", run, kJournal), journal);
    if (!made) return made.error();
    if (!*made) return Error{"there is a run " + run + " already", ""};
    return {};
  }
  Expected<void> append(const std::string& run, std::size_t size, std::string_view line) override {
    return journal_.append(path("/runs/", run, kJournal), size, line);
  }
  Expected<void> close(const std::string& run) override {
    journal_.close();
    for (const std::string_view suffix : {kPlan, kJournal}) {
      const std::string to = path("/history/", run, suffix);
      at_crash_point("put away");
      if (::rename(path("/runs/", run, suffix).c_str(), to.c_str()) != 0 && errno != ENOENT)
        return cannot_put_away(to, errno);
    }
    if (auto lasts = sync_folder(directory_ + "/history"); !lasts) return lasts;
    return sync_folder(directory_ + "/runs");
  }

  Expected<std::string> ledger() const override {
    return exists(directory_ + "/ledger") ? read_text_file(directory_ + "/ledger") : Expected<std::string>("");
  }
  Expected<void> append_ledger(std::size_t size, std::string_view lines) override {
    const std::string file = directory_ + "/ledger";
    if (size > 0 || exists(file)) return ledger_.append(file, size, lines);
    const auto made = create_whole(file, lines);
    return made ? Expected<void>() : made.error();
  }

  Expected<void> keep_snapshot(const std::string& hash, std::string_view text) override {
    const std::string file = snapshot_path(hash);
    if (exists(file)) return {};
    const auto made = create_whole(file, text);
    return made ? Expected<void>() : made.error();
  }
  Expected<std::string> snapshot(const std::string& hash) const override { return read_text_file(snapshot_path(hash)); }
  Expected<std::vector<std::string>> snapshots() const override {
    auto names = names_in(directory_ + "/snapshots");
    if (!names) return names;
    std::erase_if(*names, [](const std::string& name) { return !name.ends_with(kSnapshot); });
    for (std::string& name : *names) name.resize(name.size() - kSnapshot.size());
    return names;
  }

 private:
  std::string path(std::string_view folder, const std::string& run, std::string_view suffix) const {
    return directory_ + std::string(folder) + run + std::string(suffix);
  }
  /// A run's text, also while another process puts the run away.
  Expected<std::string> text_of(const std::string& run, std::string_view suffix) const {
    auto open = read_text_file(path("/runs/", run, suffix));
    if (open || exists(path("/runs/", run, suffix))) return open;
    return read_text_file(path("/history/", run, suffix));
  }
  std::string snapshot_path(const std::string& hash) const { return path("/snapshots/", hash, kSnapshot); }
  std::string format_path() const { return directory_ + "/format"; }

  Expected<void> check_format() const {
    if (!exists(format_path())) {
      const auto made = create_whole(format_path(), std::string(kFormatText) + std::to_string(kStateFormat) + "\n");
      return made ? Expected<void>() : made.error();
    }
    const auto text = read_text_file(format_path());
    if (!text) return text.error();
    int number = 0;
    if (text->starts_with(kFormatText)) {
      std::from_chars(text->data() + kFormatText.size(), text->data() + text->size(), number);
    }
    return refuse_unknown_format(directory_, number);
  }

  /// A plan whose journal never began, and files that were not whole yet.
  Expected<void> clear_away() const {
    for (const std::string& folder : {directory_, directory_ + "/runs", directory_ + "/snapshots"}) {
      const auto names = names_in(folder);
      if (!names) return names.error();
      for (const std::string& name : *names) {
        const bool plan = name.ends_with(kPlan);
        const bool alone = plan && !exists(path("/runs/", name.substr(0, name.size() - kPlan.size()), kJournal));
        if (name.ends_with(".tmp") || alone) ::unlink((folder + "/" + name).c_str());
      }
    }
    return {};
  }

  std::string directory_;
  LogFile journal_;
  LogFile ledger_;
};

}  // namespace

Expected<void> refuse_unknown_format(const std::string& place, int number) {
  if (number >= 1 && number <= kStateFormat) return {};
  if (number < 1) return Error{place + " holds something else than runs of deltac", "name another place with --state"};
  return Error{place + " was written by a newer version of deltac (state format " + std::to_string(number) +
                   "; this one knows " + std::to_string(kStateFormat) + ")",
               "use that version, or name another place with --state"};
}

std::unique_ptr<StateStore> open_file_state(std::string directory) {
  return std::make_unique<FileState>(std::move(directory));
}

}  // namespace delta
