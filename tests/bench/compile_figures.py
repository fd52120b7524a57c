"""`deltac compile` against clang's own reading of the same headers."""

import measure
from headers import write_headers
from measure import Figure, milliseconds


def _commands(tools, work, name, headers, structs):
    """deltac and clang over the same headers with the same flags, clang's in one unit that includes them all."""
    directory = work / "compile" / name
    paths = write_headers(directory / "include", headers, structs, 20)
    unit = directory / "unit.cpp"
    unit.write_text("".join(f'#include "{path}"\n' for path in paths))
    flags = ["-std=c++20", f"-I{tools.source / 'annotations' / 'include'}"]
    deltac = [tools.deltac, "compile", *paths, "--name", name, "--out", directory / "out", "--root", directory, "--",
              *flags]
    clang = [tools.clang, "-fsyntax-only", *flags, unit]
    return [str(word) for word in deltac], [str(word) for word in clang]


def figures(tools, work, rounds):
    deltac, clang = _commands(tools, work, "fifty", 50, 20)
    ours, theirs, ratio = measure.ratios_in_turn(deltac, clang, rounds)
    yield Figure("deltac compile, 50 headers x 20 structs x 20 columns, against clang++ -fsyntax-only",
                 f"{ratio:.2f} ({milliseconds(ours)} / {milliseconds(theirs)})", "<= 1.25", ratio <= 1.25)

    one, _ = _commands(tools, work, "one", 1, 1)
    half, _ = _commands(tools, work, "half", 25, 20)
    fixed, of_half, of_all = measure.in_turn([one, half, deltac], rounds)
    growth = (of_all - fixed) / (of_half - fixed)
    yield Figure("deltac compile, 1000 structs against 500 (less the time for one)",
                 f"{growth:.2f} ({milliseconds(of_all)}, {milliseconds(of_half)}, {milliseconds(fixed)})",
                 "<= 2.2", growth <= 2.2)
