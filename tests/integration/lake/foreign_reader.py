#!/usr/bin/env python3
"""Opens every table of every lake given with a reader that is not ours (PyPI `deltalake`) and compares what it sees
with what a migration binary's `describe --format json` says: version, history, schema, properties, partition columns,
protocol; and rows where they are known: a table with an expected.json beside its log has those that Spark saw, one with
an evolved.json those that deltalake sees in the table before.

  foreign_reader.py --describe MIGRATE [--writer TEST]... [LAKE...]

MIGRATE is any migration binary. A TEST is a test program: it is run with DELTAC_TEST_LAKES set, so that it leaves its
lakes there, and those are read as well. Needs a Python with deltalake. Prints one line per table that could not be
compared in full, with the reason, and a summary; exits 1 when something differs.
"""
import argparse
import collections
import datetime
import decimal
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

from deltalake import DeltaTable, QueryBuilder

WORDS = {"byte": "tinyint", "short": "smallint", "integer": "int", "long": "bigint"}

# What Delta keeps in a table's configuration for itself; describe leaves it out.
DELTAS_OWN = ("delta.columnMapping.maxColumnId", "delta.inCommitTimestampEnablement", "delta.rowTracking.materialized",
              "delta.requireCheckpointProtectionBeforeVersion", "delta.feature.")
CHECK = "delta.constraints."


def type_of(kind):
    """A Delta type in the words of describe."""
    if isinstance(kind, str):
        return WORDS.get(kind, kind)
    if kind["type"] == "struct":
        return {"struct": [field_of(field) for field in kind["fields"]]}
    if kind["type"] == "array":
        return {"array": [type_of(kind["elementType"])]}
    return {"map": [type_of(kind["keyType"]), type_of(kind["valueType"])]}


def field_of(field):
    made = {"name": field["name"], "type": type_of(field["type"]), "nullable": field["nullable"]}
    if field.get("metadata", {}).get("comment"):
        made["comment"] = field["metadata"]["comment"]
    return made


def plain_type(kind):
    """A type as describe tells it, without what only Spark's metadata adds: lengths."""
    if isinstance(kind, str):
        return "string" if kind.startswith(("varchar(", "char(")) else kind
    if "other" in kind:
        return kind["other"]
    if "struct" in kind:
        return {"struct": [plain_field(field) for field in kind["struct"]]}
    word = "array" if "array" in kind else "map"
    return {word: [plain_type(inner) for inner in kind[word]]}


def text_of(value):
    return value if isinstance(value, str) else value["text"]


def plain_field(field):
    made = {"name": field["name"], "type": plain_type(field["type"]), "nullable": field.get("nullable", True)}
    if field.get("comment"):
        made["comment"] = text_of(field["comment"])
    return made


def properties_of(entries):
    return {text_of(entry["key"]): text_of(entry["value"]) for entry in entries}


def checks_of(entries):
    return {CHECK + text_of(entry["name"]): text_of(entry["expression"]) for entry in entries}


def tables_in(lake):
    """Every directory with a log, as (name, path). Hidden ones are no tables, nor is a log that nothing was published in:
    what a process leaves that was killed as it made a table."""
    found = []
    for folder, below, _ in os.walk(lake):
        if "_delta_log" in below:
            relative = os.path.relpath(folder, lake)
            published = any(not name.startswith(".") for name in os.listdir(os.path.join(folder, "_delta_log")))
            if published and not any(part.startswith(".") for part in relative.split(os.sep)):
                found.append((urllib.parse.unquote(relative).replace(os.sep, "."), folder))
            below.clear()
        below[:] = sorted(name for name in below if not name.startswith("."))
    return sorted(found)


class Differs(Exception):
    """The two readers do not see the same."""


def same(what, ours, theirs, whose="describe says"):
    if ours != theirs:
        raise Differs(f"{what}: {whose} {json.dumps(ours, default=str)}, deltalake {json.dumps(theirs, default=str)}")


def described(program, lake, name):
    words = [program, "describe", name, "--target", f"lake:{lake}", "--format", "json"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120)
    if not done.stdout.startswith("{"):
        raise Differs(f"describe says: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)["tables"][0]


def compare_metadata(ours, theirs, path):
    table = ours["table"]
    same("version", ours["version"], theirs.version())
    schema = json.loads(theirs.schema().to_json())
    same("columns", [plain_field(column) for column in table["columns"]], [field_of(field) for field in schema["fields"]])
    metadata = theirs.metadata()
    same("comment", text_of(table.get("comment", "")), metadata.description or "")
    same("partition columns", [text_of(column) for column in table.get("partition_by", [])], list(metadata.partition_columns))
    configuration = {key: value for key, value in metadata.configuration.items() if not key.startswith(DELTAS_OWN)}
    own = properties_of(table.get("properties", [])) | checks_of(table.get("checks", []))
    same("properties", dict(sorted(own.items())), dict(sorted(configuration.items())))
    protocol = theirs.protocol()
    same("protocol versions", [ours["protocol"]["reader"], ours["protocol"]["writer"]],
         [protocol.min_reader_version, protocol.min_writer_version])
    if protocol.writer_features is not None:
        features = sorted(set(protocol.writer_features) | set(protocol.reader_features or []))
        same("features", sorted(ours["protocol"]["features"]), features)
    same("whether it may have rows", ours["may_have_rows"], bool(theirs.file_uris()))
    compare_history(ours["version"], theirs, path)


def compare_history(version, theirs, path):
    """Every commit file that is still there and says what it did is one line of the history, newest first."""
    log = os.path.join(path, "_delta_log")
    told = {}
    for name in os.listdir(log):
        if len(name) == 25 and name.endswith(".json") and name[:20].isdigit() and int(name[:20]) <= version:
            with open(os.path.join(log, name), encoding="utf-8") as lines:
                actions = [json.loads(line) for line in lines if line.strip()]
            told |= {int(name[:20]): action["commitInfo"].get("operation") for action in actions if "commitInfo" in action}
    history = [[entry["version"], entry.get("operation")] for entry in theirs.history()]
    same("history", [[number, told[number]] for number in sorted(told, reverse=True)], history, "the log says")


def plain(value):
    """A value of a row in the form of expected.json."""
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex()
    if isinstance(value, float) and (value != value or abs(value) == float("inf")):
        return str(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def rows_of(theirs):
    result = QueryBuilder().register("t", theirs).execute("SELECT * FROM t").read_all()
    columns = {name: result[name].to_pylist() for name in result.schema.names}
    return [{name: plain(values[i]) for name, values in columns.items()} for i in range(result.num_rows)]


def carried(value, kind, evolved, path):
    """A value under the names that an evolution gave (evolved.json: renamed, emptied and added paths)."""
    if value is None:
        return None
    if isinstance(kind, str):
        return value.rstrip(" ") if kind.startswith("char(") else value  # Spark pads CHAR when it reads
    if kind["type"] == "array":
        return [carried(item, kind["element"], evolved, path + ".element") for item in value]
    if kind["type"] == "map":
        return [[carried(k, kind["key"], evolved, path + ".key"), carried(v, kind["value"], evolved, path + ".value")]
                for k, v in value]
    return carried_fields(value, kind["fields"], evolved, path + ".")


def step(name):
    return "`" + name.replace("`", "``") + "`" if "." in name or "`" in name else name


def carried_fields(row, fields, evolved, above):
    made = {}
    for field in fields:
        path = above + step(field["name"])
        name = evolved["renamed"].get(path, field["name"])
        made[name] = None if path in evolved["emptied"] else carried(row.get(field["name"]), field["type"], evolved, path)
    for path in evolved["added"]:
        parent, _, name = path.rpartition(".")
        if parent == above[:-1]:
            made[name] = None
    return made


def comparable_type(kind):
    """deltalake hands out VARIANT as its two binaries, and has no name for VOID."""
    return "variant" not in json.dumps(kind) and "void" not in json.dumps(kind)


def rows_before(path, evolved):
    """Columns and rows before an evolution: as Spark saw them, else as deltalake sees them in the table that was copied."""
    with open(os.path.join(path, "expected.json"), encoding="utf-8") as text:
        expected = json.load(text)
    if "rows" in expected:
        return expected["columns"], expected["rows"]
    before = DeltaTable(evolved.get("before", path))
    return [spark_field(field) for field in json.loads(before.schema().to_json())["fields"]], rows_of(before)


def spark_field(field):
    """A field of a schemaString in the form of expected.json."""
    return {"name": field["name"], "type": spark_type(field["type"])}


def spark_type(kind):
    if isinstance(kind, str):
        return kind
    if kind["type"] == "struct":
        return {"type": "struct", "fields": [spark_field(field) for field in kind["fields"]]}
    if kind["type"] == "array":
        return {"type": "array", "element": spark_type(kind["elementType"])}
    return {"type": "map", "key": spark_type(kind["keyType"]), "value": spark_type(kind["valueType"])}


def compare_rows(theirs, path):
    """Nothing if the rows are those that were there before, else why they cannot be compared."""
    evolved = {"renamed": {}, "emptied": [], "added": []}
    if os.path.exists(os.path.join(path, "evolved.json")):
        with open(os.path.join(path, "evolved.json"), encoding="utf-8") as text:
            evolved = json.load(text)
    columns, rows = rows_before(path, evolved)
    wanted = [carried_fields(row, columns, evolved, "") for row in rows]
    skipped = [field["name"] for field in columns if not comparable_type(field["type"])]
    skipped = {evolved["renamed"].get(step(name), name) for name in skipped}
    keep = lambda rows: sorted(json.dumps({k: v for k, v in row.items() if k not in skipped}, sort_keys=True) for row in rows)
    same("rows", keep(wanted), keep(rows_of(theirs)), "before there were")
    return f"columns not compared: {', '.join(sorted(skipped))}" if skipped else None


def reason(error):
    text = " ".join(str(error).split())
    return "its data files are made up by a test" if "Failed to fetch metadata for file" in text else text[:200]


class Reading:
    """All that was read, for the summary."""

    def __init__(self, copies):
        self.copies = copies
        self.count = collections.Counter()
        self.notes = collections.defaultdict(list)
        self.differences = []

    def table(self, program, lake, name, path):
        self.count["tables"] += 1
        place = f"{os.path.basename(lake.rstrip('/'))}: {name}"
        try:
            ours = described(program, lake, name)
            if ours["presence"] == "failed":
                self.note(f"refused by deltac: {ours['problem'].split(path)[-1].lstrip(': ')[:160]}", place)
                return
            if ours["presence"] != "present":
                raise Differs(f"describe says {ours['presence']}")
            theirs = self.open(path)
            if isinstance(theirs, str):
                self.note(f"refused by deltalake: {theirs}", place)
                return
            compare_metadata(ours, theirs, path)
            self.count["compared"] += 1
            self.rows(theirs, path, place)
        except Differs as difference:
            self.differences.append(f"{place}: {difference}")

    def open(self, path):
        if "%" in path:  # deltalake takes the % of an encoded directory for an escape of its own
            path = shutil.copytree(path, os.path.join(self.copies, str(self.count["tables"])))
        try:
            return DeltaTable(path)
        except Exception as error:  # deltalake's errors have no common class
            return reason(error)

    def rows(self, theirs, path, place):
        known = os.path.exists(os.path.join(path, "expected.json"))
        try:
            note = compare_rows(theirs, path) if known else rows_of(theirs) and None
        except Differs:
            raise
        except Exception as error:  # a feature that deltalake does not query
            self.note(f"rows not queried by deltalake: {reason(error)}", place)
            return
        self.count["rows compared" if known else "queried"] += 1
        if note:
            self.note(note, place)

    def note(self, text, place):
        self.notes[text].append(place)

    def print(self):
        for text, places in sorted(self.notes.items()):
            more = f" and {len(places) - 1} more" if len(places) > 1 else ""
            print(f"note: {text}\n      {places[0]}{more}")
        for difference in self.differences:
            print(f"DIFFERS: {difference}")
        count = self.count
        print(f"{count['tables']} tables: metadata of {count['compared']} compared, rows of {count['rows compared']} compared, "
              f"{count['queried']} more queried; {len(self.differences)} differ")


def lakes_of(writers, folder):
    """Runs the test programs and returns the lakes that they left."""
    for writer in writers:
        environment = {**os.environ, "DELTAC_TEST_LAKES": folder}
        subprocess.run([writer, "--gtest_brief=1"], env=environment, stdout=subprocess.DEVNULL, check=True)
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--describe", required=True, help="a migration binary")
    parser.add_argument("--writer", action="append", default=[], help="a test program that leaves lakes")
    parser.add_argument("lakes", nargs="*")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="deltac-lakes-") as folder, tempfile.TemporaryDirectory() as copies:
        reading = Reading(copies)
        for lake in options.lakes + lakes_of(options.writer, folder):
            for name, path in tables_in(lake):
                reading.table(options.describe, lake, name, path)
    reading.print()
    if reading.count["compared"] == 0:
        print("no table was compared")
        return 1
    return 1 if reading.differences else 0


if __name__ == "__main__":
    sys.exit(main())
