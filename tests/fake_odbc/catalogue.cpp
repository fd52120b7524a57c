#include "catalogue.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

namespace fake_odbc {
namespace {

using Json = nlohmann::ordered_json;

/// Kills the process at a boundary of a statement that changes something: before its effect, then before its answer.
void at_boundary() {
  static int passed = 0;
  const char* wanted = std::getenv("FAKE_ODBC_KILL_AT");
  if (wanted != nullptr && ++passed == std::atoi(wanted)) std::raise(SIGKILL);
}

struct Token {
  std::string text;
  bool quoted = false;  ///< a string, or a name in backticks
};

std::vector<Token> tokens_of(const std::string& text) {
  std::vector<Token> out;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      ++i;
    } else if (c == '`' || c == '\'') {
      Token token{"", true};
      for (++i; i < text.size(); ++i) {
        if (c == '\'' && text.compare(i, 4, "\\u00") == 0) {
          token.text += static_cast<char>(std::stoi(text.substr(i + 4, 2), nullptr, 16));
          i += 5;
        } else if (c == '\'' && text[i] == '\\') {
          token.text += text[++i];
        } else if (text[i] == c && i + 1 < text.size() && text[i + 1] == c) {
          token.text += text[++i];
        } else if (text[i] == c) {
          break;
        } else {
          token.text += text[i];
        }
      }
      ++i;
      out.push_back(std::move(token));
    } else if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
      std::size_t end = i;
      while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_')) ++end;
      out.push_back({text.substr(i, end - i), false});
      i = end;
    } else {
      out.push_back({std::string(1, c), false});
      ++i;
    }
  }
  return out;
}

struct Refusal {
  std::string state;
  std::string message;
};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

Step rows_of(std::vector<std::vector<std::string>> rows) {
  Step step;
  std::size_t width = 1;
  for (const auto& row : rows) width = std::max(width, row.size());
  for (std::size_t i = 0; i < width; ++i) step.columns.push_back({to_utf16("c" + std::to_string(i)), 65535});
  for (const auto& row : rows) {
    std::vector<Cell>& cells = step.rows.emplace_back();
    for (const std::string& text : row) cells.push_back({false, to_utf16(text)});
    cells.resize(width);
  }
  return step;
}

/// What tells one file of that name from the next.
std::string version_of(const std::string& path) {
  struct stat file{};
  if (::stat(path.c_str(), &file) != 0) return {};
  return std::to_string(file.st_ino) + ' ' + std::to_string(file.st_size) + ' ' + std::to_string(file.st_mtim.tv_sec) +
         '.' + std::to_string(file.st_mtim.tv_nsec);
}

/// Reads one statement and carries it out on a state.
class Interpreter {
 public:
  Interpreter(const std::string& statement, Json& state) : tokens_(tokens_of(statement)), state_(state) {}

  bool changes() const { return changes_; }

  Step run() {
    if (word("SELECT")) return select();
    if (word("EXPLAIN")) return rows_of({{"== Physical Plan =="}});
    if (word("SET")) return {};
    if (word("SHOW")) return show();
    if (word("DESCRIBE")) return describe();
    changes_ = true;
    if (word("CREATE")) return word("SCHEMA") ? create_schema() : create_table();
    if (word("INSERT")) return insert();
    if (word("DROP")) return drop_table();
    if (word("COMMENT")) return comment_on();
    if (word("ALTER")) return alter();
    throw Refusal{"42601", "[PARSE_SYNTAX_ERROR] the fake server does not know this statement"};
  }

 private:
  bool word(const char* wanted) {
    if (at_ >= tokens_.size() || tokens_[at_].quoted || lower(tokens_[at_].text) != lower(wanted)) return false;
    ++at_;
    return true;
  }
  std::string next() { return at_ < tokens_.size() ? tokens_[at_++].text : std::string(); }
  void expect(const char* wanted) {
    if (!word(wanted)) throw Refusal{"42601", std::string("[PARSE_SYNTAX_ERROR] expected ") + wanted};
  }
  std::string name() {
    std::string out = next();
    while (word(".")) out += "." + next();
    return lower(out);
  }
  static std::string schema_of(const std::string& table) { return table.substr(0, table.rfind('.')); }
  Json& table(const std::string& name) {
    Json& tables = state_["tables"];
    if (!tables.contains(name))
      throw Refusal{"42P01", "[TABLE_OR_VIEW_NOT_FOUND] the table " + name + " cannot be found"};
    return tables[name];
  }
  void need_schema(const std::string& schema) const {
    if (!state_["schemas"].contains(schema))
      throw Refusal{"42704", "[SCHEMA_NOT_FOUND] the schema " + schema + " cannot be found"};
  }

  Step select() {
    if (word("kind") || word("name")) return select_rows(at_ > 1 && lower(tokens_[at_ - 1].text) == "kind");
    if (word("version")) return rows_of({{"4.2.0", "spark_catalog", "", "tester"}});
    throw Refusal{"42883", "[UNRESOLVED_ROUTINE] cannot resolve routine"};
  }

  /// The rows of deltac's own table, in the two ways in which it asks for them: all with some texts, or those of a
  /// kind.
  Step select_rows(bool all) {
    while (at_ < tokens_.size() && !word("FROM")) ++at_;
    const Json& found = table(name());
    std::string kind;
    std::string one;
    if (word("WHERE")) {
      expect("kind");
      expect("=");
      kind = next();
      if (word("AND")) {
        expect("name");
        expect("=");
        one = next();
      }
    }
    Step step = rows_of({});
    step.columns.assign(all ? 4 : 3, {u"c", 65535});
    for (const Json& row : found.value("rows", Json::array())) {
      if ((!kind.empty() && row[0] != kind) || (!one.empty() && row[1] != one)) continue;
      std::vector<Cell>& cells = step.rows.emplace_back();
      for (std::size_t i = all ? 0 : 1; i < 4; ++i) {
        const bool left_out = all && i == 3 && row[0] != "ledger" && row[0] != "format";
        cells.push_back({left_out, left_out ? u"" : to_utf16(row[i].get<std::string>())});
      }
    }
    return step;
  }

  Step insert() {
    expect("INTO");
    Json& found = table(name());
    expect("VALUES");
    do {
      expect("(");
      Json row = Json::array();
      do row.push_back(next());
      while (word(","));
      expect(")");
      if (row.size() != found["columns"].size())
        throw Refusal{"42000", "[INSERT_COLUMN_ARITY_MISMATCH] not as many values as columns"};
      found["rows"].push_back(std::move(row));
    } while (word(","));
    return {};
  }

  Step show() {
    expect("TABLE");
    expect("EXTENDED");
    expect("IN");
    const std::string schema = name();
    need_schema(schema);
    expect("LIKE");
    const std::string pattern = lower(next());
    std::vector<std::vector<std::string>> rows;
    for (const auto& [full, table] : state_["tables"].items()) {
      const std::string last = full.substr(full.rfind('.') + 1);
      if (schema_of(full) != schema || (pattern != "*" && pattern != last)) continue;
      rows.push_back({schema, last, "false",
                      "Name: " + last + "\nType: MANAGED\nProvider: " + table["provider"].get<std::string>() +
                          "\nLocation: file:/warehouse/" + full + "\n"});
    }
    return rows_of(std::move(rows));
  }

  Step describe() {
    if (word("DETAIL")) {
      const std::string of = name();
      const Json& found = table(of);
      const bool mapped = found["properties"].contains("delta.columnMapping.mode");
      return rows_of({{"delta", "id", of, found["comment"], "file:/warehouse/" + of, "", "", "[]", "[]", "0", "0",
                       found["properties"].dump(), mapped ? "2" : "1", "7",
                       mapped ? R"(["appendOnly","columnMapping","invariants"])" : R"(["appendOnly","invariants"])"}});
    }
    expect("TABLE");
    expect("EXTENDED");
    const std::string of = name();
    const Json& found = table(of);
    std::vector<std::vector<std::string>> rows;
    for (const Json& column : found["columns"]) rows.push_back({column["name"], column["type"], column["comment"]});
    rows.push_back({"", "", ""});
    rows.push_back({"# Detailed Table Information", "", ""});
    rows.push_back({"Name", of, ""});
    rows.push_back({"Comment", found["comment"], ""});
    return rows_of(std::move(rows));
  }

  Step create_schema() {
    const std::string schema = name();
    if (state_["schemas"].contains(schema))
      throw Refusal{"42P06", "[SCHEMA_ALREADY_EXISTS] the schema " + schema + " exists"};
    state_["schemas"][schema] = true;
    return {};
  }

  Json column() {
    Json made{{"name", next()}, {"type", ""}, {"comment", ""}};
    std::string type;
    int depth = 0;
    while (at_ < tokens_.size()) {
      const std::string& text = tokens_[at_].text;
      if (depth == 0 && (text == "," || text == ")" || lower(text) == "not" || lower(text) == "comment")) break;
      depth += text == "(" || text == "<" ? 1 : text == ")" || text == ">" ? -1 : 0;
      type += lower(next());
    }
    made["type"] = type;
    if (word("NOT")) expect("NULL");
    if (word("COMMENT")) made["comment"] = next();
    return made;
  }
  Json columns() {
    Json made = Json::array();
    expect("(");
    do made.push_back(column());
    while (word(","));
    expect(")");
    return made;
  }
  void properties(Json& into) {
    expect("(");
    do {
      const std::string key = next();
      expect("=");
      into[key] = next();
    } while (word(","));
    expect(")");
  }

  Step create_table() {
    expect("TABLE");
    const bool maybe = word("IF");
    if (maybe) {
      expect("NOT");
      expect("EXISTS");
    }
    const std::string made = name();
    need_schema(schema_of(made));
    if (maybe && state_["tables"].contains(made)) return {};
    if (state_["tables"].contains(made))
      throw Refusal{"42P07", "[TABLE_OR_VIEW_ALREADY_EXISTS] the table " + made + " exists"};
    Json created{{"columns", columns()}, {"comment", ""}, {"properties", Json::object()}, {"provider", "parquet"}};
    if (word("USING")) created["provider"] = lower(next());
    if (word("COMMENT")) created["comment"] = next();
    if (word("TBLPROPERTIES")) properties(created["properties"]);
    if (at_ < tokens_.size()) throw Refusal{"42601", "[PARSE_SYNTAX_ERROR] near " + next()};
    state_["tables"][made] = std::move(created);
    return {};
  }

  Step drop_table() {
    expect("TABLE");
    const bool maybe = word("IF");
    if (maybe) expect("EXISTS");
    const std::string gone = name();
    if (!maybe) table(gone);
    state_["tables"].erase(gone);
    return {};
  }

  Step comment_on() {
    expect("ON");
    expect("TABLE");
    Json& found = table(name());
    expect("IS");
    found["comment"] = word("NULL") ? "" : next();
    return {};
  }

  void drop_column(Json& from) {
    if (!from["properties"].contains("delta.columnMapping.mode"))
      throw Refusal{"0AKDC", "[DELTA_UNSUPPORTED_DROP_COLUMN] DROP COLUMN is not supported for your table"};
    const bool listed = word("COLUMNS");
    expect(listed ? "(" : "COLUMN");
    const std::string gone = next();
    if (listed) expect(")");
    Json& there = from["columns"];
    const auto at = std::find_if(there.begin(), there.end(), [&](const Json& each) { return each["name"] == gone; });
    if (at == there.end()) throw Refusal{"42704", "[FIELD_NOT_FOUND] no column " + gone};
    there.erase(at);
  }

  Step alter() {
    expect("TABLE");
    const std::string of = name();
    Json& found = table(of);
    if (word("RENAME")) {
      expect("TO");
      const std::string to = name();
      if (state_["tables"].contains(to))
        throw Refusal{"42P07", "[TABLE_OR_VIEW_ALREADY_EXISTS] the table " + to + " exists"};
      Json moved = found;
      state_["tables"].erase(of);
      state_["tables"][to] = std::move(moved);
    } else if (word("SET")) {
      expect("TBLPROPERTIES");
      properties(found["properties"]);
    } else if (word("UNSET")) {
      expect("TBLPROPERTIES");
      expect("(");
      do found["properties"].erase(next());
      while (word(","));
      expect(")");
    } else if (word("DROP")) {
      drop_column(found);
    } else if (word("ADD")) {
      expect("COLUMNS");
      for (Json& each : columns()) {
        for (const Json& there : found["columns"]) {
          if (there["name"] == each["name"]) throw Refusal{"42710", "[FIELD_ALREADY_EXISTS] the column exists"};
        }
        found["columns"].push_back(each);
      }
    } else {
      throw Refusal{"42601", "[PARSE_SYNTAX_ERROR] the fake server does not know this ALTER"};
    }
    return {};
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  Json& state_;
  bool changes_ = false;
};

}  // namespace

struct Catalogue::Read {
  std::string version;  ///< of the file; empty: none was read
  Json state;
};

Catalogue::Catalogue(std::string path) : path_(std::move(path)), read_(std::make_unique<Read>()) {}
Catalogue::~Catalogue() = default;

bool Catalogue::changes(const std::string& statement) {
  const std::string verb = lower(statement.substr(0, statement.find(' ')));
  return verb == "create" || verb == "drop" || verb == "alter" || verb == "comment" || verb == "insert";
}

Step Catalogue::answer(const std::string& statement) {
  const std::lock_guard lock(mutex_);
  const int file = ::open((path_ + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  ::flock(file, LOCK_EX);
  // Each change is a new file: what was read last is still true while the file is the same.
  if (const std::string now = version_of(path_); now.empty() || now != read_->version) {
    read_->state = Json{{"schemas", Json::object()}, {"tables", Json::object()}, {"ran", Json::object()}};
    if (std::ifstream there(path_); there) read_->state = Json::parse(there);
    read_->version = now;
  }
  Json& state = read_->state;
  Step step;
  try {
    Interpreter interpreter(statement, state);
    step = interpreter.run();
    if (interpreter.changes()) {
      at_boundary();
      state["ran"][statement] = state["ran"].value(statement, 0) + 1;
      const std::string hidden = path_ + ".tmp";
      std::ofstream(hidden) << state.dump(1);
      std::rename(hidden.c_str(), path_.c_str());
      read_->version = version_of(path_);
      at_boundary();
    }
  } catch (const Refusal& refusal) {
    step.errors = {{refusal.state, 0, "[Fake] " + refusal.message}};
    read_->version.clear();
  }
  ::close(file);
  return step;
}

}  // namespace fake_odbc
