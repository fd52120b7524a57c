"""Makes the fixture tables of tables.py with Spark and writes what Spark sees beside each."""
import os
import shutil

import spark_state
from tables import FIXTURES


def _run(spark, fixture, table, path):
    for key, value in fixture.settings.items():
        spark.conf.set(key, value)
    try:
        for step in fixture.steps:
            if callable(step):
                step(spark, path)
            else:
                spark.sql(step.replace("{t}", table))
    finally:
        for key in fixture.settings:
            spark.conf.unset(key)


def _copy(path, target, checksum):
    """Without Hadoop's own sidecar files, which no reader of Delta tables needs."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(path, target, ignore=shutil.ignore_patterns(".*.crc", "_staged_commits", "_commits"))
    log = os.path.join(target, "_delta_log")
    # Each .crc holds the whole state: the last one is enough to be checked against.
    checksums = sorted(name for name in os.listdir(log) if name.endswith(".crc"))
    for name in checksums[:-1] if checksum else checksums:
        os.remove(os.path.join(log, name))


def make(spark, lake, target, wanted):
    """Builds each wanted fixture in `lake`, the location of schema `spark`, and copies it to `target`."""
    failures = []
    for fixture in FIXTURES:
        if not wanted(fixture.name):
            continue
        table, path = f"spark.{fixture.name}", os.path.join(lake, fixture.name)
        try:
            _run(spark, fixture, table, path)
            seen = spark_state.expected(spark, table, path)
        except Exception as error:  # one table that this Spark cannot make must not hide the others
            failures.append(f"{fixture.name}: {str(error)[:600]}")
            continue
        if fixture.refused:
            seen = {"refused": fixture.refused, **seen}
        _copy(path, os.path.join(target, fixture.name), fixture.checksum)
        with open(os.path.join(target, fixture.name, "expected.json"), "w", encoding="utf-8") as out:
            out.write(spark_state.lines_of(seen))
        print(f"made {fixture.name}: version {seen['version']}, {seen['row_count']} rows", flush=True)
    return failures
