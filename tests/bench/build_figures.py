"""What a build runs again, and what the quickstart's migration binary weighs."""

import os
import re
import shutil

import measure
import projects
from measure import Figure, milliseconds

_COMPILES = re.compile(r"deltac\S* compile .*--name (\S+)")


def _compiled(commands):
    return [match[1] for match in map(_COMPILES.search, commands) if match]


def rebuild_figures(tools, work):
    directory = work / "fifteen"
    headers = projects.make(tools, directory, libraries=15, headers=2, structs=2, columns=5)
    build = directory / "build"
    projects.build(build)
    idle = projects.build(build)
    yield Figure("a build of 15 libraries with nothing changed", f"{len(idle)} commands", "0", not idle)

    touched = headers[7][0]
    os.utime(touched)
    commands = projects.build(build)
    yield Figure("one header touched: libraries compiled again", ", ".join(_compiled(commands)) or "none",
                 "library7", _compiled(commands) == ["library7"])

    text = touched.read_text()
    touched.write_text(text.replace("DELTA(primary_key);", "DELTA(primary_key);\n  bool added;"))
    commands = projects.build(build)
    touched.write_text(text)
    yield Figure("one header changed: libraries compiled again, of all commands",
                 f"{', '.join(_compiled(commands)) or 'none'}, {len(commands)} commands", "library7",
                 _compiled(commands) == ["library7"])
    projects.build(build)
    idle = projects.build(build)
    yield Figure("and the build after it", f"{len(idle)} commands", "0", not idle)


def binary_figures(tools, work, rounds):
    build = work / "quickstart"
    projects.configure(tools, tools.source / "samples" / "quickstart", build, "-DSHOP_VERSION=v2")
    projects.build(build, "shop-migrate")
    stripped = build / "shop-migrate.stripped"
    shutil.copy(build / "shop-migrate", stripped)
    measure.run(["strip", str(stripped)])
    size = stripped.stat().st_size / 1e6
    yield Figure("the quickstart's migration binary, stripped", f"{size:.2f} MB", "<= 3 MB", size <= 3)
    [start] = measure.in_turn([[str(stripped), "--version"]], rounds * 4)
    yield Figure("it starts (--version)", milliseconds(start), "<= 5 ms", start <= 0.005)
