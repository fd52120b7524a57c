#include "commands/link.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "commands/findings.hpp"
#include "commands/output_files.hpp"
#include "generate/backend.hpp"
#include "link/link.hpp"

namespace deltac {
namespace {

namespace fs = std::filesystem;
using delta::Error;
using delta::Expected;

struct LinkArguments {
  std::vector<std::string> fragments;
  std::string name;
  std::string out;
  std::vector<std::string> variables;
  std::vector<std::string> policy;
  std::string format = "text";
  std::string root;
  std::string stamp;
  std::string depfile;
};

Expected<std::map<std::string, std::string>> read_variables(const std::vector<std::string>& arguments) {
  std::map<std::string, std::string> variables;
  for (const std::string& argument : arguments) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Error{"--var '" + argument + "' is no NAME=VALUE", "write --var env=dev"};
    }
    const auto [place, is_new] = variables.emplace(argument.substr(0, equals), argument.substr(equals + 1));
    if (!is_new) return Error{"--var " + place->first + " is given twice", "give each variable one default"};
  }
  return variables;
}

Expected<std::vector<delta::Fragment>> read_fragments(const std::vector<std::string>& paths) {
  std::vector<delta::Fragment> fragments;
  for (const std::string& path : paths) {
    auto text = read_file(path);
    if (!text) return std::move(text).error();
    auto fragment = delta::fragment_from_json(*text, path);
    if (!fragment) return std::move(fragment).error();
    fragments.push_back(*std::move(fragment));
  }
  return fragments;
}

/// Findings point at the sources from where deltac runs; fragments name them from their root.
void show_below_root(Linked& linked, const std::string& root) {
  if (root.empty()) return;
  const auto shown = [&root](const std::string& file) {
    return file.empty() || fs::path(file).is_absolute() ? file : (fs::path(root) / file).lexically_normal().string();
  };
  for (delta::Finding& finding : linked.findings) {
    finding.span.file = shown(finding.span.file);
    for (delta::Finding::Note& note : finding.notes) note.span.file = shown(note.span.file);
  }
  delta::SourceLines lines;
  for (auto& [place, text] : linked.registry.lines) lines.emplace(std::pair(shown(place.first), place.second), text);
  linked.registry.lines = std::move(lines);
}

Expected<void> write_outputs(const Linked& linked, const LinkArguments& arguments) {
  std::vector<OutputFile> files;
  for (const Backend& backend : backends()) {
    for (GeneratedFile& file : backend.generate(linked)) {
      files.push_back({(fs::path(arguments.out) / file.path).string(), std::move(file.content)});
    }
  }
  if (auto written = write_together(files); !written) return written;
  if (!arguments.depfile.empty()) {
    const std::string& target = arguments.stamp.empty() ? arguments.out : arguments.stamp;
    auto written = write_if_changed(arguments.depfile, dependency_text(target, arguments.fragments));
    if (!written) return written;
  }
  // Last, so that a stamp stands for complete files.
  return arguments.stamp.empty() ? Expected<void>{} : touch(arguments.stamp);
}

int fail(const Error& error) {
  std::cerr << failure_text("link", error.message, error.fix);
  return kUsageOrInternal;
}

int run(const LinkArguments& arguments) {
  if (auto valid = check_file_name(arguments.name); !valid) return fail(valid.error());
  auto variables = read_variables(arguments.variables);
  if (!variables) return fail(variables.error());
  auto fragments = read_fragments(arguments.fragments);
  if (!fragments) return fail(fragments.error());
  auto linked = link(*std::move(fragments), {arguments.name, *std::move(variables), arguments.policy});
  if (!linked) return fail(linked.error());

  Linked shown = *linked;
  show_below_root(shown, arguments.root);
  const Format format = arguments.format == "json" ? Format::json : Format::text;
  std::ostream& out = format == Format::json ? std::cout : std::cerr;
  const int code = print_findings(out, shown.findings, shown.registry.lines, format, ::isatty(STDERR_FILENO) == 1);
  if (code != kClean) return code;
  if (auto written = write_outputs(*linked, arguments); !written) return fail(written.error());
  return kClean;
}

}  // namespace

void add_link_command(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<LinkArguments>();
  CLI::App* command = app.add_subcommand("link", "Join the fragments of libraries into the registry of a migration");
  command->add_option("fragments", arguments->fragments, "LIB.schema.json files, one per library")->required();
  command->add_option("--name", arguments->name, "the registry's name")->required();
  command->add_option("--out", arguments->out, "directory for the generated files")->required();
  // One value each: a list would take the fragments that follow.
  command->add_option("--var", arguments->variables, "NAME=VALUE: default for {NAME} in table names")
      ->allow_extra_args(false);
  command->add_option("--namespace-policy", arguments->policy, "a namespace that tables may be in; repeatable")
      ->allow_extra_args(false);
  command->add_option("--format", arguments->format, "how findings are written")
      ->check(CLI::IsMember({"text", "json"}));
  command->add_option("--root", arguments->root, "the directory that paths in the fragments start from");
  command->add_option("--stamp", arguments->stamp, "a file to touch when all is written");
  command->add_option("--depfile", arguments->depfile, "a Make dependency file to write");
  command->callback([arguments, &exit_code] { exit_code = run(*arguments); });
}

}  // namespace deltac
