#pragma once
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace delta::app {

/// Lines at the bottom of a terminal (standard error) that are drawn over and over in place while it lives, and are
/// gone afterwards. One at a time.
class LiveLines {
 public:
  /// What to draw, for so many columns and rows. Called from another thread too.
  using Content = std::function<std::vector<std::string>(std::size_t width, std::size_t height)>;

  explicit LiveLines(Content content);
  ~LiveLines();
  LiveLines(const LiveLines&) = delete;
  LiveLines& operator=(const LiveLines&) = delete;

  /// Prints something that stays, where the lines were; they are drawn again below it.
  void above(const std::function<void()>& print);

  /// True if standard error is a terminal that lines can be drawn on in place.
  static bool possible();

 private:
  void erase();
  void draw();

  const Content content_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t drawn_ = 0;
  bool ends_ = false;
  std::thread thread_;
};

/// A line on standard error, above those that are drawn in place if there are any.
void print_notice(std::string_view text);

}  // namespace delta::app
