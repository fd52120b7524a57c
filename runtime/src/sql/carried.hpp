#pragma once
#include <string>
#include <string_view>

namespace delta::sql {

/// The statement in a form that reaches the server whole through a driver that reads it by another language's rules:
/// one that knows no backticks takes a `?`, a quote, a brace or a comment's sign in a name for its own. With such a
/// name the whole statement becomes the text of an EXECUTE IMMEDIATE, where every such character can be escaped; any
/// other is left as it is.
std::string carried_whole(std::string statement);

}  // namespace delta::sql
