#include "delta/adapters/lake.hpp"

#include "adapters/lake/files.hpp"
#include "adapters/lake/lake_executor.hpp"
#include "adapters/lake/lake_reader.hpp"

namespace delta {

Expected<Target> open_lake(const std::filesystem::path& root) {
  std::string path = root.lexically_normal().string();
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  if (path.empty()) return Error{"the lake has no path", "name a folder: lake:PATH"};
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (std::filesystem::exists(status) && !std::filesystem::is_directory(status)) {
    return Error{path + " is no folder", "name the folder that holds the tables' directories"};
  }
  if (error == std::errc::not_a_directory) {
    return Error{path + " would lie inside a file", "name the folder that holds the tables' directories"};
  }
  if (status.type() == std::filesystem::file_type::none) {
    return Error{"cannot look at " + path + ": " + error.message(), lake::system_fix(error.value())};
  }
  if (lake::holds_log(path)) {
    return Error{path + " is itself a Delta table", "name the folder that holds its schema's directory"};
  }
  Target target;
  target.reader = std::make_unique<lake::LakeReader>(path);
  const auto run = std::make_shared<lake::LakeRun>();
  target.executor = std::make_unique<lake::LakeExecutor>(path, run);
  target.another_session = [path, run]() -> Expected<RunSession> {
    return RunSession{std::make_unique<lake::LakeReader>(path), std::make_unique<lake::LakeExecutor>(path, run)};
  };
  return target;
}

}  // namespace delta
