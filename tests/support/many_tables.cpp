// A migration binary of as many tables as are asked for, for tests and figures of runs:
//   many_tables COUNT v1|v2 COMMAND ...
// In v1 each table has two columns; v2 gives each three more steps, and the last tenth of them is new.
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/commands.hpp"
#include "app/saved_plan.hpp"
#include "support/tables.hpp"

namespace {

using namespace delta;

Registry many(std::size_t count, bool second) {
  std::vector<Table> tables;
  for (std::size_t i = 0; i < count; ++i) {
    if (!second && i >= count - count / 10) break;
    std::string number = std::to_string(i);
    number.insert(0, 5 - std::min<std::size_t>(number.size(), 5), '0');
    Table made = testing::table("dev.silver.t" + number, {testing::column("id", "BIGINT"), testing::column("name", "STRING")});
    if (second) {
      made.columns.push_back(testing::commented(testing::column("added", "INT"), "new in v2"));
      made.comment = "changed";
      made.properties.push_back({"team.owner", "somebody"});
    }
    tables.push_back(std::move(made));
  }
  return testing::registry(std::move(tables));
}

int run(app::Options options, const Registry& registry) {
  std::optional<SavedPlan> saved;
  if (!options.plan_file.empty()) {
    auto loaded = app::load_saved_plan(options);
    if (!loaded) return static_cast<int>(app::complain(options, loaded.error()));
    saved = *std::move(loaded);
  }
  auto session = app::open_session(options, registry);
  if (!session) return static_cast<int>(app::complain(options, session.error()));
  session->saved = std::move(saved);
  return static_cast<int>(app::run_command(*session));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fputs("many_tables COUNT v1|v2 COMMAND ...\n", stderr);
    return 1;
  }
  std::vector<const char*> words = {argv[0]};
  words.insert(words.end(), argv + 3, argv + argc);
  const auto parsed = app::parse_options(static_cast<int>(words.size()), words.data(), "");
  if (const auto* early = std::get_if<app::EarlyExit>(&parsed)) {
    std::fputs((early->out + early->err).c_str(), stderr);
    return early->code;
  }
  return run(std::get<app::Options>(parsed), many(std::strtoul(argv[1], nullptr, 10), std::string_view(argv[2]) == "v2"));
}
