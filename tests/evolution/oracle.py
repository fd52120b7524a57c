"""The foreign reader and writer: PyPI `deltalake`, in its own interpreter, one JSON request a line.

insert  {"table", "rows"}   adds rows: through deltalake where it may write, else as a Parquet file and a commit by hand
rows    {"table"}           the rows: queried by deltalake where it can, else through a plain copy of the table under
                            its physical names, which deltalake queries
add_column {"table", "column", "kind"}  a column that a writer adds
schema  {"table"}           what deltalake reads of the metadata: version, columns, configuration
"""

import datetime
import decimal
import json
import os
import shutil
import sys
import tempfile
import uuid

from deltalake import DeltaTable, QueryBuilder, Schema, write_deltalake

from delta_log import Log, logical_row, stored_schema

ARROW = {"long": "Int64", "integer": "Int32", "short": "Int16", "byte": "Int8", "double": "Float64", "float": "Float32",
         "string": "Utf8", "boolean": "Boolean", "date": "Date32"}


def sql_value(value, kind):
    """A value as DataFusion's SQL, of the Arrow type that the Delta type asks for."""
    if isinstance(kind, str):
        if kind.startswith("decimal"):
            precision, scale = kind[8:-1].split(",")
            arrow = f"Decimal128({int(precision)}, {int(scale)})"
        else:
            arrow = ARROW[kind]
        literal = "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"
        return f"arrow_cast({literal}, '{arrow}')"
    if kind["type"] == "struct":
        parts = [f"'{f['name']}', {sql_value(value.get(f['name']), f['type'])}" for f in kind["fields"]]
        return f"named_struct({', '.join(parts)})"
    if kind["type"] == "array":
        return f"make_array({', '.join(sql_value(item, kind['elementType']) for item in value)})"
    raise ValueError(f"no rows of type {kind}")


def plain_rows(rows, schema):
    """Rows as an Arrow table."""
    selects = []
    for row in rows:
        columns = [f'{sql_value(row.get(f["name"]), f["type"])} AS "{f["name"]}"' for f in schema["fields"]
                   if isinstance(f["type"], str) or row.get(f["name"]) is not None]
        selects.append("SELECT " + ", ".join(columns))
    return QueryBuilder().execute(" UNION ALL ".join(selects)).read_all()


def value_of(value):
    """A value as JSON can hold it, the same whoever read it."""
    if isinstance(value, (decimal.Decimal, datetime.date, datetime.datetime)):
        return str(value)
    if isinstance(value, dict):
        return {key: value_of(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [value_of(item) for item in value]
    return value


def query(table):
    result = QueryBuilder().register("t", table).execute("SELECT * FROM t").read_all()
    columns = {name: result[name].to_pylist() for name in result.schema.names}
    return [{name: value_of(values[i]) for name, values in columns.items()} for i in range(result.num_rows)]


def insert_by_hand(table, rows):
    """One Parquet file and one commit with its `add`, as any writer of the protocol makes them. For tables that are
    neither partitioned nor mapped."""
    log = Log(table)
    assert not log.mapped and not log.metadata["partitionColumns"], table
    schema = stored_schema(log.schema, log.mapped)
    staging = tempfile.mkdtemp(prefix="oracle-")
    try:
        DeltaTable.create(staging, schema=Schema.from_json(json.dumps(schema)))
        write_deltalake(staging, plain_rows(rows, schema), mode="append")
        (made,) = Log(staging).files.values()
        name = f"part-00000-{uuid.uuid4()}.parquet"
        shutil.copyfile(os.path.join(staging, made["path"]), os.path.join(table, name))
    finally:
        shutil.rmtree(staging)
    add = {**made, "path": name, "dataChange": True}
    commit = os.path.join(table, "_delta_log", f"{log.version + 1:020}.json")
    with open(commit, "x", encoding="utf-8") as out:
        out.write(json.dumps({"commitInfo": {"timestamp": made["modificationTime"], "operation": "WRITE"}}) + "\n")
        out.write(json.dumps({"add": add}) + "\n")


def insert(table, rows):
    try:
        write_deltalake(table, plain_rows(rows, Log(table).schema), mode="append")
        return {"how": "deltalake"}
    except Exception as error:  # deltalake names the feature that it lacks
        insert_by_hand(table, rows)
        return {"how": "by hand", "because": str(error).splitlines()[0]}


def add_column(table, column, kind):
    """What a writer with schema evolution does: a column that no code declares."""
    log = Log(table)
    schema = log.schema
    schema["fields"].append({"name": column, "type": kind, "nullable": True, "metadata": {}})
    metadata = {**log.metadata, "schemaString": json.dumps(schema)}
    with open(os.path.join(table, "_delta_log", f"{log.version + 1:020}.json"), "x", encoding="utf-8") as out:
        out.write(json.dumps({"commitInfo": {"timestamp": 0, "operation": "ADD COLUMNS"}}) + "\n")
        out.write(json.dumps({"metaData": metadata}) + "\n")
    return {}


def query_copy(table):
    """The rows through a plain table over the same files: what a reader that follows column mapping must find."""
    log = Log(table)
    copy = tempfile.mkdtemp(prefix="oracle-")
    try:
        os.mkdir(os.path.join(copy, "_delta_log"))
        for path in log.files:
            os.makedirs(os.path.dirname(os.path.join(copy, path)), exist_ok=True)
            os.symlink(os.path.join(os.path.abspath(table), path), os.path.join(copy, path))
        physical = {f["name"]: f["metadata"].get("delta.columnMapping.physicalName", f["name"]) for f in log.schema["fields"]}
        metadata = {"id": str(uuid.uuid4()), "format": {"provider": "parquet", "options": {}},
                    "schemaString": json.dumps(stored_schema(log.schema, log.mapped)),
                    "partitionColumns": [physical[name] for name in log.metadata["partitionColumns"]],
                    "configuration": {}, "createdTime": 0}
        with open(os.path.join(copy, "_delta_log", f"{0:020}.json"), "w", encoding="utf-8") as out:
            out.write(json.dumps({"protocol": {"minReaderVersion": 1, "minWriterVersion": 2}}) + "\n")
            out.write(json.dumps({"metaData": metadata}) + "\n")
            for add in log.files.values():
                out.write(json.dumps({"add": {k: add[k] for k in ("path", "partitionValues", "size", "modificationTime", "dataChange")}}) + "\n")
        return [logical_row(row, log.schema, log.mapped) for row in query(DeltaTable(copy))]
    finally:
        shutil.rmtree(copy)


def rows(table):
    copied = query_copy(table)
    try:
        return {"how": "deltalake", "rows": query(DeltaTable(table)), "copy": copied}
    except Exception as error:
        return {"how": "copy", "because": str(error).splitlines()[0], "rows": copied, "copy": copied}


def schema(table):
    read = DeltaTable(table)
    return {"version": read.version(), "columns": [field.name for field in read.schema().fields],
            "configuration": dict(read.metadata().configuration),
            "partition_by": list(read.metadata().partition_columns)}


def main():
    operations = {"insert": insert, "add_column": add_column, "rows": rows, "schema": schema}
    for line in sys.stdin:
        request = json.loads(line)
        operation = operations[request.pop("op")]
        try:
            answer = operation(**request)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
