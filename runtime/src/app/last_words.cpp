#include "app/last_words.hpp"

#include <string>
#include <utility>
#include <vector>

#include "app/interrupt.hpp"
#include "app/reports.hpp"

namespace delta::app {
namespace {

/// What a signal handler writes where. It can make no text itself.
std::vector<std::pair<OutputFile*, std::string>> words;

void write_words() {
  for (auto& [file, text] : words) (void)file->commit_in_signal(text);
}

}  // namespace

LastWords::LastWords(Session& session) {
  words.clear();
  const Stop stop{ExitCode::interrupted, "interrupted; nothing was changed", "run the command again"};
  for (ReportFile& each : session.reports) {
    words.emplace_back(&each.file, report_text(stopped_report(session, stop), session, each.format));
  }
  if (!words.empty()) at_interrupted_end(&write_words);
}

LastWords::~LastWords() { at_interrupted_end(nullptr); }

}  // namespace delta::app
