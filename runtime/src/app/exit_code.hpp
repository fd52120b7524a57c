#pragma once
#include <algorithm>
#include <array>

namespace delta::app {

/// What a migration binary tells its caller. Scripts rely on these numbers.
enum class ExitCode {
  in_sync = 0,         ///< done, or nothing to do
  usage = 1,           ///< a wrong command line, or a defect of ours
  changes_remain = 2,  ///< check, plan --detailed-exitcode, an apply that was declined or left gated steps
  findings = 3,        ///< findings stopped some table
  failed = 4,          ///< some table could not be read, or failed while running
  conflict = 5,        ///< the state changed since the plan, or is locked
  unfinished = 6,      ///< an unfinished run needs `recover`
  interrupted = 130,
};

/// The one that counts when several are true: 130, 1, 6, 5, 4, 3, 2, 0.
inline ExitCode worse(ExitCode a, ExitCode b) {
  constexpr std::array kPrecedence{ExitCode::interrupted,    ExitCode::usage,  ExitCode::unfinished,
                                   ExitCode::conflict,       ExitCode::failed, ExitCode::findings,
                                   ExitCode::changes_remain, ExitCode::in_sync};
  const auto rank = [&](ExitCode code) { return std::find(kPrecedence.begin(), kPrecedence.end(), code); };
  return rank(a) < rank(b) ? a : b;
}

}  // namespace delta::app
