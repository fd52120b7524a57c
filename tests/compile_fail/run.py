#!/usr/bin/env python3
"""Runs deltac on headers that are wrong and compares all that it says, to the byte.

A case is NAME.hpp with the expected text in NAME.txt, or a folder NAME with headers, compiled in the order of their
names, and expected.txt. A folder may hold a file `commands` instead: one deltac command line each, `{out}` for a
directory of its own; `judge FRAGMENT ENGINE VERSION` shows what a plan for that engine says. NAME begins with the code
that the case shows: 402_cluster_by_unknown.hpp. A header may name compiler flags in a line `// flags: …`.

  run.py --deltac PATH            all cases; the exit code is 1 if any differs
  run.py --deltac PATH 402 017    those that begin so
  run.py --deltac PATH --update   write what deltac says, to be read before it is committed
"""
import argparse
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


class Case:
    def __init__(self, path, deltac, judge):
        self.path = path
        self.deltac = deltac
        self.judge = judge
        self.name = path.stem if path.is_file() else path.name
        self.folder = path.parent if path.is_file() else path
        self.expected_file = path.with_suffix(".txt") if path.is_file() else path / "expected.txt"

    def headers(self):
        if self.path.is_file():
            return [self.path.name]
        return sorted(header.name for header in self.path.glob("*.hpp"))

    def commands(self):
        listed = self.folder / "commands"
        if not self.path.is_file() and listed.exists():
            return [shlex.split(line) for line in listed.read_text().splitlines() if line.strip()]
        flags = []
        for header in self.headers():
            for line in (self.folder / header).read_text(errors="replace").splitlines():
                if line.startswith("// flags:"):
                    flags += shlex.split(line.removeprefix("// flags:"))
        return [["compile", *self.headers(), "--name", "case", "--out", "{out}", "--", "-std=c++20", *flags]]

    def run(self):
        """What deltac writes, and what is wrong with its exit codes."""
        text = ""
        with tempfile.TemporaryDirectory() as out:
            for command in self.commands():
                command = [part.replace("{out}", out) for part in command]
                if command[0] == "compile":
                    if "--" not in command:
                        command.append("--")
                    command.append(f"-I{INCLUDE}")
                program = [self.judge, *command[1:]] if command[0] == "judge" else [self.deltac, *command]
                done = subprocess.run(program, cwd=self.folder, capture_output=True, text=True,
                                      errors="replace", env={**os.environ, "LC_ALL": "C.UTF-8"})
                said = (done.stdout + done.stderr).replace(out, "OUT").replace(str(INCLUDE), "INCLUDE")
                expected_code = 1 if re.search(r"(^|\s)(fatal )?error: ", said) else 0
                if done.returncode != expected_code:
                    said += f"exit code {done.returncode} instead of {expected_code}\n"
                text += said
        return text


def find_cases(deltac, judge=None):
    deltac = pathlib.Path(deltac).resolve()
    judge = pathlib.Path(judge or deltac.parent.parent / "tests" / "judge").resolve()
    paths = [*HERE.glob("*.hpp"), *(path for path in HERE.iterdir() if path.is_dir() and re.match(r"\d{3}_", path.name))]
    return [Case(path, str(deltac), str(judge)) for path in paths]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deltac", required=True)
    parser.add_argument("--judge", help="the program behind `judge` in commands; beside deltac's tests otherwise")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("prefixes", nargs="*")
    arguments = parser.parse_args()
    cases = chosen(find_cases(arguments.deltac, arguments.judge), arguments.prefixes)
    failed = run_all(cases, arguments.update)
    print(f"{len(cases) - len(failed)} of {len(cases)} cases are exact.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
