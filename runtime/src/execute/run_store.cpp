#include "execute/run_store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "delta/report/plan_json.hpp"
#include "execute/crash_point.hpp"
#include "execute/state_files.hpp"

namespace delta {
namespace {

constexpr std::string_view kJournal = ".journal";
constexpr std::string_view kPlan = ".plan.json";

Error cannot_write(const std::string& path, int code) {
  return {"cannot write the journal " + path + ": " + std::strerror(code),
          code == ENOSPC || code == EDQUOT ? "make room, then recover" : "see to the disk, then recover"};
}

/// The names in a folder, sorted; none if it is not there.
Expected<std::vector<std::string>> names_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator each(folder, error), end; !error && each != end; each.increment(error)) {
    names.push_back(each->path().filename().string());
  }
  if (error && error != std::errc::no_such_file_or_directory && error != std::errc::not_a_directory) {
    return Error{"cannot read " + folder + ": " + error.message(), ""};
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// "20261129T212410Z-1a2b3c4d": ids sort by time.
std::string new_id() {
  std::string id = now_text();
  std::erase_if(id, [](char c) { return c == '-' || c == ':'; });
  return id + "-" + random_digits(8);
}

std::string checksum_in(const std::string& plan) {
  const std::size_t at = plan.rfind("sha256:");
  return at == std::string::npos ? "" : plan.substr(at, plan.find('"', at) - at);
}

}  // namespace

RunJournal::RunJournal(RunJournal&& other) noexcept
    : id_(std::move(other.id_)),
      path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      last_hash_(std::move(other.last_hash_)) {}

RunJournal::~RunJournal() {
  if (file_ >= 0) ::close(file_);
}

Expected<void> RunJournal::write(JournalRecord record) {
  record.time = now_text();
  std::string hash = last_hash_;
  const std::string line = journal_line(record, hash);
  std::string_view rest = line;
  at_crash_point("journal");
  while (!rest.empty()) {
    // In tests a record is torn at every place where the kernel might tear it.
    const ssize_t count = ::write(file_, rest.data(), crash_point != nullptr ? rest.size() / 2 + 1 : rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return cannot_write(path_, errno);
    rest.remove_prefix(static_cast<std::size_t>(count));
    at_crash_point("journal written");
  }
  if (::fdatasync(file_) != 0) return cannot_write(path_, errno);
  last_hash_ = std::move(hash);
  at_crash_point("journal lasts");
  return {};
}

Expected<std::vector<StoredRun>> RunStore::read(const std::string& folder) const {
  const auto names = names_in(folder);
  if (!names) return names.error();
  std::vector<StoredRun> runs;
  for (const std::string& name : *names) {
    if (!name.ends_with(kJournal)) continue;
    StoredRun run;
    run.id = name.substr(0, name.size() - kJournal.size());
    run.journal_path = folder + "/" + name;
    run.plan_path = folder + "/" + run.id + std::string(kPlan);
    const auto text = read_text_file(run.journal_path);
    auto journal = text ? read_journal(*text, run.journal_path) : Expected<Journal>(text.error());
    if (journal) {
      run.journal = *std::move(journal);
    } else {
      run.problem = journal.error().message;
    }
    runs.push_back(std::move(run));
  }
  return runs;
}

Expected<std::vector<StoredRun>> RunStore::unfinished() const {
  auto runs = read(directory_ + "/runs");
  if (runs) std::erase_if(*runs, [](const StoredRun& run) { return run.problem.empty() && !run.journal.unfinished(); });
  return runs;
}

Expected<std::vector<StoredRun>> RunStore::finished() const {
  auto runs = read(directory_ + "/history");
  auto others = read(directory_ + "/runs");
  if (!runs || !others) return runs ? others : runs;
  for (StoredRun& run : *others) {
    if (run.problem.empty() && !run.journal.unfinished()) runs->push_back(std::move(run));
  }
  return runs;
}

Expected<std::string> RunStore::newest_finished() const {
  auto names = names_in(directory_ + "/history");
  if (!names) return names.error();
  std::erase_if(*names, [](const std::string& name) { return !name.ends_with(kJournal); });
  return names->empty() ? std::string() : names->back();
}

Expected<void> RunStore::put_away(const std::string& id) const {
  for (const std::string_view suffix : {kPlan, kJournal}) {
    const std::string from = directory_ + "/runs/" + id + std::string(suffix);
    const std::string to = directory_ + "/history/" + id + std::string(suffix);
    at_crash_point("put away");
    if (::rename(from.c_str(), to.c_str()) != 0 && errno != ENOENT) return cannot_write(to, errno);
  }
  if (auto lasts = sync_folder(directory_ + "/history"); !lasts) return lasts;
  return sync_folder(directory_ + "/runs");
}

Expected<void> RunStore::prepare() {
  const std::string runs = directory_ + "/runs";
  for (const std::string& folder : {runs, directory_ + "/history"}) {
    if (auto made = make_directories(folder); !made) return made;
  }
  const auto stored = read(runs);
  if (!stored) return stored.error();
  for (const StoredRun& run : *stored) {
    if (!run.problem.empty() || run.journal.unfinished()) continue;
    if (auto moved = put_away(run.id); !moved) return moved;
  }
  for (const std::string& folder : {directory_, runs}) {
    const auto names = names_in(folder);
    if (!names) return names.error();
    for (const std::string& name : *names) {
      // A plan whose journal never began, and files that were not whole yet.
      const bool alone = name.ends_with(kPlan) &&
                         !std::filesystem::exists(runs + "/" + name.substr(0, name.size() - kPlan.size()) + std::string(kJournal));
      if (name.ends_with(".tmp") || alone) ::unlink((folder + "/" + name).c_str());
    }
  }
  return {};
}

Expected<RunJournal> RunStore::begin(const Plan& plan, JournalRecord who) {
  const std::string id = new_id();
  const std::string base = directory_ + "/runs/" + id;
  const std::string text = to_json(plan);
  if (auto saved = create_whole(base + std::string(kPlan), text); !saved) return saved.error();
  who.event = JournalRecord::Event::begin;
  who.time = now_text();
  who.run = id;
  who.plan = checksum_in(text);
  who.target = plan.target;
  who.registry = plan.registry_name + " " + plan.registry_fingerprint;
  std::string hash;
  const std::string first = journal_line(who, hash);
  const std::string path = base + std::string(kJournal);
  if (auto made = create_whole(path, journal_head() + first); !made) return made.error();
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (file < 0) return cannot_write(path, errno);
  return RunJournal(id, path, file, hash);
}

Expected<RunJournal> RunStore::resume(const StoredRun& run, JournalRecord who) {
  if (!run.problem.empty()) return Error{run.problem, ""};
  const int file = ::open(run.journal_path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (file < 0) return cannot_write(run.journal_path, errno);
  RunJournal journal(run.id, run.journal_path, file, run.journal.last_hash);
  if (run.journal.torn && ::ftruncate(file, static_cast<off_t>(run.journal.whole_bytes)) != 0) {
    return cannot_write(run.journal_path, errno);
  }
  if (auto written = journal.write(std::move(who)); !written) return written.error();
  return journal;
}

Expected<Plan> RunStore::plan_of(const StoredRun& run) {
  const auto text = read_text_file(run.plan_path);
  if (!text) return text.error();
  auto saved = plan_from_json(*text, run.plan_path);
  if (!saved) return saved.error();
  if (!run.journal.records.empty() && run.journal.records.front().plan != saved->checksum) {
    return Error{run.plan_path + " is not the plan of this run", "look at the tables, then abandon the run"};
  }
  return std::move(saved->plan);
}

Expected<void> RunStore::abandon(const StoredRun& run, JournalRecord last) {
  if (run.problem.empty()) {
    auto journal = resume(run, std::move(last));
    if (!journal) return journal.error();
  }
  return put_away(run.id);
}

Expected<void> RunStore::close(RunJournal journal, JournalRecord last) {
  if (auto written = journal.write(std::move(last)); !written) return written;
  return put_away(journal.id());
}

}  // namespace delta
