#include "extract/doc_comment.hpp"

namespace deltac::extract {
namespace {

constexpr std::string_view kBlank = " \t\r\f\v";

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

/// Takes `///`, `//!` and a `<` behind them off a line.
bool strip_line_marker(std::string_view& line) {
  if (!line.starts_with("///") && !line.starts_with("//!")) return false;
  line.remove_prefix(3);
  if (line.starts_with('<')) line.remove_prefix(1);
  return true;
}

/// Takes what opens, continues or closes a block comment off one of its lines.
void strip_block_markers(std::string_view& line) {
  bool closed = false;
  if (line.ends_with("*/")) {
    line.remove_suffix(2);
    while (line.ends_with('*')) line.remove_suffix(1);
    closed = true;
  }
  if (line.starts_with("/*")) {
    line.remove_prefix(2);
    while (line.starts_with('*') || line.starts_with('!')) line.remove_prefix(1);
    if (line.starts_with('<')) line.remove_prefix(1);
  } else if (line.starts_with('*')) {
    line.remove_prefix(1);
  } else if (closed && line == "/") {
    line = {};
  }
}

void append_line(std::string& text, std::string_view line, bool& paragraph_ended) {
  if (line.empty()) {
    paragraph_ended = !text.empty();
    return;
  }
  if (!text.empty()) text += paragraph_ended ? '\n' : ' ';
  paragraph_ended = false;
  text += line;
}

}  // namespace

std::string doc_comment_text(std::string_view comment) {
  std::string text;
  bool paragraph_ended = false;
  bool in_block = false;
  while (!comment.empty()) {
    const std::size_t end = comment.find('\n');
    std::string_view line = trim(comment.substr(0, end));
    comment.remove_prefix(end == std::string_view::npos ? comment.size() : end + 1);
    if (!in_block && line.starts_with("/*")) in_block = true;
    if (in_block) {
      const bool closes = line.ends_with("*/");
      strip_block_markers(line);
      if (closes) in_block = false;
    } else {
      strip_line_marker(line);
    }
    append_line(text, trim(line), paragraph_ended);
  }
  for (const std::string_view brief : {"\\brief ", "@brief "}) {
    if (text.starts_with(brief)) text.erase(0, brief.size());
  }
  return text;
}

}  // namespace deltac::extract
