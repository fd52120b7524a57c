#pragma once
#include <cstdint>
#include <string>
#include <vector>

/// The drop of a table: out of sight by one rename, then deleted. `.deltac-trash-VERSION-UUID` beside where the table
/// was is a drop on its way, or what one that was killed left; no part of a name begins with a dot. All throw
/// `LogError`.
namespace delta::lake {

/// What a drop that was killed left: nobody is at work on it.
struct Leftover {
  std::string path;
  bool changed = false;  ///< its log is newer than what was to be dropped: never deleted
};

/// Those in a folder, sorted.
std::vector<Leftover> leftovers_in(const std::string& folder);

/// Deletes those in a folder that did not change, and returns the paths of those that are gone. One that cannot be
/// deleted is left to the next: it is in nobody's way.
std::vector<std::string> delete_leftovers(const std::string& folder);

/// Takes the table out of sight by one rename, then deletes its files. False if its log is no longer at `version`: then
/// it is put back, as it is after any failure up to there; if that fails too, the message says where the table is.
/// First finishes deleting what drops that were killed left in the same folder.
bool delete_table(const std::string& directory, std::int64_t version);

}  // namespace delta::lake
