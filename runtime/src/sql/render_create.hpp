#pragma once
#include <string>
#include <utility>
#include <vector>

#include "delta/plan/action.hpp"
#include "delta/sql/dialect.hpp"

namespace delta::sql {

/// `'key' = 'value', …`
std::string property_list(const std::vector<std::pair<std::string, std::string>>& properties);

/// A new or altered column: name, type and, where they are allowed, NOT NULL, DEFAULT, GENERATED and COMMENT.
std::string column_definition(const Column& column);

/// CREATE VIEW, or CREATE OR REPLACE VIEW, with the mark.
std::string view_statement(const action::CreateView& create, const std::string& mark);

/// CREATE TABLE, without its CHECKs, which engines take by ALTER only; with its keys where the dialect stores them.
std::string create_statement(const action::CreateTable& create, const std::string& mark, const Dialect& dialect);

}  // namespace delta::sql
