#include "extract/extract.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/Frontend/CompilerInstance.h>
#include <fmt/format.h>

#include <algorithm>

#include "extract/context.hpp"
#include "extract/parse.hpp"
#include "extract/report_annotation_errors.hpp"
#include "extract/unit_reader.hpp"

namespace deltac::extract {
namespace {

namespace declaration = delta::rules::declaration;

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
  const std::size_t second =
      first_failing(1, headers.size() - 1, [&](std::size_t last) { return !parses(prefix(last + 1), settings); });
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
  findings.push_back(delta::rules::finding(
      declaration::kHeadersClash, {second, 1, 1, 1},
      fmt::format("{} and {} cannot be included together, though each is fine alone", first, second),
      "mend what clang says of them, or put them into two schemas"));
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
    report_annotation_errors(unit.annotation_errors, context);
    if (!unit.has_errors) read_unit(context, request.headers, result.fragment);
    result.fragment.lines = places.lines();
  });
  result.clang_errors = parsed.errors;
  result.has_broken_annotation = parsed.has_broken_annotation;
  result.clang_output = std::move(parsed.output);
  result.clang_findings = std::move(parsed.error_findings);
  result.files = std::move(parsed.files);
  if (result.clang_errors > 0) report_clash(request, settings, result.findings);
  return result;
}

}  // namespace deltac::extract
