#include "commands/compile.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "commands/findings.hpp"
#include "commands/flags_file.hpp"
#include "commands/output_files.hpp"
#include "commands/relative_paths.hpp"
#include "delta/rules/check.hpp"
#include "extract/extract.hpp"
#include "extract/resource_dir.hpp"
#include "generate/guard.hpp"

namespace deltac {
namespace {

namespace fs = std::filesystem;
using delta::Error;
using delta::Expected;

struct CompileArguments {
  std::vector<std::string> headers;
  std::string name;
  std::string out;
  std::string root;
  std::string depfile;
  std::string stamp;
  std::string format = "text";
  std::string resource_dir;
  std::vector<std::string> flags;
};

int fail(const Error& error) {
  std::cerr << failure_text("compile", error.message, error.fix);
  return kUsageOrInternal;
}

Expected<void> check_headers(const std::vector<std::string>& headers) {
  std::set<fs::path> known;
  for (const std::string& header : headers) {
    std::error_code ignored;
    if (!fs::exists(header, ignored)) return Error{header + ": no such file", "name headers from here"};
    if (!fs::is_regular_file(header, ignored)) return Error{header + " is no file", "name headers, not folders"};
    if (!known.insert(fs::canonical(header, ignored)).second) {
      return Error{header + " is named twice", "name each header once"};
    }
  }
  return {};
}

/// What the rules say of a fragment. Tables and lines are lent to a registry, where tables are sorted, and come back as
/// they were: copies of them would cost more than the rules.
delta::Findings check_rules(delta::Fragment& fragment) {
  std::vector<std::size_t> order(fragment.tables.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) {
    const delta::Table& table = fragment.tables[i];
    return std::tie(table.name, table.span.file, table.span.line, table.span.column);
  });
  delta::Registry registry;
  registry.name = fragment.library;
  registry.tombstones = fragment.tombstones;
  registry.lines.swap(fragment.lines);
  registry.tables.reserve(order.size());
  for (const std::size_t i : order) registry.tables.push_back(std::move(fragment.tables[i]));
  delta::Findings findings = delta::rules::check(registry, delta::rules::Stage::compile);
  for (std::size_t i = 0; i < order.size(); ++i) fragment.tables[order[i]] = std::move(registry.tables[i]);
  registry.lines.swap(fragment.lines);
  return findings;
}

Expected<void> write_outputs(extract::Extraction extraction, const CompileArguments& arguments) {
  const delta::Fragment fragment = with_paths_from(arguments.root, std::move(extraction.fragment));
  const fs::path schema = fs::path(arguments.out) / (arguments.name + ".schema.json");
  const fs::path guard = fs::path(arguments.out) / (arguments.name + ".guard.cpp");
  auto written =
      write_together({{schema.string(), delta::to_json(fragment)}, {guard.string(), render_guard(fragment)}});
  if (!written) return written;
  if (!arguments.depfile.empty()) {
    const std::string target = arguments.stamp.empty() ? schema.string() : arguments.stamp;
    written = write_if_changed(arguments.depfile, dependency_text(target, extraction.files));
    if (!written) return written;
  }
  // Last, so that a stamp stands for complete files.
  return arguments.stamp.empty() ? Expected<void>{} : touch(arguments.stamp);
}

int run(const CompileArguments& arguments) {
  if (auto valid = check_file_name(arguments.name); !valid) return fail(valid.error());
  if (auto valid = check_headers(arguments.headers); !valid) return fail(valid.error());
  auto flags = expand_flag_files(arguments.flags);
  if (!flags) return fail(flags.error());
  auto resource_dir = extract::find_resource_dir(arguments.resource_dir);
  if (!resource_dir) return fail(resource_dir.error());

  const Format format = arguments.format == "json" ? Format::json : Format::text;
  const bool color = ::isatty(STDERR_FILENO) == 1;
  extract::Extraction extraction = extract::extract({arguments.name, arguments.headers, *flags, *resource_dir, color});
  std::cerr << extraction.clang_output;
  const delta::Findings found = check_rules(extraction.fragment);
  extraction.findings.insert(extraction.findings.end(), found.begin(), found.end());
  std::ostream& out = format == Format::json ? std::cout : std::cerr;
  if (format == Format::json) {  // for those who read no text, clang's errors too
    const delta::Findings& errors = extraction.clang_findings;
    extraction.findings.insert(extraction.findings.end(), errors.begin(), errors.end());
  }
  const int code = print_findings(out, extraction.findings, extraction.fragment.lines, format, color);
  if (extraction.clang_errors > 0) return kErrorFindings;
  if (code != kClean) return code;
  if (auto written = write_outputs(std::move(extraction), arguments); !written) return fail(written.error());
  return kClean;
}

}  // namespace

void add_compile_command(CLI::App& app, int& exit_code, std::vector<std::string> flags) {
  auto arguments = std::make_shared<CompileArguments>();
  arguments->flags = std::move(flags);
  CLI::App* command = app.add_subcommand("compile", "Read the annotated headers of one library into a schema fragment");
  command->add_option("headers", arguments->headers, "the headers that declare tables")->required();
  command->add_option("--name", arguments->name, "the library's name")->required();
  command->add_option("--out", arguments->out, "directory for NAME.schema.json and NAME.guard.cpp")->required();
  command->add_option("--root", arguments->root, "the directory that paths in the fragment start from");
  command->add_option("--depfile", arguments->depfile, "a Make dependency file to write");
  command->add_option("--stamp", arguments->stamp, "a file to touch when all is written");
  command->add_option("--format", arguments->format, "how findings are written")
      ->check(CLI::IsMember({"text", "json"}));
  command->add_option("--resource-dir", arguments->resource_dir, "where clang's own headers are");
  command->footer(
      "What follows -- are the library's compiler flags, of GCC or Clang; @FILE stands for the flags in a file, one "
      "per line.");
  command->callback([arguments, &exit_code] { exit_code = run(*arguments); });
}

}  // namespace deltac
