#include "script.hpp"

#include <codecvt>
#include <fstream>
#include <locale>
#include <nlohmann/json.hpp>
#include <regex>

#include "catalogue.hpp"

namespace fake_odbc {
namespace {

using Json = nlohmann::json;

Cell cell_of(const Json& json) {
  if (json.is_null()) return {true, {}};
  if (json.is_string()) return {false, to_utf16(json.get<std::string>())};
  std::u16string text;
  const std::u16string part = to_utf16(json.at("text").get<std::string>());
  for (std::size_t left = json.at("times"); left > 0; --left) text += part;
  return {false, std::move(text)};
}

Step step_of(const Json& json) {
  Step step;
  step.expect = json.value("expect", "");
  step.match = json.value("match", "");
  for (const Json& column : json.value("columns", Json::array())) {
    if (column.is_string()) {
      step.columns.push_back({to_utf16(column.get<std::string>())});
    } else {
      step.columns.push_back({to_utf16(column.at("name").get<std::string>()), column.value("size", 255UL)});
    }
  }
  for (const Json& row : json.value("rows", Json::array())) {
    std::vector<Cell>& cells = step.rows.emplace_back();
    for (const Json& cell : row) cells.push_back(cell_of(cell));
    cells.resize(step.columns.size());
  }
  for (const Json& error : json.value("errors", Json::array())) {
    step.errors.push_back({error.value("state", "HY000"), error.value("native", 0), error.at("message")});
  }
  step.rows_times = json.value("rows_times", std::size_t{1});
  step.lost = json.value("lost", false);
  step.seconds = json.value("seconds", 0.0);
  step.until_cancelled = json.value("until_cancelled", false);
  return step;
}

std::vector<Step> steps_of(const Json& json) {
  std::vector<Step> steps;
  for (const Json& step : json) steps.insert(steps.end(), step.value("times", std::size_t{1}), step_of(step));
  return steps;
}

}  // namespace

std::u16string to_utf16(const std::string& text) {
  return std::wstring_convert<std::codecvt_utf8_utf16<char16_t>, char16_t>{}.from_bytes(text);
}

std::string to_utf8(const char16_t* text, std::size_t length) {
  return std::wstring_convert<std::codecvt_utf8_utf16<char16_t>, char16_t>{}.to_bytes(text, text + length);
}

std::string Script::load(const std::string& path, Script& script) {
  std::ifstream file(path);
  if (!file) return "the script " + path + " cannot be read";
  try {
    const Json json = Json::parse(file);
    script.driver = json.value("driver", script.driver);
    script.blocks = json.value("get_data", "blocks") == "blocks";
    script.no_total = json.value("no_total", false);
    script.latency = json.value("latency", 0.0);
    script.read_latency = json.value("read_latency", 0.0);
    const std::string catalogue = json.value("catalogue", "");
    if (!catalogue.empty())
      script.catalogue = std::make_shared<Catalogue>(path.substr(0, path.rfind('/') + 1) + catalogue);
    const std::string log = json.value("log", "");
    if (!log.empty()) script.log_path_ = path.substr(0, path.rfind('/') + 1) + log;
    script.connects_ = steps_of(json.value("connect", Json::array()));
    script.statements_ = steps_of(json.value("statements", Json::array()));
    if (json.contains("otherwise")) script.otherwise_ = step_of(json["otherwise"]);
  } catch (const std::exception& problem) {
    return "the script " + path + ": " + problem.what();
  }
  return {};
}

Step Script::next_connect() {
  const std::lock_guard lock(mutex_);
  return connects_played_ < connects_.size() ? connects_[connects_played_++] : Step{};
}

const Step& Script::next_statement(const std::string& text) {
  const std::lock_guard lock(mutex_);
  const Step* step = statements_played_ < statements_.size() ? &statements_[statements_played_] : nullptr;
  const bool fits =
      step != nullptr && (step->match.empty() ? step->expect == text : std::regex_match(text, std::regex(step->match)));
  if (fits) {
    ++statements_played_;
    return *step;
  }
  if (otherwise_) return *otherwise_;
  unexpected_.errors = {{"HY000", 0,
                         "the script expects " +
                             (step == nullptr       ? "no more statements"
                              : step->match.empty() ? step->expect
                                                    : step->match) +
                             ", not " + text}};
  return unexpected_;
}

void Script::log(const std::string& line) {
  if (log_path_.empty()) return;
  const std::lock_guard lock(mutex_);
  std::ofstream(log_path_, std::ios::app) << line << '\n';
}

}  // namespace fake_odbc
