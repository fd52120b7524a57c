"""Cases whose output is compared to the byte, and written anew on request."""

import concurrent.futures
import difflib
import os
import sys


def difference(case, said):
    """Empty if the case said what it should, and named the code that it is called after."""
    expected = case.expected_file.read_text() if case.expected_file.exists() else ""
    if said == expected:
        code = case.name.split("_")[0]
        if code.isdigit() and code != "000" and f"[DLT{code}]" not in said:
            return f"{case.name}: DLT{code} is not in it\n"
        return ""
    lines = difflib.unified_diff(expected.splitlines(True), said.splitlines(True), f"{case.name}: expected", "said")
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)


def chosen(cases, prefixes):
    """Those whose name begins so, all without a prefix, in the order of their names."""
    some = [case for case in cases if not prefixes or any(case.name.startswith(prefix) for prefix in prefixes)]
    return sorted(some, key=lambda case: case.name)


def run_all(cases, update=False):
    """Runs cases side by side, prints what differs, and returns the names of those that do."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        outputs = list(pool.map(lambda case: case.run(), cases))
    failed = set()
    for case, said in zip(cases, outputs):
        if update:
            case.expected_file.write_text(said)
        if text := difference(case, said):
            failed.add(case.name)
            sys.stdout.write(text)
    return failed
