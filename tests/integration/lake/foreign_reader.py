#!/usr/bin/env python3
"""Reads a lake with a Delta implementation that is not ours (PyPI `deltalake`) and compares it with what deltac says.

    foreign_reader.py LAKE SNAPSHOT.json [EVOLVED.json]

SNAPSHOT is what `describe --format json --out` wrote for LAKE. EVOLVED lists tables whose rows must have survived:
[{"table": "rows.plain", "before": DIRECTORY, "renamed": {"old": "new"}, "added": […], "dropped": […]}].

Compared for each table: schema (names, types, nullability, comments), partition columns, properties, CHECKs, protocol,
version and history; every table that deltalake can query is queried. Exit code 0 if all agree, 1 if not.
"""
import json
import os
import re
import shutil
import sys
import tempfile

from deltalake import DeltaTable, QueryBuilder

PRIMITIVES = {"byte": "tinyint", "short": "smallint", "integer": "int", "long": "bigint"}
WORDS = {"integer": "int", "float32": "float", "float64": "double", "fixed_char": "char"}
# Kept by the log for itself; deltac shows none of it as a property.
BOOKKEEPING = ("delta.columnMapping.maxColumnId", "delta.constraints.", "delta.inCommitTimestampEnablement",
               "delta.rowTracking.materialized", "delta.requireCheckpointProtectionBeforeVersion")
# Features of tables whose log deltalake 1.6 reads, and whose rows it cannot query.
NOT_QUERIED = {"typeWidening", "variantType"}


def directory(part):
    """A name's part as a directory of a lake."""
    encoded = "".join(chr(b) if chr(b) in "abcdefghijklmnopqrstuvwxyz0123456789_-" else f"%{b:02X}"
                      for b in part.lower().encode("utf-8"))
    return "%5F" + encoded[1:] if encoded.startswith("_") else encoded


def text(value):
    """A text of the model: written as a string, or as an object with its place."""
    return value if isinstance(value, str) else value.get("text", value.get("value", ""))


def our_type(kind):
    if isinstance(kind, str):
        if kind.startswith(("varchar(", "char(", "fixed_char(")):
            return "string"  # a length is Spark's own, beside the schema
        return WORDS.get(kind, kind).replace(" ", "")
    if "array" in kind:
        return ["array", our_type(kind["array"][0])]
    if "map" in kind:
        return ["map", our_type(kind["map"][0]), our_type(kind["map"][1])]
    if "struct" in kind:
        return ["struct", [our_field(field) for field in kind["struct"]]]
    return kind["other"]


def our_field(field):
    return [field["name"], our_type(field["type"]), field.get("nullable", True), field.get("comment", "")]


def their_type(kind):
    if isinstance(kind, str):
        return PRIMITIVES.get(kind, kind).replace(" ", "")
    if kind["type"] == "array":
        return ["array", their_type(kind["elementType"])]
    if kind["type"] == "map":
        return ["map", their_type(kind["keyType"]), their_type(kind["valueType"])]
    return ["struct", [their_field(field) for field in kind["fields"]]]


def their_field(field):
    return [field["name"], their_type(field["type"]), field["nullable"], field.get("metadata", {}).get("comment", "")]


def pairs(properties):
    return {text(p["key"]): text(p.get("value", "")) for p in properties}


class Comparison:
    def __init__(self):
        self.problems = []
        self.tables = 0
        self.queried = 0

    def same(self, table, what, ours, theirs):
        if ours != theirs:
            self.problems.append(f"{table}: {what} differs\n  deltac:    {ours}\n  deltalake: {theirs}")

    def compare(self, lake, seen):
        name = ".".join(seen["name"])
        path = os.path.join(lake, *map(directory, seen["name"]))
        try:
            delta = open_table(path)
        except Exception as error:  # any failure to open is the finding
            self.problems.append(f"{name}: deltalake cannot open it: {error}")
            return
        self.tables += 1
        model = seen["table"]
        metadata = delta.metadata()
        schema = json.loads(delta.schema().to_json())
        self.same(name, "schema", [our_field(c) for c in model["columns"]], [their_field(f) for f in schema["fields"]])
        self.same(name, "partitioning", [text(c) for c in model.get("partition_by", [])], metadata.partition_columns)
        self.same(name, "comment", model.get("comment", ""), metadata.description or "")
        configuration = metadata.configuration
        self.same(name, "properties", pairs(model.get("properties", [])),
                  {k: v for k, v in configuration.items() if not k.startswith(BOOKKEEPING)})
        self.same(name, "checks", {text(c["name"]): text(c["expression"]) for c in model.get("checks", [])},
                  {k.removeprefix("delta.constraints."): v for k, v in configuration.items() if k.startswith("delta.constraints.")})
        protocol = delta.protocol()
        self.same(name, "protocol", [seen["protocol"]["reader"], seen["protocol"]["writer"]],
                  [protocol.min_reader_version, protocol.min_writer_version])
        if protocol.writer_features is not None:
            self.same(name, "features", sorted(seen["protocol"]["features"]),
                      sorted(set(protocol.writer_features) | set(protocol.reader_features or [])))
        self.same(name, "version", seen["version"], delta.version())
        self.same(name, "whether it may have rows", seen["may_have_rows"], bool(delta.file_uris()))
        self.compare_history(name, path, delta)
        if not NOT_QUERIED & set(seen["protocol"]["features"]):
            self.query(name, delta)

    def compare_history(self, name, path, delta):
        """Every commit of the log that says what it did is in the history, newest first."""
        operations = {}
        for entry in os.listdir(os.path.join(path, "_delta_log")):
            if not re.fullmatch(r"\d{20}\.json", entry):
                continue
            with open(os.path.join(path, "_delta_log", entry), encoding="utf-8") as lines:
                for line in lines:
                    info = json.loads(line).get("commitInfo")
                    if info:
                        operations[int(entry[:20])] = info.get("operation")
        theirs = {entry["version"]: entry.get("operation") for entry in delta.history()}
        self.same(name, "history", operations, {v: theirs.get(v) for v in operations})

    def query(self, name, delta):
        try:
            rows = read_rows(delta)
        except Exception as error:
            self.problems.append(f"{name}: deltalake cannot query it: {error}")
            return None
        self.queried += 1
        return rows

    def compare_rows(self, lake, entry):
        path = os.path.join(lake, *map(directory, entry["table"].split(".")))
        before = self.query(entry["table"] + " (before)", open_table(entry["before"]))
        after = self.query(entry["table"], open_table(path))
        if before is None or after is None:
            return
        renamed = entry.get("renamed", {})
        expected = []
        for row in before:
            kept = {renamed.get(k, k): v for k, v in row.items() if k not in entry.get("dropped", [])}
            expected.append({**kept, **{column: None for column in entry.get("added", [])}})
        order = lambda row: sorted((k, str(v)) for k, v in row.items())
        self.same(entry["table"], "a row", sorted(map(order, expected)), sorted(map(order, after)))


def open_table(path):
    if "%" not in path:
        return DeltaTable(path)
    # deltalake takes the % of an encoded directory for an escape, however the path is written, and follows links: a copy.
    plain = os.path.join(tempfile.mkdtemp(), "table")
    shutil.copytree(path, plain)
    return DeltaTable(plain)


def read_rows(delta):
    table = QueryBuilder().register("t", delta).execute("select * from t").read_all()
    columns = [column.to_pylist() for column in table.columns]
    return [dict(zip(table.column_names, values)) for values in zip(*columns)]


def main():
    lake, snapshot = sys.argv[1], sys.argv[2]
    with open(snapshot, encoding="utf-8") as file:
        tables = [t for t in json.load(file)["tables"] if t["presence"] == "present"]
    comparison = Comparison()
    for seen in tables:
        comparison.compare(lake, seen)
    if len(sys.argv) > 3:
        with open(sys.argv[3], encoding="utf-8") as file:
            for entry in json.load(file):
                comparison.compare_rows(lake, entry)
    for problem in comparison.problems:
        print(problem)
    print(f"{comparison.tables} of {len(tables)} tables opened by deltalake, {comparison.queried} queries, "
          f"{len(comparison.problems)} differences")
    return 1 if comparison.problems or comparison.tables == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
