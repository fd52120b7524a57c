#include "generate/guard.hpp"

#include "generate/cpp_text.hpp"
#include "generate/template.hpp"

namespace deltac {

std::string render_guard(const delta::Fragment& fragment) {
  View::List includes;
  for (const std::string& header : fragment.headers) includes.push_back(View().set("path", header));

  // A type of its own for each member: the compiler shows its name when the assertion fails, and explicit
  // instantiations must differ from each other. Rendered struct by struct: data for all of them at once would cost more
  // time than the rest of the guard.
  IdentifierScope scope;
  std::string structs;
  for (const delta::SeenStruct& seen : fragment.structs) {
    View::List members;
    for (const delta::SeenMember& member : seen.members) {
      members.push_back(
          View().set("member", member.name).set("seen", member.type).set("tag", scope.unique(seen.type, member.name)));
    }
    View one;
    one.set("title", cpp_comment(seen.type + ", " + seen.header));
    one.set("type", seen.type);
    one.set("members", std::move(members));
    structs += render_builtin("cpp/guard_struct.mustache", one, cpp_string);
  }
  if (structs.ends_with('\n')) structs.pop_back();

  View view;
  view.set("library", cpp_comment(fragment.library));
  view.set("includes", std::move(includes));
  view.set("structs", std::move(structs));
  return render_builtin("cpp/guard.mustache", view, cpp_string);
}

}  // namespace deltac
