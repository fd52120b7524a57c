#include "app/policy_text.hpp"

namespace delta::app {
namespace {

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

/// Walks over a text and knows whether it is in a comment.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  bool in_comment() const { return comment_; }

  /// Takes in the character at `at`.
  void see(std::size_t at) {
    const char c = text_[at];
    if (comment_) {
      comment_ = c != '\n';
    } else if (quote_ == 0) {
      comment_ = c == '#';
      if (c == '"' || c == '\'') open(at);
    } else if (at >= resumes_) {
      inside(at);
    }
  }

 private:
  bool tripled(std::size_t at) const {
    return text_.substr(at, 3).size() == 3 && text_[at + 1] == text_[at] && text_[at + 2] == text_[at];
  }

  void open(std::size_t at) {
    quote_ = text_[at];
    several_lines_ = tripled(at);
    resumes_ = at + (several_lines_ ? 3 : 1);
  }

  void inside(std::size_t at) {
    const char c = text_[at];
    if (c == '\\' && quote_ == '"') {
      resumes_ = at + 2;
    } else if (c == '\n' && !several_lines_) {
      quote_ = 0;  // a fault that the parser tells
    } else if (c == quote_ && (!several_lines_ || tripled(at))) {
      // The other two marks of three open and close a string without text.
      quote_ = 0;
    }
  }

  std::string_view text_;
  bool comment_ = false;
  char quote_ = 0;  ///< of the string that it is in; 0: in none
  bool several_lines_ = false;
  std::size_t resumes_ = 0;  ///< what stands before it belongs to a mark or an escape
};

}  // namespace

Expected<std::string, std::size_t> plain_ascii(std::string_view text) {
  std::string plain(text);
  Walk walk(text);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_ascii(text[at])) {
      if (!walk.in_comment()) return at;
      plain[at] = '?';
    }
    walk.see(at);
  }
  return plain;
}

}  // namespace delta::app
