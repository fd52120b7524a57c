#include "report/invocation.hpp"

#include <algorithm>

namespace delta::report {

std::string shell_word(std::string_view text) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./@%";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string_view::npos) return std::string(text);
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string permission_text(const Permission& permission) {
  return permission.glob == "*" ? permission.kind : permission.kind + ":" + permission.glob;
}

std::string command_line(const Invocation& invocation, std::string_view command, const std::vector<Permission>& allow) {
  std::string line = shell_word(invocation.program);
  line.append(" ").append(command);
  if (!invocation.target.empty()) line += " --target " + shell_word(invocation.target);
  if (!invocation.state.empty()) line += " --state " + shell_word(invocation.state);
  if (!invocation.state_schema.empty()) line += " --state-schema " + shell_word(invocation.state_schema);
  for (const auto& [name, value] : invocation.variables) line += " --var " + shell_word(name + "=" + value);
  for (const auto& [name, server] : invocation.catalog_map) line += " --catalog-map " + shell_word(name + "=" + server);
  if (!invocation.dialect.empty()) line += " --dialect " + shell_word(invocation.dialect);
  if (!invocation.policy.empty()) line += " --policy " + shell_word(invocation.policy);
  if (invocation.tables != "*") line += " --tables " + shell_word(invocation.tables);
  if (invocation.adopt) line += " --adopt";
  if (!invocation.marks) line += " --marks none";
  if (invocation.take_over) line += " --take-over";
  std::vector<std::string> said;
  for (const Permission& permission : allow) {
    const std::string text = permission_text(permission);
    if (std::find(said.begin(), said.end(), text) != said.end()) continue;
    said.push_back(text);
    line += " --allow " + shell_word(text);
  }
  return line;
}

namespace {

/// The run's plan says itself which tables, and what is allowed on the way there; what is on the way back, it does not.
std::string recover(const Invocation& invocation, const std::vector<Permission>& allow) {
  Invocation rest = invocation;
  rest.tables = "*";
  rest.adopt = rest.take_over = false;
  rest.marks = true;
  return command_line(rest, "recover", allow);
}

}  // namespace

std::string apply_line(const Invocation& invocation, const std::string& plan_file) {
  Invocation where;
  where.program = invocation.program;
  if (invocation.target.starts_with("odbc:")) where.target = invocation.target;
  where.state = invocation.state;
  where.state_schema = invocation.state_schema;
  where.catalog_map = invocation.catalog_map;
  where.dialect = invocation.dialect;
  where.policy = invocation.policy;
  return command_line(where, "apply " + shell_word(plan_file), {});
}

std::string recover_line(const Invocation& invocation, bool back) {
  return back ? recover(invocation, invocation.allow) + " --back" : recover(invocation, {});
}

std::string recover_line_from_plan(const Invocation& invocation) {
  return recover(invocation, {}) + " --from " + shell_word(invocation.plan_file);
}

}  // namespace delta::report
