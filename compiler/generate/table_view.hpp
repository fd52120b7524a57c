#pragma once
#include <string>
#include <string_view>

#include "delta/model/table.hpp"
#include "generate/cpp_text.hpp"
#include "generate/template.hpp"

namespace deltac {

/// What `cpp/header.mustache` needs to write one table: arrays that it consists of, inner ones first, and its members.
/// `header` is the file whose name places leave out.
View table_view(const delta::Table& table, std::string_view header, IdentifierScope& scope);

/// A located text as the initialiser of `delta::generated::Text`.
std::string text_initialiser(const delta::LocatedText& text, std::string_view header);

}  // namespace deltac
