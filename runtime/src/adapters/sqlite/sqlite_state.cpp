#include "adapters/sqlite/sqlite_state.hpp"

#include <sys/stat.h>

#include <optional>

#include "adapters/sqlite/database.hpp"
#include "execute/state_format.hpp"

namespace delta::sqlite {
namespace {

// Logs are kept line by line: `at` is where a line begins. The ledger is the log without a name. The views are for
// people who ask in SQL; deltac does not read them.
constexpr std::string_view kSchema[] = {
    "CREATE TABLE IF NOT EXISTS runs(target TEXT NOT NULL, id TEXT NOT NULL, closed INTEGER NOT NULL, plan TEXT NOT "
    "NULL, "
    "PRIMARY KEY(target, id)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS lines(target TEXT NOT NULL, log TEXT NOT NULL, at INTEGER NOT NULL, text TEXT NOT "
    "NULL, "
    "PRIMARY KEY(target, log, at)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS snapshots(hash TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID",
    "CREATE VIEW IF NOT EXISTS entries AS SELECT target, substr(text, 34) AS entry FROM lines "
    "WHERE log = '' AND substr(text, 34, 1) = '{'",
    "CREATE VIEW IF NOT EXISTS table_versions AS SELECT target, json_extract(entry, '$.sequence') AS sequence, "
    "json_extract(entry, '$.table') AS \"table\", json_extract(entry, '$.version') AS version, "
    "json_extract(entry, '$.fingerprint') AS fingerprint, json_extract(entry, '$.snapshot') AS snapshot, "
    "json_extract(entry, '$.run') AS run, json_extract(entry, '$.at') AS at FROM entries "
    "WHERE json_extract(entry, '$.kind') = 'table'",
    "CREATE VIEW IF NOT EXISTS ended_runs AS SELECT target, json_extract(entry, '$.sequence') AS sequence, "
    "json_extract(entry, '$.run') AS run, json_extract(entry, '$.status') AS status, json_extract(entry, '$.at') AS at "
    "FROM entries WHERE json_extract(entry, '$.kind') = 'run'",
};

constexpr const char* kLedger = "";

class SqliteState : public StateStore {
 public:
  SqliteState(std::string path, std::string target) : path_(std::move(path)), target_(std::move(target)) {}

  std::string place() const override { return "sqlite:" + path_; }

  Expected<void> prepare() override {
    if (auto opened = open(true); !opened) return opened;
    return database_->in_transaction([this]() -> Expected<void> {
      for (const std::string_view statement : kSchema) {
        if (auto made = database_->run(statement); !made) return made;
      }
      return database_->run("PRAGMA user_version=" + std::to_string(kStateFormat));
    });
  }

  Expected<Runs> runs() const override {
    Runs out;
    auto read = query("SELECT id, closed FROM runs WHERE target = ? ORDER BY id", {target_},
                      [&](const Row& row) { (row.number(1) != 0 ? out.closed : out.open).emplace_back(row.text(0)); });
    return read ? Expected<Runs>(std::move(out)) : read.error();
  }
  Expected<std::string> plan(const std::string& run) const override {
    return one_text("SELECT plan FROM runs WHERE target = ? AND id = ?", {target_, run}, "run " + run);
  }
  Expected<std::string> journal(const std::string& run) const override {
    auto text = log(run);
    if (text && text->empty()) return Error{place() + " has no run " + run, ""};
    return text;
  }

  Expected<void> begin(const std::string& run, std::string_view plan, std::string_view journal) override {
    return change([&]() -> Expected<void> {
      auto begun = database_->run("INSERT INTO runs VALUES(?, ?, 0, ?)", {target_, run, plan});
      return begun ? insert(run, 0, journal) : begun;
    });
  }
  Expected<void> append(const std::string& run, std::size_t size, std::string_view line) override {
    std::int64_t open = 0;
    auto found = query("SELECT count(*) FROM runs WHERE target = ? AND id = ? AND closed = 0", {target_, run},
                       [&](const Row& row) { open = row.number(0); });
    if (!found) return found;
    return open == 0 ? Error{place() + " has no open run " + run, ""} : append_to(run, size, line);
  }
  Expected<void> close(const std::string& run) override {
    return change(
        [&] { return database_->run("UPDATE runs SET closed = 1 WHERE target = ? AND id = ?", {target_, run}); });
  }

  Expected<std::string> ledger() const override { return log(kLedger); }
  Expected<void> append_ledger(std::size_t size, std::string_view lines) override {
    return append_to(kLedger, size, lines);
  }

  Expected<void> keep_snapshot(const std::string& hash, std::string_view text) override {
    return change([&] { return database_->run("INSERT OR IGNORE INTO snapshots VALUES(?, ?)", {hash, text}); });
  }
  Expected<std::string> snapshot(const std::string& hash) const override {
    return one_text("SELECT text FROM snapshots WHERE hash = ?", {hash}, "snapshot " + hash);
  }
  Expected<std::vector<std::string>> snapshots() const override {
    std::vector<std::string> out;
    auto read =
        query("SELECT hash FROM snapshots ORDER BY hash", {}, [&](const Row& row) { out.emplace_back(row.text(0)); });
    return read ? Expected<std::vector<std::string>>(std::move(out)) : read.error();
  }

 private:
  /// Opens the file if it is not open. Without `create` a file that is not there is none, and stays unopened.
  Expected<void> open(bool create) const {
    if (database_) return {};
    struct stat state{};
    if (!create && ::stat(path_.c_str(), &state) != 0) return {};
    const auto library = load_library();
    if (!library) return library.error();
    auto opened = Database::open(*library, path_, create);
    if (!opened) return opened.error();
    std::int64_t format = 0;
    std::int64_t tables = 0;
    // In this order: where there are tables, another process that made them just now has numbered them too.
    auto read = opened->run("SELECT count(*) FROM sqlite_master", {}, [&](const Row& row) { tables = row.number(0); });
    if (read) read = opened->run("PRAGMA user_version", {}, [&](const Row& row) { format = row.number(0); });
    if (!read) return read;
    if (tables == 0) {
      if (!create) return {};
    } else if (auto known = refuse_unknown_format(place(), static_cast<int>(format)); !known) {
      return known;
    }
    database_.emplace(*std::move(opened));
    return {};
  }

  Expected<void> query(std::string_view statement, std::initializer_list<Value> values,
                       const std::function<void(const Row&)>& each) const {
    if (auto opened = open(false); !opened) return opened;
    return database_ ? database_->run(statement, values, each) : Expected<void>();
  }

  Expected<std::string> one_text(std::string_view statement, std::initializer_list<Value> values,
                                 const std::string& what) const {
    std::optional<std::string> out;
    auto read = query(statement, values, [&](const Row& row) { out.emplace(row.text(0)); });
    if (!read) return read.error();
    if (!out) return Error{place() + " has no " + what, ""};
    return *std::move(out);
  }

  Expected<std::string> log(const std::string& name) const {
    std::string out;
    auto read = query("SELECT text FROM lines WHERE target = ? AND log = ? ORDER BY at", {target_, name},
                      [&](const Row& row) { out += row.text(0); });
    return read ? Expected<std::string>(std::move(out)) : read.error();
  }

  Expected<void> change(const std::function<Expected<void>()>& statements) {
    if (auto opened = open(true); !opened) return opened;
    return database_->in_transaction(statements);
  }

  /// A row per line, which views and people can read.
  Expected<void> insert(const std::string& log, std::size_t at, std::string_view lines) const {
    while (!lines.empty()) {
      const std::string_view line = lines.substr(0, lines.find('\n') + 1);
      auto done =
          database_->run("INSERT INTO lines VALUES(?, ?, ?, ?)", {target_, log, static_cast<std::int64_t>(at), line});
      if (!done) return done;
      at += line.size();
      lines.remove_prefix(line.size());
    }
    return {};
  }

  Expected<void> append_to(const std::string& log, std::size_t size, std::string_view lines) {
    return change([&]() -> Expected<void> {
      const auto at = static_cast<std::int64_t>(size);
      auto cut = database_->run("DELETE FROM lines WHERE target = ? AND log = ? AND at >= ?", {target_, log, at});
      if (!cut) return cut;
      std::int64_t end = 0;
      auto read = database_->run(
          "SELECT at + length(CAST(text AS BLOB)) FROM lines WHERE target = ? AND log = ? ORDER BY at DESC LIMIT 1",
          {target_, log}, [&](const Row& row) { end = row.number(0); });
      if (!read) return read;
      if (end != at) {
        return Error{(log == kLedger ? ledger_name() : journal_name(log)) +
                         " is not as long as it was: another process changed it",
                     "status tells more"};
      }
      return insert(log, size, lines);
    });
  }

  std::string path_;
  std::string target_;
  mutable std::optional<Database> database_;
};

}  // namespace

std::unique_ptr<StateStore> open_state(std::string path, std::string target) {
  return std::make_unique<SqliteState>(std::move(path), std::move(target));
}

}  // namespace delta::sqlite
