#pragma once
#include <string>

namespace delta {

/// The git revision that this run is about, where that can be told: DELTAC_GIT_REVISION, what a CI system says
/// (GITHUB_SHA, CI_COMMIT_SHA, …), or the commit that is checked out in the working directory. It is read from git's
/// own files, so that no program is started; and not at build time, since the same registry gives the same bytes
/// wherever it is built. Empty: not known.
std::string git_revision();

/// The commit that is checked out in `directory` or one above it.
std::string checked_out_revision(std::string directory);

}  // namespace delta
