#pragma once
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "adapters/odbc/odbc_session.hpp"

namespace delta::odbc::test {

using Json = nlohmann::json;
using Rows = std::vector<std::vector<std::optional<std::string>>>;

/// A script for tests/fake_odbc in a folder of its own.
class Scripted : public ::testing::Test {
 protected:
  Scripted() {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() /
              ("deltac_odbc_" + std::to_string(::getpid()) + '_' + info->test_suite_name() + '_' + info->name());
    std::filesystem::create_directories(folder_);
  }
  ~Scripted() override { std::filesystem::remove_all(folder_); }

  /// The connection string for a driver that plays `script`; `more` follows, as in "UID=me".
  std::string play(Json script, const std::string& more = "") {
    script["log"] = "log";
    const auto file = folder_ / ("script" + std::to_string(++scripts_) + ".json");
    std::ofstream(file) << script;
    const std::string text = "Driver=" DELTAC_FAKE_DRIVER ";Script=" + file.string();
    return more.empty() ? text : text + ';' + more;
  }

  /// What the driver saw: "connect", statements, "cancel".
  std::vector<std::string> log() const {
    std::vector<std::string> lines;
    std::ifstream file(folder_ / "log");
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }

  std::unique_ptr<SqlSession> open(const Json& script, const std::string& more = "") {
    auto session = open_odbc_session({.text = play(script, more)});
    EXPECT_TRUE(session) << session.error().message;
    return session ? *std::move(session) : nullptr;
  }

  /// Why connecting fails.
  SqlError refusal(const ConnectionSettings& settings) {
    auto session = open_odbc_session(settings);
    EXPECT_FALSE(session);
    return session ? SqlError{} : session.error();
  }

  /// Why the first statement of `script` fails.
  SqlError failure(const Json& step, const std::string& more = "") {
    Json script;
    script["statements"] = Json::array({step});
    script["statements"][0]["match"] = ".*";
    const auto session = open(script, more);
    if (!session) return {};
    const auto done = session->run("ALTER TABLE t ADD COLUMN c INT");
    EXPECT_FALSE(done);
    return done ? SqlError{} : done.error();
  }

  std::filesystem::path folder_;

 private:
  int scripts_ = 0;  ///< the driver plays each file once
};

inline Json error_step(const std::string& state, const std::string& message) {
  return {{"errors", {{{"state", state}, {"message", message}}}}};
}

inline Rows read(SqlSession& session, const std::string& statement) {
  Rows rows;
  const auto done = session.query(statement, [&](SqlRow row) { rows.emplace_back(row.begin(), row.end()); });
  EXPECT_TRUE(done) << done.error().message;
  return rows;
}

}  // namespace delta::odbc::test
