#include <CLI/CLI.hpp>

#include "app/raw_options.hpp"

namespace delta::app {
namespace {

/// Whether it is about tables that may be chosen: not about whole runs.
bool takes_tables(Command command) {
  return command == Command::plan || command == Command::apply || command == Command::check ||
         command == Command::emit || command == Command::describe;
}

void add_target_options(CLI::App& app, Command command, RawOptions& raw) {
  Options& options = raw.options;
  app.add_option("--target", options.target,
                 command == Command::apply ? "Where the tables are (required, but for the saved plan of a lake)"
                                           : "Where the tables are (required)")
      ->type_name("lake:DIR|odbc:DSN=NAME|snapshot:FILE");
  app.add_option("--var", raw.variables, "A value for {NAME} in table names; may be repeated")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  if (takes_tables(command)) {
    app.add_option("--tables", options.tables, "Only tables whose whole name fits, e.g. '*.silver.*'")
        ->type_name("GLOB");
  }
  app.add_option("--catalog-map", raw.catalogs, "What a Spark calls a catalogue of the code; may be repeated")
      ->type_name("NAME=CATALOGUE")
      ->allow_extra_args(false);
  app.add_option("--state", options.state,
                 "Where runs are remembered: .deltac in a lake, else the user's state directory")
      ->type_name("DIR|sqlite:FILE|schema[:DIR]");
  app.add_option("--state-schema", options.state_schema,
                 "A schema of the server that holds its lock, for several machines, and with --state schema its runs")
      ->type_name("SCHEMA");
  app.add_option("--policy", options.policy, "What may happen to which tables: deltac.policy.toml beside this program")
      ->type_name("FILE");
  app.add_option("--dialect", options.dialect,
                 "Take the server for this instead of asking it, or write a script for it")
      ->type_name("'spark 4.2'|'spark 4.0'|databricks");
}

void add_output_options(CLI::App& app, Command command, RawOptions& raw) {
  Options& options = raw.options;
  app.add_option("--format", raw.format, "text for people (the default), or a form for programs")
      ->type_name(format_words(command));
  app.add_option("--out", options.out,
                 command == Command::plan ? "Save the plan in FILE, which apply FILE runs"
                                          : "Write the result to FILE, whole or not at all")
      ->type_name("FILE");
  if (takes_report(command)) {
    app.add_option("--report", raw.reports,
                   "Write the report to FILE too, as text, json, markdown, junit or sarif; may be repeated")
        ->type_name("FORMAT:FILE")
        ->allow_extra_args(false);
  }
  app.add_option("--color", raw.color, "auto colours on a terminal only (the default); NO_COLOR is heeded")
      ->type_name("auto|always|never");
  app.add_flag("--show-statements", options.show_statements,
               "Tell each statement sent to the server, on standard error");
  app.add_flag("--quiet", options.quiet, "Only the outcome");
  app.add_flag("--verbose", options.verbose, "Every table, whole texts, the SQL of each step");
}

void add_allow(CLI::App& app, RawOptions& raw) {
  app.add_option("--allow", raw.allow, "Let steps of this kind run, on tables that fit GLOB; may be repeated")
      ->type_name("KIND[:GLOB]")
      ->allow_extra_args(false);
}

void add_own_options(CLI::App& app, Command command, RawOptions& raw) {
  Options& options = raw.options;
  if (takes_allow(command)) add_allow(app, raw);
  if (command == Command::plan) {
    app.add_flag("--detailed-exitcode", options.detailed_exitcode, "Exit with 2 if there are changes");
    app.add_option("--rollback", options.rollback, "Plan how to take this run of the history back")
        ->type_name("RUN|last");
  }
  if (command == Command::check) {
    app.add_flag("--strict", options.strict, "Fail on unmanaged columns and properties and on orphans too");
  }
  if (command == Command::apply || command == Command::unlock) app.add_flag("-y,--yes", options.yes, "Do not ask");
  if (command == Command::apply || command == Command::recover) {
    app.add_option("--jobs", options.conditions.jobs, "So many tables side by side, where none waits for another (1)")
        ->type_name("N");
    app.add_flag("--fail-fast", options.conditions.fail_fast, "Once a table failed, begin no other");
    app.add_option("--yes-really", options.yes_really, "The name of a target that the policy protects; does not ask")
        ->type_name("NAME");
    app.add_option("--lock-timeout", raw.lock_timeout, "How long to wait for another run (0)")->type_name("DURATION");
    app.add_option("--quiet-for", raw.quiet_for,
                   "On a lake: how old another engine's newest commit must be (1m), since it may overwrite ours")
        ->type_name("DURATION");
    app.add_flag("--exclusive", options.conditions.exclusive, "Nobody else writes meanwhile: do not look for others");
  }
  if (takes_tables(command) && command != Command::describe) {
    app.add_flag_callback(
        "--no-row-checks", [&options] { options.row_checks = false; },
        "Do not try new CHECKs on the rows of a server's tables before anything runs");
    app.add_option("--marks", raw.marks,
                   "none: write no deltac.managed, so that what the code declares no more is left alone for ever (own)")
        ->type_name("own|none");
  }
  if (command == Command::apply || command == Command::plan) {
    app.add_flag("--adopt", options.adopt, "Mark tables that are in sync as ours, so that removals are known later");
    app.add_flag("--take-over", options.take_over, "Accept tables that another registry's mark is on");
    app.add_flag("--require-reversible", options.require_reversible,
                 "Refuse a table of which a step would run that cannot be undone");
  }
  if (command == Command::apply) {
    app.add_option("plan", options.plan_file, "A plan that plan --out saved: exactly that runs")->type_name("[PLAN]");
    app.add_option("--expect", options.expect, "The checksum that the saved plan must have: what was approved")
        ->type_name("sha256:DIGITS");
    app.add_option(
           "--on-failure", raw.on_failure,
           "What becomes of what ran when a step fails: it stays (stop, the default), the table's own steps are\n"
           "undone (rollback) or those of the whole run (rollback-run), or later steps that do not need the\n"
           "failed one still run (continue)")
        ->type_name("stop|rollback|continue|rollback-run");
    app.add_flag("--replan", options.replan, "Where the saved plan is stale, show what a new one would be");
  }
  if (command == Command::recover) {
    auto* from = app.add_option("--from", options.plan_file, "Finish this saved plan, without a journal");
    from->type_name("PLAN");
    app.add_option("--abandon", options.abandon, "Give the run up, for this reason")
        ->type_name("REASON")
        ->excludes(from);
    auto* forward = app.add_flag("--forward", options.forward, "Finish what the plan says (the default)");
    app.add_flag("--back", options.back, "Undo what ran, the last step first")->excludes(forward);
  }
  if (command == Command::show)
    app.add_option("plan", options.plan_file, "A plan that plan --out saved")->type_name("PLAN");
  if (command == Command::history) {
    app.add_option("run", options.run, "The one run to show in full")->type_name("RUN|last");
    app.add_option("--table", options.table, "What became of this table")->type_name("TABLE");
    app.add_flag("--verify", options.verify, "Look whether every run is there as it was written");
    app.add_option("--expect", options.expect,
                   "With --verify: a head that was printed earlier, and must be among the lines")
        ->type_name("HEAD");
  }
  if (command == Command::describe) {
    app.add_option("table", options.table, "The one table to show in full; without it, a line for each table")
        ->type_name("TABLE");
  }
}

}  // namespace

bool takes_allow(Command command) {
  return command == Command::plan || command == Command::apply || command == Command::emit ||
         command == Command::recover;
}

std::string kinds_text() {
  std::string out = "KIND is one of";
  std::size_t width = out.size();
  for (const std::string_view kind : permission_kinds()) {
    const bool first = kind == permission_kinds().front();
    width += kind.size() + 2;
    out.append(first ? " " : width > 100 ? ",\n  " : ", ").append(kind);
    if (width > 100) width = kind.size() + 2;
  }
  return out + ".\n\n";
}

void add_options(CLI::App& app, Command command, RawOptions& raw) {
  if (command != Command::show) add_target_options(app, command, raw);
  add_output_options(app, command, raw);
  add_own_options(app, command, raw);
}

}  // namespace delta::app
