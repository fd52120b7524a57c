#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace fake_odbc {

struct Record {
  std::string state;
  int native = 0;
  std::string message;
};

struct Cell {
  bool null = false;
  std::u16string text;
};

struct Column {
  std::u16string name;
  unsigned long size = 255;
};

/// What one statement, or one attempt to connect, meets.
struct Step {
  std::string expect;  ///< the statement's text
  std::string match;   ///< or what it must match
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
  std::size_t rows_times = 1;
  std::vector<Record> errors;
  bool lost = false;
  double seconds = 0;
  bool until_cancelled = false;

  std::size_t row_count() const { return rows.size() * rows_times; }
  const std::vector<Cell>& row(std::size_t at) const { return rows[at % rows.size()]; }
};

class Catalogue;

/// A script and how far it is played; shared by all connections that name it. See README.md.
class Script {
 public:
  /// An error's text if the file cannot be used.
  static std::string load(const std::string& path, Script& script);

  Step next_connect();
  /// The step for this statement, or one that fails and says what was expected.
  const Step& next_statement(const std::string& text);
  void log(const std::string& line);

  std::string driver = "libfake_odbc.so";
  bool blocks = true;
  bool no_total = false;
  std::shared_ptr<Catalogue> catalogue{};  ///< answers instead of the script's statements
  double latency = 0;                      ///< of its statements that change something, in seconds
  double read_latency = 0;                 ///< of the others

 private:
  std::mutex mutex_;
  std::string log_path_;
  std::vector<Step> connects_;
  std::vector<Step> statements_;
  std::optional<Step> otherwise_;
  Step unexpected_;
  std::size_t connects_played_ = 0;
  std::size_t statements_played_ = 0;
};

std::u16string to_utf16(const std::string& text);
std::string to_utf8(const char16_t* text, std::size_t length);

}  // namespace fake_odbc
