#include "generate/guard.hpp"

#include "generate/cpp_text.hpp"
#include "generate/template.hpp"

namespace deltac {
namespace {

/// A type of its own for each member: the compiler shows its name when the assertion fails, and explicit instantiations
/// must differ from each other. No template renders these lines: a library has tens of thousands of them, and they
/// would take a tenth of the whole run's time.
void append_struct(std::string& out, const delta::SeenStruct& seen, IdentifierScope& scope) {
  out += "\n// " + cpp_comment(seen.type + ", " + seen.header) + "\n";
  for (const delta::SeenMember& member : seen.members) {
    out += "template struct SameMember<decltype(::";
    out += seen.type;
    out += "::";
    out += member.name;
    out += "), ";
    out += member.type;
    out += ", struct ";
    out += scope.unique(seen.type, member.name);
    out += ">;\n";
  }
}

}  // namespace

std::string render_guard(const delta::Fragment& fragment) {
  View::List includes;
  for (const std::string& header : fragment.headers) includes.push_back(View().set("path", header));

  std::string structs;
  IdentifierScope scope;
  for (const delta::SeenStruct& seen : fragment.structs) append_struct(structs, seen, scope);
  if (structs.ends_with('\n')) structs.pop_back();

  View view;
  view.set("library", cpp_comment(fragment.library));
  view.set("includes", std::move(includes));
  view.set("structs", std::move(structs));
  return render_builtin("cpp/guard.mustache", view, cpp_string);
}

}  // namespace deltac
