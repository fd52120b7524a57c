#include "read_whole.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace delta {

Expected<std::string, int> read_whole(const std::string& path, std::size_t most) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return errno;
  std::string text;
  char buffer[16384];
  int failed = 0;
  while (text.size() <= most) {
    const ssize_t got = ::read(file, buffer, sizeof buffer);
    if (got == 0) break;
    if (got > 0) {
      text.append(buffer, static_cast<std::size_t>(got));
    } else if (errno != EINTR) {
      failed = errno;
      break;
    }
  }
  ::close(file);
  if (failed != 0) return failed;
  return text;
}

}  // namespace delta
