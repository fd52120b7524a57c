#!/usr/bin/env python3
"""Compiles the annotations with every compiler and standard that they promise, all warnings as errors: layout.hpp holds
the assertions on layout and ABI; before C++20 the same header compiles unchecked.

  matrix.py COMPILER…      exit code 1 if any combination fails
"""
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
INCLUDE = HERE.parent.parent.parent / "annotations" / "include"
STANDARDS = ["c++11", "c++14", "c++17", "gnu++17", "c++20", "gnu++20", "c++23"]
HEADERS = ["layout.hpp", "delta/annotations.hpp", "delta/types.hpp", "delta/types/decimal.hpp", "delta/types/time.hpp",
           "delta/column_type.hpp"]


def main():
    failed = 0
    for compiler in sys.argv[1:]:
        for standard in STANDARDS:
            for header in HEADERS:
                unit = f'#include "{header}"\n#include "{header}"\nint main() {{}}\n'
                done = subprocess.run([compiler, f"-std={standard}", "-Wall", "-Wextra", "-Wpedantic", "-Werror",
                                       "-Wshadow", "-fsyntax-only", f"-I{INCLUDE}", f"-I{HERE}", "-x", "c++", "-"],
                                      input=unit, capture_output=True, text=True)
                if done.returncode != 0:
                    failed += 1
                    print(f"{compiler} -std={standard} {header}:\n{done.stderr}")
    combinations = len(sys.argv[1:]) * len(STANDARDS) * len(HEADERS)
    print(f"{combinations - failed} of {combinations} combinations compile")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
