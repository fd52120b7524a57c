#include "app/command_table.hpp"

#include <array>

namespace delta::app {
namespace {

constexpr std::array kCommands{
    CommandRow{Command::plan, "plan", "Show what apply would do; changes nothing",
               "A step that loses data, or that cannot be taken back, is shown with the --allow flag that it needs.\n"
               "\nExit codes: 0 the plan was made, 3 some table was refused, 4 some table cannot be read;\n"
               "with --detailed-exitcode also 2: there are changes.\n"
               "\nExamples:\n"
               "  {0} plan --target lake:./lake --var env=dev\n"
               "  {0} plan --target lake:./lake --out plan.json    for a review, and for apply plan.json\n"
               "  {0} plan --target lake:./lake --rollback last --out back.json\n"},
    CommandRow{
        Command::apply, "apply", "Bring the tables to what the code says",
        "Shows the plan and asks before anything is changed; --yes does not ask. With a plan that plan --out saved,\n"
        "exactly that runs, without a question, and only if nothing changed since.\n"
        "\nExit codes: 0 every table is in sync, 2 declined or steps wait for --allow, 3 some table was refused,\n"
        "4 some table failed, 5 a table changed meanwhile, or another run or another engine (--exclusive) is at work,\n"
        "6 a run was broken off (recover finishes it), 130 interrupted (every table is left whole).\n"
        "\nExamples:\n"
        "  {0} apply --target lake:./lake --var env=dev\n"
        "  {0} apply --target lake:./lake --yes --allow drop-column:dev.* --allow protocol-upgrade\n"
        "  {0} apply plan.json --expect sha256:9f2c...\n"},
    CommandRow{Command::check, "check", "Tell whether the tables are what the code says; changes nothing",
               "Exit codes: 0 in sync, 2 not in sync, 3 some table would be refused, 4 some table cannot be read.\n"
               "\nExample, in a pipeline:\n"
               "  {0} check --target lake:./lake --var env=prod --strict\n"},
    CommandRow{Command::emit, "emit", "Write the plan as an SQL script for Spark or Databricks; changes nothing",
               "Steps that need a permission are written as comments until --allow lets them through.\n"
               "\nExample:\n"
               "  {0} emit --target snapshot:prod.json --var env=prod --out migrate.sql\n"
               "  {0} emit --target lake:./lake --var env=dev --dialect databricks\n"},
    CommandRow{Command::describe, "describe", "Show what the target holds; changes nothing",
               "--format json writes a snapshot, which --target snapshot:FILE reads: a plan against production needs\n"
               "no access to it.\n"
               "\nExamples:\n"
               "  {0} describe dev.silver.orders --target lake:./lake --var env=dev\n"
               "  {0} describe --target lake:./lake --var env=prod --format json --out prod.json\n"},
    CommandRow{Command::show, "show", "Show a plan that was saved; needs no target",
               "markdown is for a pull request, sql is the plan as a script.\n"
               "\nExample:\n"
               "  {0} show plan.json --format markdown\n"},
    CommandRow{Command::status, "status", "Tell of runs that were broken off, and who is at work",
               "Exit codes: 0 nothing is unfinished, 5 a run is at work, 6 a run was broken off.\n"},
    CommandRow{
        Command::recover, "recover", "Finish a run that was broken off, or take it back",
        "Reads every table of the run and compares it with what the plan foresaw before and after each step; what\n"
        "did not run yet runs now, or with --back what ran is undone, all of it or nothing (exit 3). A table that\n"
        "somebody else changed meanwhile stops it (exit 5).\n"
        "\nExamples:\n"
        "  {0} recover --target lake:./lake\n"
        "  {0} recover --target lake:./lake --back\n"
        "  {0} recover --target lake:./lake --abandon 'the tables were restored from a backup'\n"
        "  {0} recover --target lake:./lake --from plan.json    the machine with the journal is gone\n"},
    CommandRow{
        Command::history, "history", "Show what runs did, and whether all of that is still there",
        "Who ran what, where and when, from which registry and git revision, every statement and its outcome.\n"
        "\nExit codes: 0 it is shown, or --verify found it whole; 4 --verify found that something was changed or\n"
        "taken out.\n"
        "\nExamples:\n"
        "  {0} history --target lake:./lake\n"
        "  {0} history 20261129T212410Z-1a2b3c4d --target lake:./lake\n"
        "  {0} history --table dev.silver.orders --target lake:./lake --format json\n"
        "  {0} history --verify --target lake:./lake\n"},
    CommandRow{Command::unlock, "unlock", "Take the lock from a machine that is gone",
               "Shows whose it is and asks. A process of this machine that is at work keeps its lock (exit 5).\n"},
};

}  // namespace

std::span<const CommandRow> commands() { return kCommands; }

std::string_view command_word(Command command) {
  for (const CommandRow& row : kCommands) {
    if (row.command == command) return row.word;
  }
  return "";
}

}  // namespace delta::app
