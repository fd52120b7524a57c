#!/usr/bin/env python3
"""Runs deltac on headers that are wrong and compares all that it says, to the byte.

A case is NAME.hpp with the expected text in NAME.txt, or a folder NAME with headers, compiled in the order of their
names, and expected.txt. A folder may hold a file `commands` instead: one deltac command line each, `{out}` for a
directory of its own; `judge FRAGMENT ENGINE VERSION` shows what a plan for that engine says. NAME begins with the code
that the case shows: 402_cluster_by_unknown.hpp. A header may name compiler flags in a line `// flags: …`.

  run.py --deltac PATH            all cases; the exit code is 1 if any differs
  run.py --deltac PATH 402 017    those that begin so
  run.py --deltac PATH --update   write what deltac says, to be read before it is committed
  run.py --deltac PATH --table    one line for each code that deltac can find in headers, and its case
"""
import argparse
import concurrent.futures
import difflib
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
INCLUDE = HERE.parent.parent / "annotations" / "include"
# Found between a schema and a target: 601, and all from 700 on.
CODES_OF_PLANS = {601, *range(700, 1000)}


class Case:
    def __init__(self, path):
        self.path = path
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

    def run(self, deltac, judge):
        """What deltac writes, and what is wrong with its exit codes."""
        text = ""
        with tempfile.TemporaryDirectory() as out:
            for command in self.commands():
                command = [part.replace("{out}", out) for part in command]
                if command[0] == "compile":
                    if "--" not in command:
                        command.append("--")
                    command.append(f"-I{INCLUDE}")
                program = [judge, *command[1:]] if command[0] == "judge" else [deltac, *command]
                done = subprocess.run(program, cwd=self.folder, capture_output=True, text=True,
                                      errors="replace", env={**os.environ, "LC_ALL": "C.UTF-8"})
                said = (done.stdout + done.stderr).replace(out, "OUT").replace(str(INCLUDE), "INCLUDE")
                expected_code = 1 if re.search(r"(^|\s)(fatal )?error: ", said) else 0
                if done.returncode != expected_code:
                    said += f"exit code {done.returncode} instead of {expected_code}\n"
                text += said
        return text


def find_cases(prefixes):
    cases = [Case(path) for path in HERE.glob("*.hpp")]
    cases += [Case(path) for path in HERE.iterdir() if path.is_dir() and re.match(r"\d{3}_", path.name)]
    cases = [case for case in cases if not prefixes or any(case.name.startswith(prefix) for prefix in prefixes)]
    return sorted(cases, key=lambda case: case.name)


def difference(case, said):
    expected = case.expected_file.read_text() if case.expected_file.exists() else ""
    if said == expected:
        code = case.name.split("_")[0]
        if code.isdigit() and code != "000" and f"[DLT{code}]" not in said:
            return f"{case.name}: DLT{code} is not in it\n"
        return ""
    lines = difflib.unified_diff(expected.splitlines(True), said.splitlines(True), f"{case.name}: expected", "said")
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)


def print_table(deltac, cases, failed):
    listed = subprocess.run([deltac, "explain"], capture_output=True, text=True, check=True).stdout.splitlines()
    missing = 0
    for line in listed:
        code, summary = line.split(None, 1)
        if int(code[3:]) in CODES_OF_PLANS:
            continue
        of_code = [case.name for case in cases if case.name.startswith(code[3:] + "_")]
        if not of_code:
            missing += 1
        state = "MISSING" if not of_code else "DIFFERS" if failed & set(of_code) else "exact"
        print(f"{code}  {state:<8} {len(of_code):>2}  {summary}")
    return missing


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deltac", required=True)
    parser.add_argument("--judge", help="the program behind `judge` in commands; beside deltac's tests otherwise")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("prefixes", nargs="*")
    arguments = parser.parse_args()
    deltac = str(pathlib.Path(arguments.deltac).resolve())
    judge = pathlib.Path(arguments.judge or pathlib.Path(deltac).parent.parent / "tests" / "judge").resolve()
    cases = find_cases(arguments.prefixes)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        outputs = list(pool.map(lambda case: case.run(deltac, str(judge)), cases))
    failed = set()
    for case, said in zip(cases, outputs):
        if arguments.update:
            case.expected_file.write_text(said)
        if text := difference(case, said):
            failed.add(case.name)
            sys.stdout.write(text)
    missing = print_table(deltac, cases, failed) if arguments.table else 0
    print(f"{len(cases) - len(failed)} of {len(cases)} cases are exact." + (f" {missing} codes have none." if missing else ""))
    return 1 if failed or missing else 0


if __name__ == "__main__":
    sys.exit(main())
