#include "extract/extract.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Frontend/CompilerInstance.h>
#include <fmt/format.h>

#include <algorithm>

#include "extract/context.hpp"
#include "extract/parse.hpp"
#include "extract/unit_reader.hpp"

namespace deltac::extract {
namespace {

namespace declaration = delta::rules::declaration;

void report_misplaced(const Unit& unit, Context& context) {
  const clang::SourceManager& sources = context.ast.getSourceManager();
  for (const MisplacedAnnotation& misplaced : unit.misplaced) {
    context.macros.mark_read(Annotation::column, misplaced.where);
    const clang::SourceLocation where = sources.getExpansionLoc(misplaced.where);
    const delta::SourceSpan span = context.places.token(where);
    if (misplaced.on_bit_field) {
      context.report(declaration::kBitField, span, "a bit-field cannot have options, nor be a column",
                     "make it a plain member");
      continue;
    }
    // What stands before DELTA tells what it was meant for.
    llvm::StringRef before = sources.getBufferData(sources.getFileID(where)).take_front(sources.getFileOffset(where));
    before = before.rtrim();
    const llvm::StringRef declarator = before.substr(before.find_last_of(";{}") + 1);
    if (before.ends_with("]")) {
      context.report(declaration::kNotADataMember, span, "DELTA stands behind the array's bounds",
                     "write it behind the name: x DELTA(…) [4]");
    } else if (declarator.contains("(*")) {
      context.report(declaration::kNotADataMember, span, "DELTA stands behind a function pointer's parameters",
                     "write it behind the name: (*f DELTA(…))(…)");
    } else {
      context.report(declaration::kNotADataMember, span,
                     before.ends_with(")") || before.ends_with("const") || before.ends_with("noexcept")
                         ? "DELTA stands on a function, which is no column"
                         : "DELTA stands on something that is no data member",
                     "remove it");
    }
  }
}

bool parses(const std::vector<std::string>& headers, const ParseSettings& settings) {
  return parse(headers, settings, [](const Unit&) {}).errors == 0;
}

/// Of headers that parse alone, and not together: the first that fails behind the others, and the one that it clashes
/// with. Both by bisection, for there may be many.
std::pair<std::string, std::string> clashing_pair(const std::vector<std::string>& headers,
                                                  const ParseSettings& settings) {
  const auto first_failing = [](std::size_t low, std::size_t high, const auto& fails) {
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (fails(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  };
  const auto prefix = [&](std::size_t count) {
    return std::vector<std::string>(headers.begin(), headers.begin() + static_cast<std::ptrdiff_t>(count));
  };
  const std::size_t second = first_failing(
      1, headers.size() - 1, [&](std::size_t last) { return !parses(prefix(last + 1), settings); });
  const std::size_t first = first_failing(0, second - 1, [&](std::size_t last) {
    std::vector<std::string> tried = prefix(last + 1);
    tried.push_back(headers[second]);
    return !parses(tried, settings);
  });
  return {headers[first], headers[second]};
}

void report_clash(const Request& request, const ParseSettings& settings, delta::Findings& findings) {
  const auto is_fine_alone = [&](const std::string& header) { return parses({header}, settings); };
  if (request.headers.size() < 2 || !std::ranges::all_of(request.headers, is_fine_alone)) return;
  const auto [first, second] = clashing_pair(request.headers, settings);
  delta::Finding finding;
  finding.code = declaration::kHeadersClash.code;
  finding.severity = declaration::kHeadersClash.severity;
  finding.span = {second, 1, 1, 1};
  finding.text = fmt::format("{} and {} cannot be included together, though each is fine alone", first, second);
  finding.fix = "mend what clang says of them, or put them into two schemas";
  findings.push_back(std::move(finding));
}

}  // namespace

Extraction extract(const Request& request) {
  Extraction result;
  result.fragment.library = request.library;
  result.fragment.headers = request.headers;
  const ParseSettings settings{request.flags, request.resource_dir, request.color};
  Parse parsed = parse(request.headers, settings, [&](const Unit& unit) {
    clang::ASTContext& ast = unit.compiler.getASTContext();
    Places places(ast, request.headers);
    Context context{unit.compiler, ast, places, unit.macros, result.findings};
    report_misplaced(unit, context);
    if (!unit.has_errors) read_unit(context, request.headers, result.fragment);
    result.fragment.lines = places.lines();
  });
  result.clang_errors = parsed.errors;
  result.clang_output = std::move(parsed.output);
  result.files = std::move(parsed.files);
  if (result.clang_errors > 0) report_clash(request, settings, result.findings);
  return result;
}

}  // namespace deltac::extract
