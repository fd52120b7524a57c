"""A table that must be written anew, on a real Spark: the way that its refusal spells out keeps every row."""

import re

from case import expect

PARTED = ["--allow", "protocol-upgrade", "--tables", "*.parted"]


def written_anew_as_told(project):
    """The statements of the message, in their order, with deltac's own step among them."""
    query = project.query
    query("INSERT INTO changes.parted VALUES (1, 'a', DATE'2026-01-01'), (2, NULL, NULL)")
    said, _ = project.run(3, "plan", *PARTED, code=3)
    told = re.search(r"write the table anew with an engine: (.*; DROP TABLE [^;\n]*)", said)
    expect("[DLT730]" in said and told, said)
    first, ours, copy, last = (part.strip() for part in told.group(1).split("; "))
    expect(ours == "apply, which creates it PARTITIONED BY (`day`)", ours)
    query(first)
    project.run(3, "apply", "--yes", *PARTED)
    query(copy)
    query(last)
    rows = sorted(tuple(row) for row in query("SELECT id, coalesce(remark, '-'), state, coalesce(CAST(day AS STRING), '-') FROM changes.parted"))
    expect(rows == [("1", "a", "7", "2026-01-01"), ("2", "-", "7", "-")], f"rows {rows}")
    expect("day" in query("DESCRIBE DETAIL changes.parted")[0][7], "no partition")
    project.run(3, "plan", "--detailed-exitcode", *PARTED)
    return "two rows under a new name, and partitioned"


def tests(project):
    return [("a table that is written anew", lambda: written_anew_as_told(project))]
