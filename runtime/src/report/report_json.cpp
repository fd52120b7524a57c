#include "report/report_json.hpp"

#include <nlohmann/json.hpp>

namespace delta::report {

std::string report_json(const SyncReport& report) {
  using Json = nlohmann::ordered_json;
  Json tables = Json::array();
  for (const TableReport& table : report.tables) {
    Json item{{"name", table.name.text()},
              {"status", status_text(table.status)},
              {"steps_done", table.steps_done},
              {"steps_skipped", table.steps_skipped},
              {"commits", table.commits},
              {"version_before", nullptr},
              {"version_after", nullptr},
              {"verified", table.verified},
              {"reason", table.reason},
              {"fix", table.fix}};
    if (table.version_before) item["version_before"] = *table.version_before;
    if (table.version_after) item["version_after"] = *table.version_after;
    tables.push_back(std::move(item));
  }
  const Json out{{"format", "deltac.report/1"},
                 {"registry", report.plan.registry_name},
                 {"target", report.plan.target},
                 {"in_sync", report.ok()},
                 {"interrupted", report.interrupted},
                 {"tables", std::move(tables)}};
  // Names come from others and may hold bytes that are no UTF-8.
  return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace delta::report
