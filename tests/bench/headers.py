"""Annotated headers in any number, of the kind that people write: a mix of types, options and doc comments."""

import pathlib

_MEMBERS = (
    "  /// What it is called.\n  std::string name{i};",
    "  std::optional<std::string> email{i} DELTA(tag(\"pii\", \"true\"));",
    "  delta::decimal<18, 2> total{i};",
    "  delta::timestamp placed_at{i};",
    "  delta::date day{i};",
    "  std::vector<Line> lines{i};",
    "  std::int32_t quantity{i};  ///< Pieces; never negative.",
    "  bool paid{i};",
    "  std::optional<double> weight{i} DELTA(comment(\"in kilograms\"));",
    "  std::map<std::string, std::string> labels{i};",
    "  Place place{i};",
    "  std::optional<std::int64_t> parent{i};",
    "  std::string note{i};",
)


def _struct(name, columns):
    lines = [
        f"/// One row per {name}: what a service of a shop keeps.",
        f"struct {name} {{",
        f'  DELTA_TABLE("{{env}}.bench.{name.lower()}", cluster_by("id"), property("delta.enableChangeDataFeed", "true"));',
        "  /// Surrogate key.",
        "  std::int64_t id DELTA(primary_key);",
    ]
    for i in range(columns - 1):
        lines.append(_MEMBERS[i % len(_MEMBERS)].replace("{i}", str(i)))
    lines.append("};\n")
    return "\n".join(lines)


def header_text(number, structs, columns):
    parts = [
        "#pragma once",
        "#include <cstdint>",
        "#include <delta/annotations.hpp>",
        "#include <delta/types.hpp>",
        "#include <map>",
        "#include <optional>",
        "#include <string>",
        "#include <vector>",
        "",
        f"namespace bench::part{number} {{",
        "",
        "struct Line {\n  std::string article;\n  std::int32_t quantity;\n};\n",
        "/// Where something is sent.\nstruct Place {\n  std::string street;\n  std::optional<std::string> city;\n};\n",
    ]
    parts += [_struct(f"Thing{number}_{i}", columns) for i in range(structs)]
    parts.append(f"}}  // namespace bench::part{number}")
    return "\n".join(parts) + "\n"


def write_headers(directory, headers, structs, columns, first=0):
    """Writes header number `first` and those that follow; returns their paths."""
    directory = pathlib.Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(first, first + headers):
        path = directory / f"part{number}.hpp"
        text = header_text(number, structs, columns)
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
        paths.append(path)
    return paths
