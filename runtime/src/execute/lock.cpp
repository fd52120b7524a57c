#include "execute/lock.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <thread>
#include <utility>

#include "execute/state_files.hpp"
#include "model/json_need.hpp"
#include "read_whole.hpp"

namespace delta {
namespace {

constexpr std::array<std::pair<std::string LockOwner::*, std::string_view>, 5> kTexts{{
    {&LockOwner::host, "host"},
    {&LockOwner::machine, "machine"},
    {&LockOwner::user, "user"},
    {&LockOwner::command, "command"},
    {&LockOwner::since, "since"},
}};

std::string lock_path(const std::string& directory) { return directory + "/lock"; }
std::string owner_path(const std::string& directory) { return directory + "/lock.owner"; }

std::optional<LockOwner> read_owner(const std::string& directory) {
  const auto text = read_whole(owner_path(directory));
  if (!text && ::access(owner_path(directory).c_str(), F_OK) != 0) return std::nullopt;
  // One that cannot be read still is one.
  return owner_of(text ? *text : "");
}

std::string first_line(const char* path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

/// flock(2) reaches every process of this start of this machine.
bool is_here(const LockOwner& owner) { return owner.machine == this_process("").machine; }

/// Whether this start of this machine, by that name, has the owner's process; nothing of other places.
std::optional<bool> has_process(const LockOwner& owner) {
  const LockOwner self = this_process("");
  if (owner.machine != self.machine || owner.host != self.host || owner.pid <= 0) return std::nullopt;
  return ::kill(static_cast<pid_t>(owner.pid), 0) == 0 || errno != ESRCH;
}

/// Whoever may only read can ask for the lock as well.
int open_lock(const std::string& directory) {
  const int file = ::open(lock_path(directory).c_str(), O_RDWR | O_CLOEXEC);
  return file >= 0 ? file : ::open(lock_path(directory).c_str(), O_RDONLY | O_CLOEXEC);
}

/// So long may it take until who got a lock has written down its name. Who only looks at a lock has it for less.
constexpr std::chrono::milliseconds kNaming{500};

/// True if the lock's file is ours now. Sets errno otherwise.
bool try_flock(int file) {
  int result = 0;
  do {
    result = ::flock(file, LOCK_EX | LOCK_NB);
  } while (result != 0 && errno == EINTR);
  return result == 0;
}

LockError cannot(const std::string& path, int error) {
  return {"cannot lock " + path + ": " + std::strerror(error), write_fix(error), false};
}

}  // namespace

std::string to_text(const LockOwner& owner) {
  std::string out = "{\"pid\":" + std::to_string(owner.pid);
  for (const auto& [member, name] : kTexts) {
    out.append(",\"").append(name).append("\":");
    json::append_quoted(out, owner.*member);
  }
  return out + "}";
}

LockOwner owner_of(const std::string& text) {
  LockOwner owner;
  try {
    const json::Value value = json::parse(text);
    for (const auto& [member, name] : kTexts) owner.*member = json::maybe_text(value, name, "an owner");
    if (const auto* pid = json::maybe(value, "pid", json::Value::Kind::number, "an owner")) owner.pid = pid->number;
  } catch (const json::Failure&) {
    owner.host = "unknown";
  }
  return owner;
}

std::string LockOwner::text() const {
  std::string out = command.empty() ? "a process" : command;
  out += " (process " + std::to_string(pid) + " of " + (user.empty() ? "somebody" : user) + " on " + host;
  return out + (since.empty() ? ")" : ", since " + since + ")");
}

bool lives_here(const LockOwner& owner) { return has_process(owner).value_or(false); }

bool is_gone(const LockOwner& owner) { return !has_process(owner).value_or(true); }

std::string way_out(const LockOwner& owner, bool flocked) {
  if (flocked ? is_here(owner) : lives_here(owner)) return "";
  if (!flocked && is_gone(owner)) return "; that process is gone: unlock takes the lock away";
  // A machine that was started anew is not known again: another one may have its name.
  const bool namesake = owner.host == this_process("").host;
  return std::string("; if that machine is gone") + (namesake ? ", or is this one before it was started anew" : "") +
         ", unlock takes the lock away";
}

LockOwner this_process(std::string command) {
  LockOwner owner;
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) == 0) owner.host = host.data();
  owner.machine = first_line("/proc/sys/kernel/random/boot_id");
  if (owner.machine.empty()) owner.machine = owner.host;
  const passwd* user = ::getpwuid(::geteuid());
  owner.user = user != nullptr ? user->pw_name : std::to_string(::geteuid());
  owner.pid = ::getpid();
  owner.command = std::move(command);
  owner.since = now_text();
  return owner;
}

Expected<Lock, LockError> Lock::acquire(const std::string& directory, const LockOwner& owner,
                                        std::chrono::milliseconds timeout,
                                        const std::function<bool()>& stop_requested) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  const auto named_by = deadline + kNaming;
  const int file = ::open(lock_path(directory).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0) return cannot(lock_path(directory), errno);
  const auto give_up = [file](LockError why) {
    ::close(file);
    return why;
  };
  for (;;) {
    std::optional<LockOwner> other;
    if (try_flock(file)) {
      other = read_owner(directory);
      // Whoever of this machine wrote it would hold the flock: it is gone.
      if (other && is_here(*other)) {
        ::unlink(owner_path(directory).c_str());
        other.reset();
      }
      if (!other) {
        const Expected<bool> made = create_whole(owner_path(directory), to_text(owner) + "\n");
        if (!made) return give_up({made.error().message, made.error().fix, false});
        if (*made) return Lock(directory, owner, file);
        other = read_owner(directory);
      }
      ::flock(file, LOCK_UN);
    } else if (errno == EWOULDBLOCK) {
      other = read_owner(directory);
    } else {
      return give_up(cannot(lock_path(directory), errno));
    }
    const bool stop = stop_requested && stop_requested();
    if (stop || std::chrono::steady_clock::now() >= (other ? deadline : named_by)) {
      const std::string who = other ? other->text() : "another process";
      const std::string other_way = other ? way_out(*other, true) : "";
      return give_up({"another run is at work: " + who, "wait for it with --lock-timeout" + other_way, true});
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

std::optional<LockOwner> Lock::holder(const std::string& directory) {
  const int file = open_lock(directory);
  if (file < 0) return read_owner(directory);
  std::optional<LockOwner> owner = read_owner(directory);
  if (try_flock(file)) {
    if (owner && is_here(*owner)) owner.reset();
  } else if (!owner && errno == EWOULDBLOCK) {
    owner.emplace();
  }
  ::close(file);
  return owner;
}

Lock::Broken Lock::break_lock(const std::string& directory, const LockOwner& shown) {
  const int made = ::open(lock_path(directory).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  const int file = made >= 0 ? made : open_lock(directory);
  if (file < 0) return Broken::denied;
  Broken broken = Broken::lives;
  if (try_flock(file)) {
    broken = read_owner(directory) == shown ? Broken::yes : Broken::of_another;
    if (broken == Broken::yes && ::unlink(owner_path(directory).c_str()) != 0) broken = Broken::denied;
  } else if (errno != EWOULDBLOCK) {
    broken = Broken::denied;
  }
  const int why = errno;
  ::close(file);
  errno = why;
  return broken;
}

Lock::Lock(Lock&& other) noexcept
    : directory_(std::move(other.directory_)), owner_(std::move(other.owner_)), file_(std::exchange(other.file_, -1)) {}

Lock::~Lock() {
  if (file_ < 0) return;
  // Where it was taken away, on a lake that flock does not guard, it may be another machine's by now.
  if (read_owner(directory_) == owner_) ::unlink(owner_path(directory_).c_str());
  ::close(file_);
}

}  // namespace delta
