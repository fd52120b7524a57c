#pragma once
#include <string>
#include <string_view>

namespace deltac::extract {

/// The text of a doc comment (`///`, `//!`, `/** … */`, `/*! … */`, each also with `<`): without its markers, the
/// lines of a paragraph joined by a space, paragraphs by a newline. A leading `\brief` or `@brief` goes.
std::string doc_comment_text(std::string_view comment);

}  // namespace deltac::extract
