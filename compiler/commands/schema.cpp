#include "commands/schema.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "commands/findings.hpp"
#include "delta/rules/rule.hpp"
#include "generate/templates.hpp"

namespace deltac {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kFolder = "../schemas/";
constexpr std::string_view kSuffix = ".schema.json";

std::vector<std::string> names() {
  std::vector<std::string> out;
  for (const EmbeddedTemplate& each : embedded_templates()) {
    if (!each.path.starts_with(kFolder)) continue;
    out.emplace_back(each.path.substr(kFolder.size(), each.path.size() - kFolder.size() - kSuffix.size()));
  }
  return out;
}

std::string_view text_of(const std::string& name) {
  for (const EmbeddedTemplate& each : embedded_templates()) {
    if (each.path == std::string(kFolder) + name + std::string(kSuffix)) return each.text;
  }
  return "";
}

/// A schema with those that it refers to inside it, as JSON Schema bundles them: each keeps its own name.
Json bundled(const std::string& name) {
  const std::vector<std::string> all = names();
  std::vector<std::string> wanted{name};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    for (const std::string& other : all) {
      const bool named =
          text_of(wanted[i]).find("\"urn:deltac:schema:" + other + ":1#") != std::string_view::npos ||
          text_of(wanted[i]).find("\"$ref\": \"urn:deltac:schema:" + other + ":1\"") != std::string_view::npos;
      if (named && std::find(wanted.begin(), wanted.end(), other) == wanted.end()) wanted.push_back(other);
    }
  }
  Json out = Json::parse(text_of(name));
  for (std::size_t i = 1; i < wanted.size(); ++i) {
    Json part = Json::parse(text_of(wanted[i]));
    const std::string id = part["$id"];
    out["$defs"][id] = std::move(part);
  }
  return out;
}

int run(const std::string& name) {
  if (name.empty()) {
    for (const std::string& each : names()) std::cout << each << "\n";
    return kClean;
  }
  if (!text_of(name).empty()) {
    std::cout << bundled(name).dump(1) << "\n";
    return kClean;
  }
  const std::string near = delta::rules::nearest_name(name, names());
  std::cerr << failure_text("schema", "there is no schema of " + name,
                            near.empty() ? "deltac schema lists them" : "did you mean " + near + "?");
  return kUsageOrInternal;
}

}  // namespace

void add_schema_command(CLI::App& app, int& exit_code) {
  auto name = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("schema", "Print the JSON Schema of a form that deltac writes");
  command->add_option("name", *name,
                      "fragment, plan, snapshot, report, history or findings; without it, they are listed");
  command->callback([name, &exit_code] { exit_code = run(*name); });
}

}  // namespace deltac
