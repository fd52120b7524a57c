#pragma once
#include <string>

namespace delta::testing {

/// The calls that change files stand in this program in the C library's place. A test is told of each before it is
/// made: its name, and what it changes (where something is linked or renamed to; what a descriptor was opened as). A
/// write is made in two halves, as a full disk or a signal may tear it.
inline void (*before_call)(const char* call, const std::string& path) = nullptr;

/// The error with which a call fails that is to fail, and does nothing; 0: it is made. Asked for what makes things
/// last.
inline int (*error_of_call)(const char* call, const std::string& path) = nullptr;

/// Whether flock(2) takes no notice of other processes, as on file systems that several machines share.
inline bool flock_is_blind = false;

}  // namespace delta::testing
