#!/usr/bin/env python3
"""Makes the tables of ../fixtures/deltalake: small tables with rows, written by PyPI `deltalake` (made with 1.6.6), and
beside each what it says of the table.

    deltalake_tables.py OUT
"""
import datetime
import decimal
import json
import os
import shutil
import sys

import pyarrow as pa
from deltalake import DeltaTable, Field, Schema, write_deltalake
from deltalake.schema import PrimitiveType


def plain(path):
    table = pa.table({"id": pa.array([1, 2, 3], pa.int64()), "name": pa.array(["a", None, "c"]),
                      "price": pa.array([decimal.Decimal("1.10"), None, decimal.Decimal("3.30")], pa.decimal128(18, 2)),
                      "at": pa.array([datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)] * 3, pa.timestamp("us", "UTC"))})
    write_deltalake(path, table, name="plain", description="made by deltalake", configuration={"delta.appendOnly": "false"})
    write_deltalake(path, table, mode="append")


def partitioned(path):
    table = pa.table({"id": pa.array([1, 2], pa.int64()), "day": pa.array([datetime.date(2026, 1, 1), datetime.date(2026, 1, 2)]),
                      "region": pa.array(["eu", None])})
    write_deltalake(path, table, partition_by=["day", "region"])


def nested(path):
    struct = pa.struct([("x", pa.int32()), ("y", pa.list_(pa.struct([("z", pa.string())])))])
    table = pa.table({"s": pa.array([{"x": 1, "y": [{"z": "q"}]}], struct),
                      "m": pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64())),
                      "b": pa.array([b"\x00\xff"]), "small": pa.array([7], pa.int8())})
    write_deltalake(path, table)


def wall_clock(path):
    table = pa.table({"at": pa.array([datetime.datetime(2026, 1, 1)], pa.timestamp("us"))})
    write_deltalake(path, table)


def checked(path):
    write_deltalake(path, pa.table({"id": pa.array([1, 2], pa.int64())}))
    DeltaTable(path).alter.add_constraint({"positive": "id > 0"})


def evolved(path):
    write_deltalake(path, pa.table({"id": pa.array([1], pa.int64())}))
    DeltaTable(path).alter.add_columns([Field("note", PrimitiveType("string"), nullable=True)])
    write_deltalake(path, pa.table({"id": pa.array([2], pa.int64()), "note": pa.array(["n"])}), mode="append")
    DeltaTable(path).alter.set_table_properties({"delta.logRetentionDuration": "interval 7 days"})


def emptied(path):
    write_deltalake(path, pa.table({"id": pa.array([1, 2], pa.int64())}))
    DeltaTable(path).delete()


def checkpointed(path):
    for i in range(6):
        write_deltalake(path, pa.table({"id": pa.array([i], pa.int64()), "v": pa.array([f"row {i}"])}), mode="append")
    DeltaTable(path).create_checkpoint()
    DeltaTable(path).delete("id = 0")
    write_deltalake(path, pa.table({"id": pa.array([9], pa.int64()), "v": pa.array(["after"])}), mode="append")


def cleaned_up(path):
    """The first commits are gone: only the checkpoint tells."""
    checkpointed(path)
    log = os.path.join(path, "_delta_log")
    for version in range(5):
        os.remove(os.path.join(log, f"{version:020}.json"))


TABLES = [plain, partitioned, nested, wall_clock, checked, evolved, emptied, checkpointed, cleaned_up]


def facts(path):
    table = DeltaTable(path)
    metadata = table.metadata()
    protocol = table.protocol()
    return {
        "schema": json.loads(table.schema().to_json()),
        "properties": metadata.configuration,
        "partition_columns": metadata.partition_columns,
        "description": metadata.description,
        "version": table.version(),
        "files": len(table.file_uris()),
        "reader": protocol.min_reader_version,
        "writer": protocol.min_writer_version,
    }


def main():
    out = os.path.join(sys.argv[1], "deltalake")
    shutil.rmtree(out, ignore_errors=True)
    for make in TABLES:
        path = os.path.join(out, make.__name__)
        make(path)
        with open(os.path.join(path, "expected.json"), "w", encoding="utf-8") as file:
            json.dump(facts(path), file, indent=1, sort_keys=True)
            file.write("\n")
        print("made", make.__name__, flush=True)


main()
