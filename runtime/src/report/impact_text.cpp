#include "report/impact_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "report/plan_text.hpp"
#include "report/text_layout.hpp"

namespace delta::report {

std::string meanwhile_text(const TablePlan& table) {
  if (table.state != Presence::present) return "";
  std::vector<const Step*> running;
  for (const Step* step : steps_of(table)) {
    if (!step->skipped) running.push_back(step);
  }
  const auto any = [&](bool Impact::* effect) {
    return std::any_of(running.begin(), running.end(), [&](const Step* step) { return step->impact.*effect; });
  };
  std::vector<std::string> words;
  if (any(&Impact::kills_writers)) words.emplace_back("writes under way fail");
  if (any(&Impact::breaks_streams)) {
    words.emplace_back("streams that read it break");
  } else if (any(&Impact::stops_streams)) {
    words.emplace_back("streams that read it stop until they are started again");
  }
  if (any(&Impact::locks_out_readers)) {
    words.emplace_back("older readers and writers are locked out");
  } else if (any(&Impact::locks_out_writers)) {
    words.emplace_back("older writers are locked out");
  }
  if (any(&Impact::writes_rows)) {
    words.emplace_back("files are written anew");
  } else if (any(&Impact::scans_rows)) {
    words.emplace_back("every row is read");
  }
  std::vector<std::string> views;
  for (const Step* step : running) views.insert(views.end(), step->impact.views.begin(), step->impact.views.end());
  std::sort(views.begin(), views.end());
  views.erase(std::unique(views.begin(), views.end()), views.end());
  for (const std::string& view : views) words.push_back("the view " + printable(view) + " breaks");
  if (const int seconds = table.estimated_seconds(); seconds > 0) words.push_back(fmt::format("about {} s", seconds));
  return fmt::format("{}", fmt::join(words, "; "));
}

}  // namespace delta::report
