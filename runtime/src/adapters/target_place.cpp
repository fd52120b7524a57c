#include "adapters/target_place.hpp"

#include <filesystem>

#include "adapters/lake_target.hpp"
#include "adapters/odbc/connection_string.hpp"

namespace delta {

std::string absolute_lake(const std::string& folder) {
  std::error_code ignored;
  // Made absolute first: of a relative path that does not exist yet, weakly_canonical would leave it relative.
  const auto path = std::filesystem::absolute(folder, ignored);
  std::string out = std::filesystem::weakly_canonical(path, ignored).string();
  while (out.size() > 1 && out.back() == '/') out.pop_back();
  return out;
}

std::string target_place(const std::string& target) {
  constexpr std::string_view kOdbc = "odbc:";
  if (const auto lake = lake_folder(target)) return lake_target(absolute_lake(*lake));
  if (!target.starts_with(kOdbc)) return target;
  const auto connection = odbc::parse_connection_string(std::string_view(target).substr(kOdbc.size()));
  return connection ? std::string(kOdbc) + odbc::place_of(*connection) : target;
}

}  // namespace delta
