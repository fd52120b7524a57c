#include "extract/extract.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/Frontend/CompilerInstance.h>
#include <fmt/format.h>

#include <algorithm>

#include "extract/context.hpp"
#include "extract/macro_leaks.hpp"
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

void report_flags(const Parse& parsed, delta::Findings& findings) {
  for (const std::string& flag : parsed.flags_left_out) {
    findings.push_back(delta::rules::finding(declaration::kFlagLeftOut, {},
                                             fmt::format("clang does not know the flag {}, and it is left out", flag),
                                             "macros that it defines are missing while headers are read"));
  }
  for (const std::string& error : parsed.flag_errors) {
    findings.push_back(delta::rules::finding(declaration::kFlagLeftOut, {},
                                             fmt::format("clang cannot use the flags behind --: {}", error),
                                             "leave the flag out of what is passed to deltac"));
    findings.back().severity = delta::Severity::error;
  }
}

/// A macro of `from` that `into` looks at, in the words of a finding.
struct LeftMacro {
  std::string name;
  std::string from;
  std::string into;
  delta::SourceSpan defined;
  delta::SourceSpan used;
};

std::vector<LeftMacro> left_macros(const MacroLeaks& leaks, clang::ASTContext& ast, const Request& request) {
  // Places of its own: most macros change nothing, and their lines are not kept in the fragment.
  Places places(ast, request.headers);
  std::vector<LeftMacro> left;
  for (const MacroLeak& leak : leaks.found()) {
    left.push_back({leak.macro, places.file(leak.left_by), places.file(leak.header), places.token(leak.defined),
                    places.token(leak.used)});
  }
  return left;
}

/// Whether a header declares the same among the others as alone.
bool same_tables(const std::string& header, const delta::Fragment& among_others, const delta::Fragment& alone) {
  const auto same = [&](const auto& all, const auto& own) {
    auto next = own.begin();
    for (const auto& each : all) {
      if (each.header == header && (next == own.end() || !(*next++ == each))) return false;
    }
    return next == own.end();
  };
  const auto known = [&](const delta::SeenStruct& one) { return std::ranges::count(among_others.structs, one) > 0; };
  return same(among_others.tables, alone.tables) && same(among_others.tombstones, alone.tombstones) &&
         std::ranges::all_of(alone.structs, known);
}

void report_left(const LeftMacro& left, delta::Findings& findings) {
  delta::Finding& found = findings.emplace_back(delta::rules::finding(
      declaration::kMacroLeft, left.used,
      fmt::format("{} is parsed behind {}, whose macro {} changes its tables", left.into, left.from, left.name),
      fmt::format("end {} with #undef {}, or include it in {} if the macro is meant", left.from, left.name,
                  left.into)));
  found.notes.push_back({left.defined, "defined here"});
}

/// What is left is often looked at without effect: a default that both define alike, a macro of the same name that is
/// defined anew. So a header is judged by what it declares alone.
void report_left_macros(const Request& request, const std::vector<LeftMacro>& left, Extraction& result) {
  std::string header;
  bool changed = false;
  for (const LeftMacro& each : left) {
    if (each.into != header) {
      header = each.into;
      Request one = request;
      one.headers = {header};
      const Extraction alone = extract(one);
      changed = alone.clang_errors == 0 && !same_tables(header, result.fragment, alone.fragment);
    }
    if (changed) report_left(each, result.findings);
  }
}

}  // namespace

Extraction extract(const Request& request) {
  Extraction result;
  result.fragment.library = request.library;
  result.fragment.headers = request.headers;
  const ParseSettings settings{request.flags, request.resource_dir, request.color};
  std::vector<LeftMacro> left;
  Parse parsed = parse(request.headers, settings, [&](const Unit& unit) {
    clang::ASTContext& ast = unit.compiler.getASTContext();
    Places places(ast, request.headers);
    Context context{unit.compiler, ast, places, unit.macros, result.findings};
    report_annotation_errors(unit.annotation_errors, context);
    read_unit(context, unit, request.headers, result.fragment);
    if (unit.errors.empty()) left = left_macros(unit.leaks, ast, request);
    result.fragment.lines = places.lines();
  });
  result.clang_errors = parsed.errors;
  result.clang_output = std::move(parsed.output);
  result.clang_findings = std::move(parsed.error_findings);
  result.files = std::move(parsed.files);
  report_flags(parsed, result.findings);
  if (result.clang_errors > 0) report_clash(request, settings, result.findings);
  report_left_macros(request, left, result);
  return result;
}

}  // namespace deltac::extract
