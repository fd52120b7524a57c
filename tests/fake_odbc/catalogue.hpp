#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "script.hpp"

namespace fake_odbc {

/// A small Spark with Delta in a file: schemas and tables that outlive the processes that talk to it, changed by one
/// statement at a time, each wholly or not at all. It counts how often each statement ran. See README.md.
class Catalogue {
 public:
  explicit Catalogue(std::string path);
  ~Catalogue();

  /// Whether it is one that changes something.
  static bool changes(const std::string& statement);
  /// What a statement meets, once its effect is in the file.
  Step answer(const std::string& statement);

 private:
  struct Read;

  const std::string path_;
  std::unique_ptr<Read> read_;  ///< the newest state
  std::mutex mutex_;
};

}  // namespace fake_odbc
