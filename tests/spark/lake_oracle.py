"""A real Spark as reader and writer of tables in folders, one JSON request a line (tests/evolution asks it).

rows    {"table"}   all rows of the Delta table in that folder
insert  {"table"}   adds one row: a copy of one that is there, or made up; answers with it
"""

import argparse
import datetime
import decimal
import json
import sys

import spark_session

MADE_UP = {"string": "'a'", "boolean": "true", "date": "DATE'2026-01-02'", "timestamp": "TIMESTAMP'2026-01-02 03:04:05'",
           "timestamp_ntz": "TIMESTAMP_NTZ'2026-01-02 03:04:05'", "binary": "X'01'"}


def literal(kind):
    """Some value of a type of the log's, as SQL; a struct is never NULL: Spark then asks for its NOT NULL fields."""
    if isinstance(kind, str):
        return MADE_UP.get(kind, "1")
    if kind["type"] == "struct":
        return "named_struct(" + ", ".join(f"'{f['name']}', {literal(f['type'])}" for f in kind["fields"]) + ")"
    return "array()" if kind["type"] == "array" else "map()"


def quoted(name):
    return "`" + name.replace("`", "``") + "`"


def plain(value):
    """A value as JSON can hold it, as tests/evolution/oracle.py writes it."""
    if hasattr(value, "asDict"):
        value = value.asDict()
    if isinstance(value, (decimal.Decimal, datetime.date, datetime.datetime)):
        return str(value)
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


class Lake:
    def __init__(self, spark):
        self.spark = spark

    def _table(self, path):
        return "delta." + quoted(path)

    def rows(self, table):
        return {"rows": [plain(row) for row in self.spark.sql(f"SELECT * FROM {self._table(table)}").collect()]}

    def insert(self, table):
        target = self._table(table)
        schema = self._metadata(table)
        columns = [field for field in schema["fields"]
                   if not any(key.startswith(("delta.identity.", "delta.generationExpression")) for key in field["metadata"])]
        names = ", ".join(quoted(field["name"]) for field in columns)
        if self.spark.sql(f"SELECT 1 FROM {target} LIMIT 1").collect():
            self.spark.sql(f"INSERT INTO {target} ({names}) SELECT {names} FROM {target} LIMIT 1")
        else:
            values = ", ".join(literal(field["type"]) for field in columns)
            self.spark.sql(f"INSERT INTO {target} ({names}) VALUES ({values})")
        return {}

    def _metadata(self, table):
        log = self.spark._jvm.org.apache.spark.sql.delta.DeltaLog.forTable(self.spark._jsparkSession, table)
        option = self.spark._jvm.scala.Option
        return json.loads(log.update(False, option.empty(), option.empty()).metadata().schemaString())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--home", required=True, help="where tests/spark/install put Spark")
    parser.add_argument("--warehouse", required=True)
    options = parser.parse_args()
    lake = Lake(spark_session.start(options.home, options.warehouse))
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = getattr(lake, request.pop("op"))(**request)
        except Exception as error:
            java = getattr(error, "java_exception", None)
            answer = {"error": f"{type(error).__name__}: {(str(error) if java is None else java.toString()).splitlines()[0]}"}
        print(json.dumps(answer), flush=True)
    lake.spark.stop()


if __name__ == "__main__":
    main()
