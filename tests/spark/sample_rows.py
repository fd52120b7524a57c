"""Rows for tables of any schema: made up, written by Spark, read back, and what they must be after an evolution."""

import json
from decimal import Decimal

from delta_log import physical_name

SQL_TYPES = {"long": "BIGINT", "integer": "INT", "short": "SMALLINT", "byte": "TINYINT"}
ROWS = 3
TABLES_IN_ONE_QUERY = 5


def ident(name):
    return "`" + name.replace("`", "``") + "`"


def text(value):
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("${", "\\u0024{") + "'"


def scalar(kind, row):
    """Whole numbers are greater than 0, which is what the random CHECKs ask for; texts fit CHAR(4)."""
    sql = SQL_TYPES.get(kind, kind).upper()
    values = {"string": ["abcd", "e\\'f?", "{x}-"][row], "boolean": ["true", "false", "true"][row],
              "date": f"2026-01-0{row + 1}", "timestamp": f"2026-01-02 03:04:0{row}",
              "timestamp_ntz": f"2026-01-02 03:04:0{row}", "float": f"{row}.5", "double": f"-{row}.25"}
    if kind == "binary":
        return f"X'0{row}FF'"
    if kind == "variant":
        return f"CAST({row} AS VARIANT)"
    if kind == "string":
        return "'" + values["string"] + "'"
    return f"CAST('{values.get(kind, row + 1)}' AS {sql})"


def literal(kind, nullable, row):
    """A value of a type of the log's; the second row is NULL wherever it can be."""
    if nullable and row == 1:
        return "NULL"
    if isinstance(kind, str):
        return scalar(kind, row)
    if kind["type"] == "struct":
        return "named_struct(" + ", ".join(
            f"{text(f['name'])}, {literal(f['type'], f['nullable'], row)}" for f in kind["fields"]) + ")"
    if kind["type"] == "array":
        return f"array({literal(kind['elementType'], False, row)})"
    return f"map({literal(kind['keyType'], False, row)}, {literal(kind['valueType'], False, row)})"


def insert_statement(table, schema):
    """INSERT of a few rows, without the columns that Delta fills; None if it fills all of them."""
    fields = [f for f in schema["fields"] if not any(
        key in f["metadata"] for key in ("delta.identity.start", "delta.generationExpression"))]
    if not fields:
        return None
    rows = ", ".join("(" + ", ".join(literal(f["type"], f["nullable"], row) for f in fields) + ")" for row in range(ROWS))
    return f"INSERT INTO {table} ({', '.join(ident(f['name']) for f in fields)}) VALUES {rows}"


def read(client, tables):
    """All rows of all tables, by table."""
    found = {table: [] for table in tables}
    for start in range(0, len(tables), TABLES_IN_ONE_QUERY):
        parts = [f"SELECT {number} AS number, to_json(struct(*), map('ignoreNullFields', 'false')) AS row FROM {tables[number]}"
                 for number in range(start, min(start + TABLES_IN_ONE_QUERY, len(tables)))]
        for number, row in client.query("\nUNION ALL ".join(parts)):
            found[tables[int(number)]].append(json.loads(row, parse_float=Decimal, parse_int=Decimal))
    return found


def _same_key(key, kind):
    """Keys are texts in JSON: days since 1970 for a DATE, microseconds for a TIMESTAMP_NTZ."""
    if kind == "date":
        return str(int(key) * 86_400_000_000)
    return key if kind == "string" else str(Decimal(key).normalize() + 0)


def _carried(value, old, new, mapped):
    if value is None:
        return None
    if isinstance(old, str):
        if (old, new) == ("date", "timestamp_ntz"):
            return value + "T00:00:00.000"
        return str(value.normalize() + 0) if isinstance(value, Decimal) else value
    if old["type"] == "struct":
        return carried_row(value, old, new, mapped)
    if old["type"] == "array":
        return [_carried(item, old["elementType"], new["elementType"], mapped) for item in value]
    return {_same_key(key, old["keyType"]): _carried(item, old["valueType"], new["valueType"], mapped)
            for key, item in value.items()}


def carried_row(row, old, new, mapped):
    """What a row of schema `old` must be under schema `new`: the same physical column has the same value, a new one is
    NULL. `mapped` tells of both whether column mapping is on."""
    sources = {physical_name(field, mapped[0]): field for field in old["fields"]}
    out = {}
    for field in new["fields"]:
        source = sources.get(physical_name(field, mapped[1]))
        out[field["name"]] = None if source is None else _carried(row[source["name"]], source["type"], field["type"], mapped)
    return out


def carried(rows, before, after):
    """Comparable texts of what `rows` of log `before` must be in log `after`."""
    mapped = (before.mapped, after.mapped)
    return sorted(repr(carried_row(row, before.schema, after.schema, mapped)) for row in rows)


def comparable(rows, log):
    return carried(rows, log, log)
