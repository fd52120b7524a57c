// In which order a run makes things last: what is lost in a power failure must not be what the journal tells of.
#include <sys/syscall.h>

#include <map>
#include <set>
#include <sstream>

#include "killed_world.hpp"

namespace delta {
namespace {

using namespace testing;

int trace = -1;

void trace_call(const char* call, const std::string& path) {
  if (!path.starts_with(watched)) return;
  std::error_code none;
  const auto size = std::filesystem::is_regular_file(path, none) ? std::filesystem::file_size(path, none) : 0;
  const std::string line =
      std::string(call) + ' ' + std::to_string(size) + ' ' + path.substr(watched.size() + 1) + '\n';
  if (::syscall(SYS_write, trace, line.data(), line.size()) < 0) _exit(254);
}

struct Call {
  std::string name;
  std::size_t size = 0;  ///< of the file, before it
  std::string path;
};

std::string parent(const std::string& path) { return path.substr(0, path.rfind('/')); }

class DurableOrder : public KilledProcesses<LakeWorld> {
 protected:
  /// The calls of a command that runs to its end.
  std::vector<Call> calls_of(app::Command command, const Registry& declared) {
    const std::string file = root_ + "/trace";
    trace = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    tweak_ = [](app::Session&) { before_call = trace_call; };
    EXPECT_EQ(run(command, declared, 0).code, 0);
    tweak_ = nullptr;
    ::close(trace);
    std::vector<Call> calls;
    std::ifstream lines(file);
    for (Call call; lines >> call.name >> call.size && std::getline(lines.ignore(), call.path);) calls.push_back(call);
    return calls;
  }
};

/// Follows the calls, and knows what would be there after a power failure.
class Disk {
 public:
  void see(const Call& call) {
    if (call.name == "write") {
      torn_.insert(call.path);
    } else if (call.name.ends_with("sync")) {
      torn_.erase(call.path);
      missing_.erase(call.path);
      lasting_[call.path] = call.size;
    } else if (call.name == "link" || call.name == "linkat" || call.name.starts_with("rename") ||
               call.name == "mkdir") {
      missing_.insert(parent(call.path));
    }
  }
  /// Files whose content, and folders whose entries, may be lost.
  std::set<std::string> at_risk(const std::function<bool(const std::string&)>& which) const {
    std::set<std::string> out;
    for (const auto* each : {&torn_, &missing_}) {
      for (const std::string& path : *each)
        if (which(path)) out.insert(path);
    }
    return out;
  }
  std::size_t lasting(const std::string& path) const { return lasting_.contains(path) ? lasting_.at(path) : 0; }

 private:
  std::set<std::string> torn_;
  std::set<std::string> missing_;
  std::map<std::string, std::size_t> lasting_;
};

bool in_state(const std::string& path) { return path.starts_with("lake/.deltac"); }
bool in_tables(const std::string& path) { return path.starts_with("lake") && !in_state(path); }
bool is_journal(const Call& call) { return call.path.ends_with(".journal") && call.name == "write"; }
/// What others see of a table: a commit, a rename, a folder that comes or goes.
bool is_effect(const Call& call) {
  return in_tables(call.path) && !call.name.ends_with("sync") && call.path.find("(deleted)") == std::string::npos;
}

TEST_F(DurableOrder, AnIntentLastsBeforeItsEffectAndTheEffectBeforeItsOutcome) {
  ASSERT_EQ(run(app::Command::apply, version_one(), 0).code, 0);
  const std::vector<Call> calls = calls_of(app::Command::apply, version_two());
  const auto journal = std::ranges::find_if(calls, is_journal);
  ASSERT_NE(journal, calls.end());
  const std::string open = journal->path;
  std::string closed = folder_ + "/" + open;
  closed.replace(closed.find("/runs/"), 6, "/history/");
  std::ifstream file(closed);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  ASSERT_FALSE(text.empty());
  // The record that ends at a size of the journal.
  const auto record = [&](std::size_t size) {
    const std::size_t begin = size < 2 ? 0 : text.rfind('\n', size - 2) + 1;
    return text.substr(begin, size - begin);
  };
  Disk disk;
  int effects = 0;
  int outcomes = 0;
  for (const Call& call : calls) {
    if (is_effect(call)) {
      ++effects;
      ASSERT_THAT(disk.at_risk(in_state), ::testing::IsEmpty()) << "before " << call.name << " " << call.path;
      EXPECT_NE(record(disk.lasting(open)).find(R"({"event":"intent")"), std::string::npos)
          << "before " << call.name << " " << call.path << " lasts " << record(disk.lasting(open));
      // A commit is whole before it has its name.
      if (call.name == "linkat") {
        EXPECT_THAT(disk.at_risk([&](const std::string& path) { return path.find("(deleted)") != std::string::npos; }),
                    ::testing::IsEmpty())
            << call.path;
      }
    }
    if (is_journal(call)) {
      const std::size_t end = text.find('\n', call.size) + 1;
      if (record(end).find(R"({"event":"done")") != std::string::npos) {
        ++outcomes;
        EXPECT_THAT(disk.at_risk(in_tables), ::testing::IsEmpty()) << "before " << record(end);
      }
    }
    disk.see(call);
  }
  EXPECT_GT(effects, 12);
  EXPECT_GE(outcomes, 11);
  EXPECT_THAT(disk.at_risk([](const std::string&) { return true; }), ::testing::IsEmpty());
}

TEST_F(DurableOrder, ACommitOfWhichNobodyKnowsWhetherItLastsIsDoneAndToldOf) {
  ASSERT_EQ(run(app::Command::apply, version_one(), 0).code, 0);
  const std::string report = root_ + "/report.json";
  tweak_ = [&](app::Session& session) {
    session.options.format = app::Format::json;
    session.options.out = report;
    error_of_call = [](const char*, const std::string& path) { return path.ends_with("/t3/_delta_log") ? EIO : 0; };
  };
  EXPECT_EQ(run(app::Command::apply, version_two(), 0).code, 0);
  tweak_ = nullptr;
  std::ifstream file(report);
  const nlohmann::json told = nlohmann::json::parse(file);
  EXPECT_THAT(told["notes"].dump(), ::testing::HasSubstr("version 1 is committed and everybody sees it, but it may not "
                                                         "survive a power loss"));
  bool recovered = false;
  EXPECT_EQ(this->told(version_two(), recovered)["done"]["dev.silver.t3 0"], 1);
}

}  // namespace
}  // namespace delta
