#include "app/policy_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstring>

#include "delta/report/diagnostics.hpp"
#include "delta/rules/policies.hpp"
#include "read_whole.hpp"

namespace delta::app {
namespace {

/// Far more than people write; a device or a log by mistake is not read to its end.
constexpr std::size_t kMostBytes = 1U << 20U;

SourceLines lines_of(const std::string& text, const std::string& path) {
  SourceLines lines;
  int number = 1;
  for (std::size_t begin = 0; begin < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::size_t length = end - begin - (end > begin && text[end - 1] == '\r' ? 1 : 0);
    lines.emplace(std::pair(path, number), text.substr(begin, length));
    begin = end + 1;
  }
  return lines;
}

PolicyError unreadable(const std::string& path, const std::string& why, const std::string& fix) {
  return {{"cannot read the policy " + path + ": " + why, fix}, ""};
}

}  // namespace

Expected<LoadedPolicy, PolicyError> load_policy(const std::string& given, const std::string& directory) {
  const std::string path = given.empty() ? directory + "/" + std::string(kPolicyFileName) : given;
  if (given.empty() && directory.empty()) return LoadedPolicy{};
  auto text = read_whole(path, kMostBytes);
  struct stat entry{};
  // A link that leads nowhere is a policy that cannot be read, not the lack of one.
  if (!text && given.empty() && text.error() == ENOENT && ::lstat(path.c_str(), &entry) != 0) return LoadedPolicy{};
  if (!text) {
    return unreadable(path, std::strerror(text.error()),
                      given.empty() ? "it lies beside this program, which heeds it"
                                    : "--policy names a TOML file: deltac explain DLT766");
  }
  if (text->size() > kMostBytes)
    return unreadable(path, "it is larger than a megabyte", "--policy names a TOML file: deltac explain DLT766");
  if (text->starts_with("\xEF\xBB\xBF")) text->erase(0, 3);  // the mark that some editors put before UTF-8
  SourceLines lines = lines_of(*text, path);
  auto policy = parse_policy(*text, path);
  if (!policy) return PolicyError{{}, render(policy.error(), lines)};
  return LoadedPolicy{*std::move(policy), std::move(lines)};
}

std::string program_directory() {
  char path[PATH_MAX];
  const ssize_t length = ::readlink("/proc/self/exe", path, sizeof path);
  if (length <= 0) return "";
  const std::string_view whole(path, static_cast<std::size_t>(length));
  return std::string(whole.substr(0, whole.rfind('/')));
}

}  // namespace delta::app
