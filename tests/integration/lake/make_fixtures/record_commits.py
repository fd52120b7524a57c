"""Records what Spark commits for the DDL of ddl_cases.py: the state before, the statements, and the commits."""
import json
import os

import spark_state
from ddl_cases import CASES


def _commit(path, version):
    with open(os.path.join(path, "_delta_log", f"{version:020}.json"), encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _record(spark, name, path):
    setup, statements = CASES[name]
    table = f"ddl.{name}"
    for statement in setup:
        spark.sql(statement.replace("{t}", table))
    before, version = [], -1
    if setup:
        version = spark_state.snapshot(spark, path).version()
        before = _commit(path, version)[:1] + spark_state.state_actions(spark, path)
    for statement in statements:
        spark.sql(statement.replace("{t}", table))
    last = spark_state.snapshot(spark, path).version()
    return {
        "case": name,
        "made_by": f"Spark {spark.version}, Delta 4.4.0",
        "setup": setup,
        "statements": statements,
        "before": before,
        "commits": [_commit(path, v) for v in range(version + 1, last + 1)],
    }


def _text(record):
    """One action per line."""
    one = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    block = lambda actions: "[\n  " + ",\n  ".join(one(a) for a in actions) + "]" if actions else "[]"
    members = [f' "{key}": {one(record[key])}' for key in ("case", "made_by", "setup", "statements")]
    members.append(f' "before": {block(record["before"])}')
    members.append(' "commits": [' + ",\n ".join(block(c) for c in record["commits"]) + "]")
    return "{\n" + ",\n".join(members) + "\n}\n"


def record(spark, lake, target, wanted):
    """Runs each wanted case in schema `ddl` at `lake` and writes `target`/CASE.json."""
    spark.sql(f"CREATE SCHEMA ddl LOCATION 'file:{lake}'")
    os.makedirs(target, exist_ok=True)
    failures = []
    for name in CASES:
        if not wanted(name):
            continue
        try:
            text = _text(_record(spark, name, os.path.join(lake, name)))
        except Exception as error:  # one statement that this Spark refuses must not hide the others
            failures.append(f"{name}: {str(error)[:600]}")
            continue
        with open(os.path.join(target, name + ".json"), "w", encoding="utf-8") as out:
            out.write(text)
    print(f"recorded {len(os.listdir(target))} commits")
    return failures
