#include "execute/git_revision.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstdlib>
#include <string_view>

#include "execute/state_files.hpp"

namespace delta {
namespace {

constexpr std::array kVariables{"DELTAC_GIT_REVISION", "GITHUB_SHA",          "CI_COMMIT_SHA",
                                "GIT_COMMIT",          "BUILD_SOURCEVERSION", "CIRCLE_SHA1",
                                "BITBUCKET_COMMIT",    "BUILDKITE_COMMIT",    "DRONE_COMMIT_SHA"};

bool is_revision(std::string_view text) {
  return text.size() >= 7 && text.size() <= 64 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// The first line of a file; empty if there is none.
std::string line_of(const std::string& path) {
  struct stat state{};
  if (::stat(path.c_str(), &state) != 0 || !S_ISREG(state.st_mode)) return "";
  const auto text = read_text_file(path);
  return text ? text->substr(0, text->find_first_of("\r\n")) : "";
}

std::string under(const std::string& folder, const std::string& path) {
  return path.starts_with('/') ? path : folder + "/" + path;
}

std::string packed(const std::string& folder, const std::string& ref) {
  const auto text = read_text_file(folder + "/packed-refs");
  if (!text) return "";
  const std::size_t at = text->find(" " + ref + "\n");
  if (at == std::string::npos) return "";
  const std::size_t begin = text->rfind('\n', at);
  return text->substr(begin == std::string::npos ? 0 : begin + 1, at - (begin == std::string::npos ? 0 : begin + 1));
}

std::string revision_in(const std::string& git) {
  constexpr std::string_view kRef = "ref: ";
  const std::string head = line_of(git + "/HEAD");
  if (!head.starts_with(kRef)) return head;
  const std::string ref = head.substr(kRef.size());
  const std::string common = line_of(git + "/commondir");  // a worktree's branches are its repository's
  const std::string shared = common.empty() ? git : under(git, common);
  for (const std::string& folder : {git, shared}) {
    if (std::string found = line_of(folder + "/" + ref); !found.empty()) return found;
  }
  return packed(shared, ref);
}

}  // namespace

std::string checked_out_revision(std::string directory) {
  constexpr std::string_view kGitDir = "gitdir: ";
  while (!directory.empty()) {
    const std::string git = directory + "/.git";
    const std::string link = line_of(git);
    std::string found = revision_in(link.starts_with(kGitDir) ? under(directory, link.substr(kGitDir.size())) : git);
    if (is_revision(found)) return found;
    directory.erase(directory.rfind('/') == std::string::npos ? 0 : directory.rfind('/'));
  }
  return "";
}

std::string git_revision() {
  for (const char* name : kVariables) {
    const char* value = std::getenv(name);
    if (value != nullptr && is_revision(value)) return value;
  }
  std::array<char, PATH_MAX> here{};
  return ::getcwd(here.data(), here.size()) == nullptr ? "" : checked_out_revision(here.data());
}

}  // namespace delta
