// A migration binary whose registry is made by chance: COUNT tables (or the one of number ONLY) in their first or
// second version.
//
//   random_pairs SEED COUNT[:ONLY] v1|v2 COMMAND …     as any migration binary
//   random_pairs SEED COUNT[:ONLY] v1|v2 verify …      is every table that can be read exactly what is declared?
//   random_pairs SEED COUNT v1|v2 fates                what becomes of each table in the second version
//
// SEED@4.0 declares only what Spark 4.0 has.
// `verify` writes a line of JSON for each declared table that is not: its name, and both models.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/saved_plan.hpp"
#include "delta/model/features.hpp"
#include "delta/model/fingerprint.hpp"
#include "delta/model/json.hpp"
#include "pairs.hpp"

namespace {

using namespace delta;

/// What a table and its declaration have in common when they are equal: without what steps set for themselves, and what
/// is of the code alone.
Table bare(Table table) {
  std::erase_if(table.properties, [](const Property& each) { return is_bookkeeping_property(each.key.value); });
  table.primary_key.reset();
  return table;
}

int verify(app::Session& session) {
  std::vector<TableName> names;
  for (const Table& table : session.registry.tables) names.push_back(table.name);
  const auto found = session.target.reader->read(names);
  if (!found)
    return static_cast<int>(app::complain(session.options, {app::ExitCode::failed, found.error().message, ""}));
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Table wanted = bare(session.registry.tables[i]);
    const Table seen = bare((*found)[i].table);
    if ((*found)[i].present() && fingerprint(wanted) == fingerprint(seen)) continue;
    std::printf("{\"name\": \"%s\",\n\"problem\": \"%s\",\n\"declared\": %s,\n\"observed\": %s}\n",
                names[i].text().c_str(), (*found)[i].problem.c_str(), to_json(wanted).c_str(), to_json(seen).c_str());
  }
  return 0;
}

/// A line for each pair: the name of its first table, that of its second, and its fate.
int tell_fates(const testing::Chance& chance, int count) {
  using Fate = testing::Pair::Fate;
  for (int number = 0; number < count; ++number) {
    const testing::Pair pair = testing::pair_of(chance, number);
    const char* fate = "evolves";
    switch (pair.fate) {
      case Fate::evolves: break;
      case Fate::is_renamed: fate = "is_renamed"; break;
      case Fate::is_dropped: fate = "is_dropped"; break;
      case Fate::leaves: fate = "leaves"; break;
      case Fate::hits_a_wall: fate = "hits_a_wall"; break;
    }
    std::printf("%s %s %s\n", pair.before.name.text().c_str(), pair.after.name.text().c_str(), fate);
  }
  return 0;
}

int run(app::Session& session) {
  const auto command = session.options.command;
  if (command == app::Command::plan) return static_cast<int>(app::run_plan(session));
  if (command == app::Command::apply) return static_cast<int>(app::run_apply(session));
  if (command == app::Command::describe) return static_cast<int>(app::run_describe(session));
  std::fputs("random_pairs knows plan, apply, describe, verify and fates\n", stderr);
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fputs("random_pairs SEED[@SPARK] COUNT[:ONLY] v1|v2 COMMAND ...\n", stderr);
    return 1;
  }
  char* rest = nullptr;
  testing::Chance chance{.seed = std::strtoull(argv[1], &rest, 10)};
  if (*rest == '@') chance.engine = sql::find_dialect("spark " + std::string(rest + 1));
  if (chance.engine == nullptr) {
    std::fputs("SEED@VERSION: that is no version of Spark\n", stderr);
    return 1;
  }
  const auto count = static_cast<int>(std::strtol(argv[2], &rest, 10));
  const int only = *rest == ':' ? std::atoi(rest + 1) : -1;
  if (std::string_view(argv[4]) == "fates") return tell_fates(chance, count);
  const bool verifies = std::string_view(argv[4]) == "verify";
  std::vector<const char*> words = {"pairs", verifies ? "describe" : argv[4]};
  words.insert(words.end(), argv + 5, argv + argc);
  const auto parsed = app::parse_options(static_cast<int>(words.size()), words.data(), "");
  if (const auto* early = std::get_if<app::EarlyExit>(&parsed)) {
    std::fputs((early->out + early->err).c_str(), stderr);
    return 1;
  }
  const auto& options = std::get<app::Options>(parsed);
  auto session =
      app::open_with_plan(options, testing::registry_of(chance, count, std::string_view(argv[3]) == "v2", only));
  if (!session) return static_cast<int>(app::complain(options, session.error()));
  return verifies ? verify(*session) : run(*session);
}
