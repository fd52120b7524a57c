"""What a run costs beside its statements: journal, recovery, tables side by side, memory."""

import os
import re
import shutil
import subprocess
import tempfile
import time

import measure
from measure import Figure


def _measured(command, directory, environment=None, expected=(0,)):
    """Seconds by the clock, and the most memory in MB."""
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=directory, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode not in expected:
        raise measure.CommandFailedError(f"{' '.join(map(str, command))}\nexit code {process.returncode}\n{output.decode()[-2000:]}")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def figures(tools, work):
    output = measure.run([str(tools.build / "tests" / "bench" / "apply_bench")], work)
    with_it, without, more, steps, fsyncs = re.search(
        r"journal: ([\d.]+) ms per step with it, ([\d.]+) ms without, (-?[\d.]+) ms more \((\d+) steps, ([\d.]+) fsyncs", output).groups()
    yield Figure(f"journal and history, per step of {steps}, by the clock and with {fsyncs} fsyncs", f"{more} ms ({with_it} - {without})",
                 "(shown)", True)
    one, eight, factor = re.search(r"jobs: ([\d.]+) s with one, ([\d.]+) s with eight, ([\d.]+) times", output).groups()
    yield Figure("apply of 40 tables, statements of 50 ms: --jobs 8 against 1, by the clock", f"{factor} x ({one} s, {eight} s)",
                 ">= 6 x", float(factor) >= 6)

    binary = str(tools.build / "tests" / "many_tables")
    folder = tempfile.mkdtemp(prefix="apply-", dir=work)
    try:
        def command(count, *words):
            return [binary, str(count), *words, "--target", "lake:lake", "--quiet", "--exclusive"]

        _measured(command(1000, "v1", "apply", "--yes"), folder)
        # In the middle of its 1,000 units, each of which has two boundaries of its own.
        _measured(command(1000, "v2", "apply", "--yes"), folder, {"DELTAC_AT": "500", "DELTAC_WHERE": "after a unit"}, (-9,))
        taken, _ = _measured(command(1000, "v2", "recover"), folder)
        yield Figure("recover of a run of 1,000 tables that was killed after 500: reads all, runs the rest, by the clock",
                     measure.milliseconds(taken), "(shown)", True)
        shutil.rmtree(os.path.join(folder, "lake"))
        for words in (("v1", "apply", "--yes"), ("v2", "apply", "--yes", "--jobs", "8")):
            taken, memory = _measured(command(10000, *words), folder)
            yield Figure(f"{' '.join(words)} of 10,000 tables on a lake: memory at most", f"{memory:.0f} MB ({taken:.0f} s)", "(shown)", True)
    finally:
        shutil.rmtree(folder)
