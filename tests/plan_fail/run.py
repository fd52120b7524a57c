#!/usr/bin/env python3
"""Runs migration binaries on changes that must not be, and compares all that they say, to the byte.

A case is a folder NAME with headers v1.hpp, v2.hpp …, and expected.txt. NAME begins with the code that the case shows.
Its file `commands` has a line for each thing that happens; without one, v1 is applied and v2 is planned.

  setup VERSION COMMAND…  a command of the version's migration binary, which must succeed; what it says is not compared
  show VERSION COMMAND…   the same, but all that it says and its exit code are compared
  rows TABLE              gives a table of the lake a data file, as another engine does
  log TABLE FILE          appends a commit to the table's log, as another engine does
  sh COMMAND              runs a shell command

The target is a lake of the case's own unless the line names one. {lake} stands for it, {out} for a directory beside it,
{driver} for an ODBC driver that plays a script (tests/fake_odbc), {case} for the case's folder, {v1} for the fragment
of v1.hpp. Options before COMMAND are those of migrate.cpp.

  run.py --deltac PATH            all cases; the exit code is 1 if any differs
  run.py --deltac PATH 703 7      those that begin so
  run.py --deltac PATH --update   write what is said, to be read before it is committed
"""
import argparse
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from exact import chosen, run_all  # noqa: E402

INCLUDE = HERE.parent.parent / "annotations" / "include"
DEFAULT = ["setup v1 apply --yes", "show v2 plan"]
DATA_FILE = {"path": "part-0.parquet", "partitionValues": {}, "size": 1, "modificationTime": 0, "dataChange": True}


class Broken(Exception):
    """The case itself does not work."""


class Programs:
    def __init__(self, deltac):
        self.deltac = pathlib.Path(deltac).resolve()
        tests = self.deltac.parent.parent / "tests"
        self.migrate = tests / "case_migrate"
        self.driver = tests / "fake_odbc" / "libfake_odbc.so"


class Case:
    def __init__(self, folder, programs):
        self.folder = folder
        self.name = folder.name
        self.programs = programs
        self.expected_file = folder / "expected.txt"

    def run(self):
        """What is said, with paths and times left out."""
        commands = self.folder / "commands"
        lines = commands.read_text().splitlines() if commands.exists() else DEFAULT
        with tempfile.TemporaryDirectory() as out:
            self.out = pathlib.Path(out)
            try:
                said = "".join(self._line(line) for line in lines if line.strip() and not line.startswith("#"))
            except Broken as broken:
                return str(broken)
            return self._without_chance(said)

    def _line(self, line):
        for name, path in {"lake": self.out / "lake", "out": self.out, "driver": self.programs.driver,
                           "case": self.folder}.items():
            line = line.replace("{" + name + "}", str(path))
        line = re.sub(r"\{(v\d)\}", lambda found: self._fragment(found[1]), line)
        word, rest = line.split(None, 1)
        if word == "rows":
            self._append(rest, json.dumps({"add": DATA_FILE}) + "\n")
        elif word == "log":
            table, name = rest.split()
            self._append(table, (self.folder / name).read_text())
        elif word == "sh":
            subprocess.run(rest, shell=True, cwd=self.folder, check=True)
        elif word in ("setup", "show"):
            return self._migrate(word, shlex.split(rest))
        else:
            raise Broken(f"{self.name}: there is no command '{word}'\n")
        return ""

    def _fragment(self, version):
        """The schema fragment of a version's header, as a library called shop."""
        out = self.out / version
        fragment = out / "shop.schema.json"
        if not fragment.exists():
            done = self._call([self.programs.deltac, "compile", version + ".hpp", "--name", "shop", "--out", out, "--",
                               "-std=c++20", f"-I{INCLUDE}"])
            if done.returncode != 0:
                raise Broken(f"{self.name}: {version}.hpp does not compile\n{done.stdout}{done.stderr}")
        return str(fragment)

    def _migrate(self, word, words):
        version, *words = words
        hooks = []
        while words[0].startswith("--"):
            hooks += words[:2]
            words = words[2:]
        if "--target" not in words and words[0] != "show":
            words += ["--target", f"lake:{self.out / 'lake'}"]
        done = self._call([self.programs.migrate, *hooks, self._fragment(version), "--", *words])
        said = done.stdout + done.stderr
        if word == "show":
            return said + f"exit code {done.returncode}\n"
        if done.returncode != 0:
            raise Broken(f"{self.name}: {words[0]} of {version} ends with {done.returncode}\n{said}")
        return ""

    def _call(self, words):
        # What runs of a server's tables leave behind belongs to the case alone.
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "XDG_STATE_HOME": str(self.out / "state")}
        if (self.folder / "no_links").exists():
            environment["DELTAC_NO_LINKS"] = "1"
        return subprocess.run(list(map(str, words)), cwd=self.folder, capture_output=True, text=True, errors="replace",
                              stdin=subprocess.DEVNULL, env=environment, timeout=60)

    def _append(self, table, text):
        log = self.out / "lake" / table.replace(".", "/") / "_delta_log"
        version = max(int(path.stem) for path in log.glob("*.json")) + 1
        (log / f"{version:020}.json").write_text(text)

    def _without_chance(self, said):
        said = said.replace(str(self.out), "OUT").replace(str(self.programs.driver), "DRIVER")
        said = said.replace(str(self.folder), "CASE")
        said = re.sub(r"[0-9TZ]+-[0-9a-f]+[.]journal", "RUN.journal", said)
        said = re.sub(r"\d{8}T\d{6}Z-[0-9a-f]{8}", "RUN", said)
        said = re.sub(r" +\d+(\.\d+)? m?s$", "   TIME", said, flags=re.M)
        return re.sub(r"\d+ days after", "N days after", said)


def find_cases(programs):
    return [Case(path, programs) for path in HERE.iterdir() if re.match(r"\d{3}_", path.name)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deltac", required=True)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("prefixes", nargs="*")
    arguments = parser.parse_args()
    cases = chosen(find_cases(Programs(arguments.deltac)), arguments.prefixes)
    failed = run_all(cases, arguments.update)
    print(f"{len(cases) - len(failed)} of {len(cases)} cases are exact.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
