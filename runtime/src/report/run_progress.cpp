#include "report/run_progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "execute/stale.hpp"
#include "report/text_layout.hpp"

namespace delta::report {
namespace {

constexpr std::size_t kBarWidth = 12;
constexpr std::size_t kNarrow = 50;  // columns

/// What one statement does counts once.
double foreseen(const Unit& unit) {
  int longest = 0;
  for (const Step& step : unit.steps) {
    if (!step.skipped) longest = std::max(longest, step.impact.seconds);
  }
  return longest;
}

std::size_t steps_of(const Unit& unit) {
  const auto runs = std::count_if(unit.steps.begin(), unit.steps.end(), [](const Step& step) { return !step.skipped; });
  return std::max<std::size_t>(static_cast<std::size_t>(runs), 1);  // a mark alone
}

/// "12 s, about 40 s left"; of a narrow terminal only what is left.
std::string times(double elapsed, double left, bool narrow) {
  if (left < 0.05) return seconds_text(elapsed);
  const std::string guess = fmt::format("about {} left", seconds_text(left));
  return narrow ? guess : seconds_text(elapsed) + ", " + guess;
}

}  // namespace

RunProgress::RunProgress(const Plan& plan, std::size_t jobs) : jobs_(std::max<std::size_t>(jobs, 1)) {
  for (const TablePlan& table : plan.tables) {
    if (!runs(table)) continue;
    Running& made = tables_[table.name];
    for (const Unit& unit : table.units) {
      if (!unit.runs()) continue;
      made.steps += steps_of(unit);
      ++made.units_left;
      made.foreseen_left += foreseen(unit);
    }
  }
  count_ = tables_.size();
}

void RunProgress::begin(const TablePlan& table, double now) {
  const auto found = tables_.find(table.name);
  if (found == tables_.end()) return;
  found->second.runs = true;
  found->second.began = found->second.last = now;
}

void RunProgress::unit_done(const TableName& table, const Unit& unit, double now) {
  const auto found = tables_.find(table);
  if (found == tables_.end()) return;
  Running& running = found->second;
  running.steps_done = std::min(running.steps_done + steps_of(unit), running.steps);
  running.units_left -= std::min<std::size_t>(running.units_left, 1);
  running.foreseen_left = std::max(running.foreseen_left - foreseen(unit), 0.0);
  foreseen_ += foreseen(unit);
  measured_ += now - running.last;
  ++units_;
  running.last = now;
}

void RunProgress::end(const TableName& table) { tables_.erase(table); }

/// How long so many units take of which the plan foresaw so much.
double RunProgress::guess(std::size_t units, double foreseen) const {
  if (foreseen_ > 0) return foreseen * measured_ / foreseen_;
  if (units_ > 0) return static_cast<double>(units) * measured_ / static_cast<double>(units_);
  return foreseen;
}

double RunProgress::left(const Running& table, double now) const {
  const double all = guess(table.units_left, table.foreseen_left);
  return table.runs ? std::max(all - (now - table.last), 0.0) : all;
}

std::string RunProgress::run_line(double now, bool narrow) const {
  const std::size_t done = count_ - tables_.size();
  const std::size_t full = count_ == 0 ? 0 : kBarWidth * done / count_;
  std::string bar;
  for (std::size_t i = 0; i < kBarWidth; ++i) bar += i < full ? "█" : "░";
  double all = 0;
  double longest = 0;
  for (const auto& [name, table] : tables_) {
    all += left(table, now);
    longest = std::max(longest, left(table, now));
  }
  const std::size_t beside = std::min(jobs_, std::max<std::size_t>(tables_.size(), 1));
  return fmt::format("  [{}/{}] {}  {}", done, count_, bar,
                     times(now, std::max(longest, all / static_cast<double>(beside)), narrow));
}

std::vector<std::string> RunProgress::lines(double now, std::size_t width, std::size_t height) const {
  std::vector<std::pair<TableName, Running>> running;
  for (const auto& each : tables_) {
    if (each.second.runs) running.emplace_back(each);
  }
  std::sort(running.begin(), running.end(), [](const auto& a, const auto& b) {
    return a.second.began != b.second.began ? a.second.began < b.second.began : a.first < b.first;
  });
  std::size_t longest = 0;
  for (const auto& each : running) longest = std::max(longest, display_width(printable(each.first.text())));
  const bool narrow = width < kNarrow;
  std::vector<std::string> out{shorten(run_line(now, narrow), width)};
  for (std::size_t i = 0; i < running.size(); ++i) {
    if (out.size() + 1 == height && i + 1 < running.size()) {
      out.push_back(shorten(fmt::format("    and {} more", running.size() - i), width));
      break;
    }
    if (out.size() >= height) break;
    const auto& [name, table] = running[i];
    const std::string rest =
        fmt::format("   {}/{} {}   {}", table.steps_done, table.steps, table.steps == 1 ? "step" : "steps",
                    times(now - table.began, left(table, now), narrow));
    const std::size_t taken = 4 + display_width(rest);
    const std::size_t room = width > taken + 8 ? width - taken : 8;
    const std::size_t name_width = std::min(longest, room);
    out.push_back(shorten("    " + pad(shorten(printable(name.text()), name_width), name_width) + rest, width));
  }
  return out;
}

}  // namespace delta::report
