#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "adapters/open_state.hpp"
#include "app/exit_code.hpp"
#include "app/raw_options.hpp"
#include "delta/sql/dialect.hpp"

namespace delta::app {
namespace {

/// The words of --format.
constexpr std::array kFormats{
    std::pair{Format::text, std::string_view("text")},         std::pair{Format::json, std::string_view("json")},
    std::pair{Format::markdown, std::string_view("markdown")}, std::pair{Format::sql, std::string_view("sql")},
    std::pair{Format::junit, std::string_view("junit")},       std::pair{Format::sarif, std::string_view("sarif")}};

bool writes(Command command, Format format) {
  switch (format) {
    case Format::text: return true;
    case Format::json: return command != Command::status && command != Command::unlock && command != Command::emit;
    case Format::markdown: return command == Command::show || takes_report(command);
    case Format::sql: return command == Command::show;
    case Format::junit:
    case Format::sarif: return takes_report(command);
  }
  return false;
}

/// "'spark 4.2', 'spark 4.0', …"
std::string dialect_words() {
  std::string words;
  for (const sql::Dialect& each : sql::dialects()) {
    words += fmt::format("{}'{} {}'", words.empty() ? "" : ", ", each.name, each.version);
  }
  return words;
}

/// `500ms`, `30s`, `5m`, `1h`; a number alone is seconds.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  struct Scale {
    std::string_view word;
    std::int64_t milliseconds;
  };
  constexpr std::array kScales{Scale{"", 1000}, Scale{"ms", 1}, Scale{"s", 1000}, Scale{"m", 60'000},
                               Scale{"h", 3'600'000}};
  std::uint32_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{}) return std::nullopt;
  const auto scale = std::ranges::find(kScales, std::string_view(stop, end), &Scale::word);
  if (scale == kScales.end()) return std::nullopt;
  return std::chrono::milliseconds(number * scale->milliseconds);
}

/// What is wrong with how a saved plan is asked for; empty when nothing is.
std::string saved_plan_misuse(const RawOptions& raw) {
  const Options& options = raw.options;
  if (options.command == Command::show) {
    return options.plan_file.empty() ? "show needs the file that plan --out wrote, e.g. show plan.json" : "";
  }
  if (options.plan_file.empty()) {
    if (options.command == Command::history) {
      if (!options.run.empty() && !options.table.empty()) return "history shows a run or a table, not both";
      if (options.verify && (!options.run.empty() || !options.table.empty()))
        return "--verify looks at the whole history";
      return !options.verify && !options.expect.empty() ? "--expect belongs to history --verify" : "";
    }
    if (!options.expect.empty()) return "--expect is about a saved plan: apply PLAN --expect sha256:...";
    return options.replan ? "--replan is about a saved plan: apply PLAN --replan" : "";
  }
  const bool undoes = options.command == Command::recover || raw.on_failure.starts_with("rollback");
  if (!raw.allow.empty() && !undoes) {
    return "a saved plan says itself what may run: --allow belongs to plan --out, and here to --on-failure rollback";
  }
  constexpr std::string_view kChecksum = "sha256:";
  const std::string_view digits =
      std::string_view(options.expect).substr(std::min(kChecksum.size(), options.expect.size()));
  if (!options.expect.empty() && (!options.expect.starts_with(kChecksum) || digits.size() != 64 ||
                                  digits.find_first_not_of("0123456789abcdef") != std::string_view::npos)) {
    return fmt::format("--expect '{}' is not the checksum of a plan: sha256: and 64 digits, as plan --out prints it",
                       options.expect);
  }
  if (!options.dialect.empty() && !options.target.starts_with("odbc:"))
    return "--dialect is what a server is taken for, and a plan without --target odbc:... is of a lake";
  if (options.tables != "*" || options.adopt || options.take_over || raw.marks != "own" || !options.row_checks) {
    return "a saved plan says itself what may run: --tables, --adopt, --take-over, --marks and --no-row-checks "
           "belong to plan --out";
  }
  return "";
}

std::optional<Format> format_of(std::string_view word) {
  for (const auto& [format, name] : kFormats) {
    if (name == word) return format;
  }
  return std::nullopt;
}

/// "is neither text nor json", "is none of text, json and sql".
std::string none_of(std::string words) {
  const std::size_t last = words.rfind('|');
  const bool two = words.find('|') == last;
  if (last == std::string::npos) return "is not " + words;
  words.replace(last, 1, two ? " nor " : " and ");
  for (std::size_t at = 0; (at = words.find('|')) != std::string::npos;) words.replace(at, 1, ", ");
  return (two ? "is neither " : "is none of ") + words;
}

// Each of the following takes over what some options say, and returns what is wrong with it; empty when nothing is.

std::string take_names(RawOptions& raw) {
  Options& options = raw.options;
  for (const std::string& text : raw.variables) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      return fmt::format("--var '{}' is not of the form NAME=VALUE", text);
    const std::string name = text.substr(0, equals);
    const auto [place, added] = options.variables.emplace(name, text.substr(equals + 1));
    if (!added && place->second != text.substr(equals + 1)) {
      return fmt::format("--var {} is given twice, as '{}' and as '{}'", name, place->second, text.substr(equals + 1));
    }
  }
  for (const std::string& text : raw.catalogs) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
      return fmt::format("--catalog-map '{}' is not of the form NAME=CATALOGUE", text);
    }
    options.catalog_map[fold_case(text.substr(0, equals))] = text.substr(equals + 1);
  }
  return "";
}

std::string take_permissions(RawOptions& raw) {
  for (const std::string& text : raw.allow) {
    auto permission = parse_permission(text);
    if (!permission) return in_one_line(permission.error());
    raw.options.allow.push_back(*permission);
  }
  return "";
}

std::string take_reports(RawOptions& raw) {
  for (const std::string& text : raw.reports) {
    const std::size_t colon = text.find(':');
    const auto format = format_of(std::string_view(text).substr(0, colon));
    if (colon == std::string::npos || colon + 1 == text.size())
      return fmt::format("--report '{}' is not of the form FORMAT:FILE", text);
    if (!format || !writes(raw.options.command, *format)) {
      return fmt::format("--report '{}': '{}' {}", text, text.substr(0, colon),
                         none_of(format_words(raw.options.command)));
    }
    raw.options.reports.push_back({*format, text.substr(colon + 1)});
  }
  return "";
}

std::string take_format(RawOptions& raw) {
  Options& options = raw.options;
  const auto format = format_of(raw.format.empty() ? "text" : raw.format);
  if (format && writes(options.command, *format)) {
    options.format = *format;
    return take_reports(raw);
  }
  if (format == Format::json && options.command == Command::emit) {
    return "emit writes SQL; the plan as JSON is written by plan --format json";
  }
  if (format == Format::json) return fmt::format("{} writes text only", command_word(options.command));
  return fmt::format("--format '{}' {}", raw.format, none_of(format_words(options.command)));
}

std::string take_output(RawOptions& raw) {
  Options& options = raw.options;
  if (options.command == Command::describe && raw.format.empty() && options.out.ends_with(".json")) {
    return fmt::format("describe writes text, and {} should hold JSON; add --format json, or --format text",
                       options.out);
  }
  if (const std::string misuse = take_format(raw); !misuse.empty()) return misuse;
  if (raw.color != "auto" && raw.color != "always" && raw.color != "never") {
    return fmt::format("--color '{}' is none of auto, always and never", raw.color);
  }
  options.color = raw.color == "always"  ? ColorChoice::always
                  : raw.color == "never" ? ColorChoice::never
                                         : ColorChoice::automatic;
  return options.quiet && options.verbose ? "--quiet and --verbose exclude each other" : "";
}

std::string take_conditions(RawOptions& raw) {
  Options& options = raw.options;
  if (raw.marks != "own" && raw.marks != "none") return fmt::format("--marks '{}' is neither own nor none", raw.marks);
  options.marks = raw.marks == "own";
  if (!options.marks && (options.adopt || options.take_over)) {
    return "--adopt and --take-over write marks, and --marks none writes none";
  }
  if (!options.rollback.empty() && (options.adopt || options.take_over)) {
    return "--rollback takes back what a run did; --adopt and --take-over belong to a plan that goes forward";
  }
  options.on_failure = on_failure_of(raw.on_failure);
  if (on_failure_word(options.on_failure) != raw.on_failure) {
    return fmt::format("--on-failure '{}' is none of stop, rollback, continue and rollback-run", raw.on_failure);
  }
  const auto quiet_for = parse_duration(raw.quiet_for);
  if (!quiet_for) return fmt::format("--quiet-for '{}' is no duration such as 30s, 5m or 1h", raw.quiet_for);
  options.conditions.quiet_for = *quiet_for;
  const auto lock_timeout = parse_duration(raw.lock_timeout);
  if (!lock_timeout) return fmt::format("--lock-timeout '{}' is no duration such as 30s, 5m or 1h", raw.lock_timeout);
  options.lock_timeout = *lock_timeout;
  if (!options.state_schema.empty() && !options.target.empty() && !options.target.starts_with("odbc:")) {
    return "--state-schema is for odbc: targets; a lake has its lock in its own folder";
  }
  if (in_schema(options.state) && options.state_schema.empty()) {
    return "--state schema keeps runs in the schema that --state-schema names; a folder of that name is written "
           "./schema";
  }
  constexpr std::size_t kMostJobs = 64;
  if (options.conditions.jobs < 1 || options.conditions.jobs > kMostJobs) {
    return fmt::format("--jobs takes a number from 1 to {}", kMostJobs);
  }
  if (!options.yes_really.empty()) options.yes = true;
  return "";
}

}  // namespace

bool takes_report(Command command) {
  return command == Command::plan || command == Command::check || command == Command::apply ||
         command == Command::recover;
}

std::string format_words(Command command) {
  std::string out;
  for (const auto& [format, word] : kFormats) {
    if (writes(command, format)) out.append(out.empty() ? "" : "|").append(word);
  }
  return out;
}

std::variant<Options, EarlyExit> judge(RawOptions& raw) {
  Options& options = raw.options;
  const std::string_view command = command_word(options.command);
  const auto wrong = [&](const std::string& message) { return mistake(options.program, command, message); };
  if (const std::string misuse = saved_plan_misuse(raw); !misuse.empty()) return wrong(misuse);
  if (options.target.empty() && options.plan_file.empty()) {
    return wrong(fmt::format("{} needs --target, e.g. --target lake:./lake", command));
  }
  if (!options.dialect.empty() && sql::find_dialect(options.dialect) == nullptr) {
    return wrong(fmt::format("--dialect '{}' is unknown; there are {}", options.dialect, dialect_words()));
  }
  if (sql::older_than_all(options.dialect)) {
    return wrong(fmt::format("--dialect '{}' is older than all there are: {}", options.dialect, dialect_words()));
  }
  for (const auto take : {take_names, take_permissions, take_output, take_conditions}) {
    if (const std::string misuse = take(raw); !misuse.empty()) return wrong(misuse);
  }
  return options;
}

}  // namespace delta::app
