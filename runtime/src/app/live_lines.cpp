#include "app/live_lines.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <utility>

#include "app/output.hpp"
#include "quiet_thread.hpp"

namespace delta::app {
namespace {

constexpr std::chrono::milliseconds kInterval{200};

// Whoever has something to say while lines are drawn knows nothing of them.
std::atomic<LiveLines*> current = nullptr;

winsize terminal_size() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) size.ws_col = 80;
  if (size.ws_row == 0) size.ws_row = 24;
  return size;
}

}  // namespace

LiveLines::LiveLines(Content content) : content_(std::move(content)) {
  current = this;
  thread_ = quiet_thread([this] {
    std::unique_lock lock(mutex_);
    while (!ends_) {
      erase();
      draw();
      changed_.wait_for(lock, kInterval);
    }
  });
}

LiveLines::~LiveLines() {
  current = nullptr;
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  thread_.join();
  erase();
}

void LiveLines::above(const std::function<void()>& print) {
  const std::lock_guard lock(mutex_);
  erase();
  print();
  draw();
}

bool LiveLines::possible() {
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) == 1 && (terminal == nullptr || std::string_view(terminal) != "dumb");
}

void LiveLines::erase() {
  if (drawn_ > 0) print_error(fmt::format("\r\x1b[{}A\x1b[J", drawn_));
  drawn_ = 0;
}

void LiveLines::draw() {
  const winsize size = terminal_size();
  // A line that fills its row would begin another one, and what scrolled away cannot be drawn over.
  const std::size_t width = std::max<std::size_t>(size.ws_col, 21) - 1;
  const std::size_t height = std::max<std::size_t>(size.ws_row, 2) - 1;
  const std::vector<std::string> lines = content_(width, height);
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  print_error(text);
  drawn_ = lines.size();
}

void print_notice(std::string_view text) {
  LiveLines* lines = current;
  if (lines == nullptr) return print_error(text);
  lines->above([&] { print_error(text); });
}

}  // namespace delta::app
