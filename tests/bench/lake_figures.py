"""Plans over a lake of 1,000 tables, and how much of a long log is read."""

import contextlib
import ctypes
import json
import os
import shutil
import struct
import subprocess

import measure
import projects
from measure import Figure, milliseconds

_IN_OPEN = 0x20
_IN_ISDIR = 0x40000000
_COMMITS = 1000
_CHECKPOINT = 995


def plan_figures(tools, work, rounds):
    directory = work / "thousand"
    projects.make(tools, directory, libraries=1, headers=50, structs=20, columns=20)
    projects.build(directory / "build", "thousand-migrate")
    binary = directory / "build" / "thousand-migrate"
    lake = directory / "lake"
    shutil.rmtree(lake, ignore_errors=True)
    measure.run([str(binary), "apply", "--target", f"lake:{lake}", "--yes"])
    plan = [str(binary), "plan", "--target", f"lake:{lake}", "--detailed-exitcode"]
    [taken] = measure.in_turn([plan], rounds)
    yield Figure("plan of a lake of 1000 tables x 20 columns in sync", milliseconds(taken), "<= 300 ms", taken <= 0.3)


@contextlib.contextmanager
def _opened(directory):
    """The names of the files in `directory` that anyone opens meanwhile."""
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(os.O_NONBLOCK)
    if watch < 0 or libc.inotify_add_watch(watch, os.fsencode(directory), _IN_OPEN) < 0:
        raise OSError(ctypes.get_errno(), f"cannot watch {directory}")
    names = []
    try:
        yield names
        with contextlib.suppress(BlockingIOError):
            while events := os.read(watch, 1 << 16):
                while events:
                    _, mask, _, length = struct.unpack_from("iIII", events)
                    if not mask & _IN_ISDIR:
                        names.append(events[16:16 + length].rstrip(b"\0").decode())
                    events = events[16 + length:]
    finally:
        os.close(watch)


def _write_long_table(tools, table):
    """A table with 1,000 commits of one file each, and a checkpoint near the end that deltalake wrote."""
    log = table / "_delta_log"
    log.mkdir(parents=True)
    schema = {"type": "struct", "fields": [{"name": "id", "type": "long", "nullable": True, "metadata": {}}]}
    first = [{"protocol": {"minReaderVersion": 1, "minWriterVersion": 2}},
             {"metaData": {"id": "00000000-0000-4000-8000-000000000000", "format": {"provider": "parquet", "options": {}},
                           "schemaString": json.dumps(schema), "partitionColumns": [], "configuration": {},
                           "createdTime": 1700000000000}}]
    for version in range(_COMMITS):
        actions = first if version == 0 else []
        actions = actions + [{"commitInfo": {"timestamp": 1700000000000 + version, "operation": "WRITE"}},
                             {"add": {"path": f"part-{version}.parquet", "partitionValues": {}, "size": 1,
                                      "modificationTime": 1700000000000, "dataChange": True}}]
        (log / f"{version:020}.json").write_text("".join(json.dumps(action) + "\n" for action in actions))
        if version == _CHECKPOINT:
            script = "import sys, deltalake; deltalake.DeltaTable(sys.argv[1]).create_checkpoint()"
            measure.run([str(tools.python), "-c", script, str(table)])


def long_log_figures(tools, work):
    name = f"a table of {_COMMITS} commits with a checkpoint at version {_CHECKPOINT}: files of its log opened"
    promise = f"the checkpoint and {_COMMITS - 1 - _CHECKPOINT} commits"
    if not tools.python.exists() or subprocess.run([tools.python, "-c", "import deltalake"], capture_output=True).returncode:
        yield Figure(name, "needs build/venv (tests/run makes it)", promise, None)
        return
    binary = work / "thousand" / "build" / "thousand-migrate"
    lake = work / "long_log"
    shutil.rmtree(lake, ignore_errors=True)
    _write_long_table(tools, lake / "bench" / "long")
    with _opened(lake / "bench" / "long" / "_delta_log") as names:
        measure.run([str(binary), "describe", "bench.long", "--target", f"lake:{lake}"])
    commits = sorted({each for each in names if each.endswith(".json")})
    checkpoints = sorted({each for each in names if each.endswith(".parquet")})
    wanted = [f"{version:020}.json" for version in range(_CHECKPOINT + 1, _COMMITS)]
    yield Figure(name, f"{len(checkpoints)} checkpoint, {len(commits)} commits", promise,
                 len(checkpoints) == 1 and commits == wanted)
