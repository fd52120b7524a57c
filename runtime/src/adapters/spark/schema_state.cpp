#include "adapters/spark/schema_state.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "adapters/spark/server_error.hpp"
#include "adapters/spark/state_table.hpp"
#include "execute/state_format.hpp"

namespace delta::spark {
namespace {

using Rows = std::vector<sql::StateRow>;

// Kinds of rows. A run is there once its journal's first line is: its plan came before. It is closed once it has a row
// that says so, which comes last.
const std::string kPlan = "plan";
const std::string kJournal = "journal";
const std::string kClosed = "closed";
const std::string kLedger = "ledger";
const std::string kSnapshot = "snapshot";
const std::string kFormat = "format";

class SchemaState : public StateStore {
 public:
  SchemaState(StateTable table, MoreSessions more, std::unique_ptr<StateStore> local)
      : table_(std::move(table)), more_(std::move(more)), local_(std::move(local)) {}

  std::string place() const override { return table_.name(); }
  bool ends_elsewhere(const std::string& run) const override {
    return server_has(kJournal, run) && !server_has(kClosed, run) && !local_is_newest(run);
  }
  bool told(const std::string& run) const override { return !local_is_newest(run); }

  Expected<void> prepare() override {
    if (auto prepared = local_->prepare(); !prepared) return prepared;
    index_.reset();
    texts_.clear();
    if (auto known = load(); !known) return known;
    if (!index_->there) {
      if (auto made = table_.make(); !made) return made;
      index_->there = true;
    }
    if (!server_has(kFormat, "")) {
      if (auto written = add(table_, {{kFormat, "", 0, std::to_string(kStateFormat)}}); !written) return written;
    }
    return forget_what_is_over();
  }

  Expected<Runs> runs() const override {
    if (auto known = load(); !known) return known.error();
    auto here = local_->runs();
    if (!here) return here.error();
    std::set<std::string> all(here->open.begin(), here->open.end());
    for (const auto& [name, parts] : index_->kinds[kJournal]) {
      if (parts.contains(0)) all.insert(name);
    }
    Runs out;
    for (const std::string& run : all) (server_has(kClosed, run) ? out.closed : out.open).push_back(run);
    return out;
  }
  Expected<std::string> plan(const std::string& run) const override {
    if (auto known = load(); !known) return known.error();
    return server_has(kJournal, run) && !taken_.contains(run) ? server_text(kPlan, run) : local_->plan(run);
  }
  Expected<std::string> journal(const std::string& run) const override {
    if (auto known = load(); !known) return known.error();
    if (local_is_newest(run)) return local_->journal(run);
    if (!server_has(kJournal, run)) return Error{place() + " has no run " + run, ""};
    return server_text(kJournal, run);
  }

  Expected<void> begin(const std::string& run, std::string_view plan, std::string_view journal) override {
    if (auto known = load(); !known) return known;
    if (server_has(kJournal, run)) return Error{"there is a run " + run + " already", ""};
    Rows rows;
    split(rows, kPlan, run, 0, plan, false);
    split(rows, kJournal, run, 0, journal, true);
    if (auto written = add(table_, rows); !written) return written;
    if (auto begun = local_->begin(run, plan, journal); !begun) return begun;
    taken_.insert(run);
    return {};
  }
  Expected<void> append(const std::string& run, std::size_t size, std::string_view lines) override {
    if (!taken_.contains(run)) {
      if (auto taken = take(run); !taken) return taken;
    }
    return local_->append(run, size, lines);
  }
  Expected<void> share(const std::string& run) override {
    Rows rows;
    if (auto known = rows_of_run(rows, run); !known) return known;
    if (!more_) return add(table_, rows);
    // Others may be at work on the first session now.
    auto session = more_();
    if (!session) return server_error(session.error());
    StateTable own = table_.on(*std::move(session));
    return add(own, rows);
  }
  Expected<void> close(const std::string& run) override {
    if (auto known = load(); !known) return known;
    if (!server_has(kClosed, run)) {
      Rows rows;
      if (auto known = rows_of_snapshots(rows); !known) return known;
      if (auto known = rows_of_run(rows, run); !known) return known;
      if (auto known = rows_of_ledger(rows); !known) return known;
      rows.push_back({kClosed, run, 0, ""});
      if (auto written = add(table_, rows); !written) return written;
    }
    return close_here(run);
  }

  Expected<std::string> ledger() const override {
    if (auto known = load(); !known) return known.error();
    auto server = server_ledger();
    auto here = local_->ledger();
    if (!server || !here) return server ? here : server;
    return here->starts_with(*server) ? here : server;
  }
  Expected<void> append_ledger(std::size_t size, std::string_view lines) override {
    return local_->append_ledger(size, lines);
  }

  Expected<void> keep_snapshot(const std::string& hash, std::string_view text) override {
    return server_has(kSnapshot, hash) ? Expected<void>() : local_->keep_snapshot(hash, text);
  }
  Expected<std::string> snapshot(const std::string& hash) const override {
    if (auto known = load(); !known) return known.error();
    return server_has(kSnapshot, hash) ? server_text(kSnapshot, hash) : local_->snapshot(hash);
  }
  Expected<std::vector<std::string>> snapshots() const override {
    if (auto known = load(); !known) return known.error();
    std::vector<std::string> out;
    for (const auto& [name, parts] : index_->kinds[kSnapshot]) {
      if (parts.contains(0)) out.push_back(name);
    }
    return out;
  }

 private:
  /// What was read of a kind.
  struct Texts {
    std::map<std::string, Parts> texts;
    bool asked = false;  ///< for one of them: the next is asked for with all others
  };

  // --- what the server has ---

  Expected<void> load() const {
    if (index_) return {};
    auto read = table_.index();
    if (!read) return read.error();
    if (const auto format = read->kinds.find(kFormat); format != read->kinds.end()) {
      int number = 0;
      const std::string& text = format->second.begin()->second.begin()->second;
      std::from_chars(text.data(), text.data() + text.size(), number);
      if (auto known = refuse_unknown_format(place(), number); !known) return known;
    }
    index_ = *std::move(read);
    return {};
  }
  bool server_has(const std::string& kind, const std::string& name) const {
    if (!index_) return false;
    const auto names = index_->kinds.find(kind);
    if (names == index_->kinds.end()) return false;
    const auto parts = names->second.find(name);
    return parts != names->second.end() && parts->second.contains(0);
  }
  Expected<std::string> server_ledger() const { return whole(index_->kinds[kLedger][""], ledger_name()); }
  /// A long text: read when it is asked for first, and all of its kind with the second that is asked for.
  Expected<std::string> server_text(const std::string& kind, const std::string& name) const {
    Texts& known = texts_[kind];
    if (!known.texts.contains(name)) {
      auto read = table_.texts(kind, known.asked ? "" : name);
      if (!read) return read.error();
      known.asked = true;
      known.texts.merge(*read);
    }
    const auto found = known.texts.find(name);
    if (found == known.texts.end()) return Error{place() + " has no " + kind + " " + name, ""};
    return whole(found->second, place() + ": " + kind + " " + name);
  }
  /// Adds rows, and knows them from then on.
  Expected<void> add(StateTable& table, const Rows& rows) {
    if (auto added = table.add(rows); !added) return added;
    for (const sql::StateRow& row : rows) {
      index_->kinds[row.kind][row.name][row.place] = row.text;
      if (row.kind == kJournal) texts_[kJournal].texts[row.name][row.place] = row.text;
    }
    return {};
  }

  // --- what this machine has beyond it ---

  bool open_here(const std::string& run) const {
    const auto here = local_->runs();
    return here && std::find(here->open.begin(), here->open.end(), run) != here->open.end();
  }
  /// Whether this machine wrote the newest line of an open run. It did not if another went on with it.
  bool local_is_newest(const std::string& run) const {
    if (taken_.contains(run)) return true;
    if (server_has(kClosed, run) || !open_here(run)) return false;
    if (!server_has(kJournal, run)) return true;
    const auto here = local_->journal(run);
    const auto server = server_text(kJournal, run);
    return here && server && here->starts_with(*server);
  }
  /// Runs that another machine brought to their end, and a ledger that others went on with.
  Expected<void> forget_what_is_over() {
    const auto here = local_->runs();
    if (!here) return here.error();
    for (const std::string& run : here->open) {
      if (!server_has(kClosed, run)) continue;
      if (auto closed = local_->close(run); !closed) return closed;
    }
    const auto server = server_ledger();
    if (!server) return server.error();
    const auto ledger = local_->ledger();
    if (!ledger) return ledger.error();
    return ledger->starts_with(*server) ? Expected<void>() : local_->append_ledger(0, *server);
  }
  /// Goes on with a run here, whoever began it.
  Expected<void> take(const std::string& run) {
    if (auto known = load(); !known) return known;
    if (server_has(kClosed, run)) return Error{place() + " has no open run " + run, ""};
    if (!local_is_newest(run)) {
      const auto its_plan = plan(run);
      if (!its_plan) return its_plan.error();
      const auto its_journal = journal(run);
      if (!its_journal) return its_journal.error();
      if (auto aside = close_here(run); !aside) return aside;
      if (auto begun = local_->begin(run, *its_plan, *its_journal); !begun) return begun;
    }
    taken_.insert(run);
    return {};
  }
  Expected<void> close_here(const std::string& run) {
    taken_.erase(run);
    return open_here(run) ? local_->close(run) : Expected<void>();
  }

  // --- what the server lacks of it ---

  Expected<void> rows_of_run(Rows& rows, const std::string& run) const {
    if (!local_is_newest(run)) return {};
    std::string server;
    if (server_has(kJournal, run)) {
      auto text = server_text(kJournal, run);
      if (!text) return text.error();
      server = *std::move(text);
    } else {
      const auto its_plan = local_->plan(run);
      if (!its_plan) return its_plan.error();
      split(rows, kPlan, run, 0, *its_plan, false);
    }
    const auto here = local_->journal(run);
    if (!here) return here.error();
    split(rows, kJournal, run, server.size(), std::string_view(*here).substr(server.size()), true);
    return {};
  }
  Expected<void> rows_of_ledger(Rows& rows) const {
    const auto server = server_ledger();
    if (!server) return server.error();
    const auto here = local_->ledger();
    if (!here) return here.error();
    if (here->starts_with(*server))
      split(rows, kLedger, "", server->size(), std::string_view(*here).substr(server->size()), true);
    return {};
  }
  Expected<void> rows_of_snapshots(Rows& rows) const {
    const auto here = local_->snapshots();
    if (!here) return here.error();
    for (const std::string& hash : *here) {
      if (server_has(kSnapshot, hash)) continue;
      const auto text = local_->snapshot(hash);
      if (!text) return text.error();
      const auto first = static_cast<Rows::difference_type>(rows.size());
      split(rows, kSnapshot, hash, 0, *text, false);
      std::reverse(rows.begin() + first, rows.end());  // it is there once its beginning is
    }
    return {};
  }

  StateTable table_;
  MoreSessions more_;
  std::unique_ptr<StateStore> local_;
  mutable std::optional<StateTable::Index> index_;
  mutable std::map<std::string, Texts> texts_;  ///< of plans, journals and snapshots
  std::set<std::string> taken_;                 ///< runs whose journal goes on in `local_`
};

}  // namespace

std::unique_ptr<StateStore> open_schema_state(std::shared_ptr<SqlSession> session, MoreSessions more,
                                              const TableName& schema, std::unique_ptr<StateStore> local) {
  return std::make_unique<SchemaState>(StateTable(std::move(session), schema), std::move(more), std::move(local));
}

}  // namespace delta::spark
