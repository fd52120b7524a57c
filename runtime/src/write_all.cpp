#include "delta/write_all.hpp"

#include <unistd.h>

#include <cerrno>

namespace delta {

int write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

int write_lasting(int file, std::string_view text) {
  if (const int error = write_all(file, text); error != 0) return error;
  return ::fsync(file) == 0 ? 0 : errno;
}

}  // namespace delta
