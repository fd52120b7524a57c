#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace delta {

/// The folder that "lake:FOLDER" names; nothing for other targets.
inline std::optional<std::string> lake_folder(std::string_view target) {
  constexpr std::string_view kLake = "lake:";
  if (!target.starts_with(kLake)) return std::nullopt;
  return std::string(target.substr(kLake.size()));
}

/// What a lake that lies in `folder` is called as a target.
inline std::string lake_target(std::string_view folder) { return "lake:" + std::string(folder); }

/// Where a lake's runs are remembered if no other place is named.
inline std::string state_in_lake(std::string_view folder) { return std::string(folder) + "/.deltac"; }

}  // namespace delta
