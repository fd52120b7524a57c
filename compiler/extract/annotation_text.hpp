#pragma once
#include <clang/Basic/SourceLocation.h>

#include <optional>
#include <string>
#include <vector>

namespace clang {
class LangOptions;
class Preprocessor;
class SourceManager;
}  // namespace clang

namespace deltac::extract {

/// One argument of an option, as it stands in the header.
struct WrittenArgument {
  enum class Form {
    text,   ///< one or more string literals
    macro,  ///< holds a macro of the user's, so that only clang knows what it is
    other,
  };
  Form form = Form::other;
  std::string source;
};

/// What stands between two commas of an annotation: `check("positive", "total > 0")`.
struct WrittenOption {
  clang::SourceLocation where;  ///< of its first token; invalid when nothing stands there
  std::string word;             ///< its first token
  bool is_name = false;         ///< the first token is an identifier
  bool is_macro = false;        ///< of the user's; nothing is known of what it stands for
  bool has_type = false;        ///< `<…>` stands behind the word
  bool has_parentheses = false;
  bool has_more = false;  ///< something stands behind the parentheses
  std::vector<WrittenArgument> arguments;
};

/// A use of an annotation macro that a header spells out: the macro's name, and what stands in its parentheses.
struct WrittenAnnotation {
  std::string macro;
  std::vector<WrittenOption> parts;
};

/// Reads the text at a macro's name. Nothing when no annotation macro stands there, but a macro that holds one.
std::optional<WrittenAnnotation> written_annotation(clang::SourceLocation macro, const clang::SourceManager& sources,
                                                    const clang::LangOptions& language,
                                                    const clang::Preprocessor& preprocessor);

}  // namespace deltac::extract
