#include <algorithm>
#include <set>

#include "delta/report/diagnostics.hpp"
#include "report/diagnostics/source_line.hpp"

namespace delta {
namespace {

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kMagenta = "\x1b[1;35m";
constexpr std::string_view kCyan = "\x1b[1;36m";
constexpr std::string_view kGreen = "\x1b[1;32m";
constexpr std::string_view kPlain = "\x1b[0m";

constexpr std::size_t kGutter = 5;  // digits of a line number

std::string_view word(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

std::string_view color_of(Severity severity) {
  return severity == Severity::error ? kRed : severity == Severity::warning ? kMagenta : kCyan;
}

class Page {
 public:
  Page(const SourceLines& lines, const DiagnosticStyle& style)
      : lines_(lines), color_(style.color), indent_(static_cast<std::size_t>(std::max(0, style.indent)), ' ') {}

  /// `where: error: text [DLT101]`, then the source line with its marks.
  void message(Severity severity, const SourceSpan& span, std::string_view elsewhere, std::string_view text, int code) {
    out_ += indent_;
    std::string where;
    if (span.known()) {
      where = span.file.text() + ":" + std::to_string(span.line) + ":" + std::to_string(span.column);
    } else {
      where = span.file.empty() ? std::string(elsewhere) : span.file.text();
    }
    if (!where.empty()) colored(kBold, where + ":");
    if (!where.empty()) out_ += ' ';
    colored(color_of(severity), std::string(word(severity)) + ":");
    out_ += ' ';
    colored(kBold, text);
    if (code != 0) out_ += " [" + code_text(code) + "]";
    out_ += '\n';
  }

  void source(const SourceSpan& span, std::string_view fix, const std::vector<SourceSpan>& underlined) {
    const auto found = span.known() ? lines_.find({span.file, span.line}) : lines_.end();
    if (found == lines_.end()) {
      if (!fix.empty()) {
        gutter("");
        colored(kGreen, fix);
        out_ += '\n';
      }
      return;
    }
    const report::SourceLine line = report::show(found->second);
    gutter(std::to_string(span.line));
    out_ += line.shown;
    out_ += '\n';
    std::string marks;
    for (const SourceSpan& one : underlined) mark(marks, line, one, '~');
    mark(marks, line, span, '^');
    gutter("");
    const std::size_t begin = marks.find_first_not_of(' ');
    out_ += marks.substr(0, begin);
    colored(kGreen, marks.substr(begin) + (fix.empty() ? "" : " ") + std::string(fix));
    out_ += '\n';
  }

  std::string take() { return std::move(out_); }

 private:
  void colored(std::string_view color, std::string_view text) {
    if (color_) out_ += color;
    out_ += text;
    if (color_) out_ += kPlain;
  }

  void gutter(std::string_view number) {
    out_ += indent_;
    out_.append(number.size() < kGutter ? kGutter - number.size() : 0, ' ');
    out_ += number;
    out_ += " | ";
  }

  /// `first` at the span's first cell and `~` along the rest, as far as the line goes.
  static void mark(std::string& marks, const report::SourceLine& line, const SourceSpan& span, char first) {
    const std::size_t begin = line.cell(span.column);
    const std::size_t end = std::max(begin + 1, line.cell(span.column + std::max(1, span.length)));
    if (marks.size() < end) marks.resize(end, ' ');
    std::fill(marks.begin() + static_cast<std::ptrdiff_t>(begin), marks.begin() + static_cast<std::ptrdiff_t>(end),
              '~');
    marks[begin] = first;
  }

  const SourceLines& lines_;
  bool color_;
  std::string indent_;
  std::string out_;
};

std::string counted(std::size_t count, std::string_view one) {
  return std::to_string(count) + " " + std::string(one) + (count == 1 ? "" : "s");
}

}  // namespace

std::string render(const Finding& finding, const SourceLines& lines, const DiagnosticStyle& style) {
  Page page(lines, style);
  std::vector<SourceSpan> underlined;
  for (const Finding::Note& note : finding.notes) {
    const bool same_line = note.span.file == finding.span.file && note.span.line == finding.span.line;
    if (note.text.empty() && same_line) underlined.push_back(note.span);
  }
  page.message(finding.severity, finding.span, finding.table, finding.text, finding.code);
  page.source(finding.span, finding.fix, underlined);
  for (const Finding::Note& note : finding.notes) {
    if (note.text.empty()) continue;
    page.message(Severity::note, note.span, "", note.text, 0);
    page.source(note.span, "", {});
  }
  return page.take();
}

std::string render(const Findings& findings, const SourceLines& lines, const DiagnosticStyle& style) {
  std::string out;
  for (const Finding& finding : findings) out += render(finding, lines, style);
  return out;
}

std::string summary(const Findings& findings) {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::set<std::string> tables;
  const Finding* first = nullptr;
  for (const Finding& finding : findings) {
    if (finding.severity == Severity::note) continue;
    ++(finding.severity == Severity::error ? errors : warnings);
    if (!finding.table.empty()) tables.insert(finding.table);
    if (!first || (first->severity != Severity::error && finding.severity == Severity::error)) first = &finding;
  }
  if (!first) return "";
  std::string out;
  if (errors > 0) out += counted(errors, "error");
  if (errors > 0 && warnings > 0) out += " and ";
  if (warnings > 0) out += counted(warnings, "warning");
  if (!tables.empty()) out += " in " + counted(tables.size(), "table");
  out += ".";
  if (first->code != 0) out += " deltac explain " + code_text(first->code) + " tells more.";
  return out;
}

}  // namespace delta
