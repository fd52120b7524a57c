"""CPU time of commands, and the table of figures."""

import dataclasses
import os
import statistics
import subprocess
import sys


@dataclasses.dataclass
class Figure:
    """One measured figure beside what was promised. `holds` is None where it could not be measured."""

    name: str
    measured: str
    promise: str
    holds: bool | None


class CommandFailedError(Exception):
    pass


def cpu_seconds(command, directory=None, expected=(0,)):
    """User and system time of one run of a command and of all that it started. Its output is shown only if it fails."""
    process = subprocess.Popen(command, cwd=directory, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode not in expected:
        text = output.decode(errors="replace")[-4000:]
        raise CommandFailedError(f"{' '.join(map(str, command))}\nexit code {process.returncode}\n{text}")
    return usage.ru_utime + usage.ru_stime


def in_turn(commands, rounds, directory=None):
    """Each command's median CPU time, run A B A B so that a busy machine slows all of them alike. The first round warms
    caches and does not count."""
    times = [[] for _ in commands]
    for turn in range(rounds + 1):
        for command, taken in zip(commands, times):
            seconds = cpu_seconds(command, directory)
            if turn > 0:
                taken.append(seconds)
    return [statistics.median(taken) for taken in times]


def ratios_in_turn(first, second, rounds, directory=None):
    """The two commands' median CPU times, and the median of the ratios of runs that followed one another."""
    pairs = []
    for turn in range(rounds + 1):
        pair = cpu_seconds(first, directory), cpu_seconds(second, directory)
        if turn > 0:
            pairs.append(pair)
    return (statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs),
            statistics.median(a / b for a, b in pairs))


def run(command, directory=None):
    """What a command printed. A failure is shown whole and ends the run."""
    done = subprocess.run(command, cwd=directory, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode != 0:
        raise CommandFailedError(f"{' '.join(map(str, command))}\nexit code {done.returncode}\n{done.stdout[-4000:]}")
    return done.stdout


def milliseconds(seconds):
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def progress(text):
    print(text, file=sys.stderr, flush=True)


def table(figures):
    rows = [("figure", "measured", "promise", "")]
    words = {True: "ok", False: "MISSED", None: "not measured"}
    rows += [(each.name, each.measured, each.promise, words[each.holds]) for each in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)
