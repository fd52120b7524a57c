#include "execute/shared_journal.hpp"

#include <utility>

namespace delta {

Expected<void> SharedJournal::write(JournalRecord record) {
  std::unique_lock lock(mutex_);
  waiting_.push_back(std::move(record));
  const std::size_t mine = ++asked_;
  changed_.wait(lock, [&] { return !busy_ || written_ >= mine || !problem_.empty(); });
  if (written_ >= mine) return {};
  if (!problem_.empty()) return failed();
  busy_ = true;
  const std::vector<JournalRecord> together = std::exchange(waiting_, {});
  const std::size_t last = asked_;
  lock.unlock();
  auto done = journal_.write(together);
  lock.lock();
  busy_ = false;
  if (done) {
    written_ = last;
  } else {
    problem_ = done.error().message;
  }
  changed_.notify_all();
  return done;
}

Expected<void> SharedJournal::enter(const std::string& table, const ObservedTable& now) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !busy_ || !problem_.empty(); });
  if (!problem_.empty()) return failed();
  busy_ = true;
  lock.unlock();
  auto done = store_.enter(journal_.id(), table, now);
  lock.lock();
  busy_ = false;
  if (!done) problem_ = done.error().message;
  changed_.notify_all();
  return done;
}

}  // namespace delta
