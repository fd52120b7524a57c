#include "sql/names.hpp"

#include <algorithm>

#include "delta/sql/quote.hpp"
#include "delta/sql/tokens.hpp"
#include "sql/preflight.hpp"

namespace delta::sql {
namespace {

/// Many keywords may be names as well; those that are none are in nobody's way.
bool is_name(const Token& token) {
  return token.kind == TokenKind::identifier || token.kind == TokenKind::quoted_identifier ||
         token.kind == TokenKind::keyword;
}

bool is_dot(const Token& token) { return token.kind == TokenKind::symbol && token.text == "."; }

bool begins_with(const std::vector<Identifier>& chain, std::span<const Identifier> name) {
  return chain.size() >= name.size() && std::equal(name.begin(), name.end(), chain.begin());
}

/// How many parts of the chain name the table, wholly or without its catalogue; 0 if it names another.
std::size_t parts_of_table(const std::vector<Identifier>& chain, const TableName& table) {
  const std::span<const Identifier> whole(table.parts);
  for (std::size_t left = 0; left + 2 <= whole.size(); ++left) {
    if (begins_with(chain, whole.subspan(left))) return whole.size() - left;
  }
  return 0;
}

std::string quoted(const std::vector<Identifier>& parts) {
  std::string text;
  for (const Identifier& part : parts) text += (text.empty() ? "" : ".") + quote_identifier(part.text());
  return text;
}

}  // namespace

std::vector<NameChain> name_chains(std::string_view query) {
  const auto tokens = tokenize(query);
  if (!tokens) return {};
  std::vector<NameChain> chains;
  const auto& all = *tokens;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!is_name(all[i])) continue;
    NameChain chain;
    chain.offset = all[i].offset;
    chain.source = i > 0 && (all[i - 1].text == "FROM" || all[i - 1].text == "JOIN");
    chain.parts.emplace_back(all[i].text);
    while (i + 2 < all.size() && is_dot(all[i + 1]) && is_name(all[i + 2])) {
      i += 2;
      chain.parts.emplace_back(all[i].text);
    }
    chain.length = all[i].offset + all[i].spelling.size() - chain.offset;
    chains.push_back(std::move(chain));
  }
  return chains;
}

std::string with_names(const std::string& query,
                       const std::function<std::vector<Identifier>(const std::vector<Identifier>&)>& change) {
  std::string out;
  std::size_t at = 0;
  for (const NameChain& chain : name_chains(query)) {
    const std::vector<Identifier> now = change(chain.parts);
    if (now == chain.parts) continue;
    out.append(query, at, chain.offset - at).append(quoted(now));
    at = chain.offset + chain.length;
  }
  return out.append(query, at);
}

bool names_table(const std::vector<NameChain>& chains, const TableName& table) {
  return std::any_of(chains.begin(), chains.end(), [&](const NameChain& chain) {
    if (parts_of_table(chain.parts, table) > 0) return true;
    return chain.source && chain.parts.size() == 1 && chain.parts.front() == table.last();
  });
}

bool names_column(const std::vector<NameChain>& chains, const Identifier& column) {
  return std::any_of(chains.begin(), chains.end(), [&](const NameChain& chain) {
    return std::find(chain.parts.begin(), chain.parts.end(), column) != chain.parts.end();
  });
}

std::string describe_query(const std::string& query, std::span<const Table> tables) {
  std::string with;
  for (const Table& table : tables) {
    const auto same = [&](const Table& other) { return other.name.last() == table.name.last(); };
    if (std::count_if(tables.begin(), tables.end(), same) > 1) return {};
    with +=
        (with.empty() ? "WITH " : ", ") + quote_identifier(table.name.last().text()) + " AS (" + typed_row(table) + ')';
  }
  if (with.empty()) return "DESCRIBE QUERY " + query;
  const std::string over = with_names(query, [&](const std::vector<Identifier>& parts) {
    for (const Table& table : tables) {
      const std::size_t count = parts_of_table(parts, table.name);
      if (count == 0) continue;
      return std::vector<Identifier>(parts.begin() + static_cast<std::ptrdiff_t>(count) - 1, parts.end());
    }
    return parts;
  });
  return "DESCRIBE QUERY " + with + " SELECT * FROM (" + over + "\n)";
}

}  // namespace delta::sql
