#!/usr/bin/env python3.12
"""How long delta-engine 0.14 (PyPI; needs Python 3.12) takes to read tables of the Spark behind the bridge, through a
connection as its warehouse backend wants one.

    delta_engine_reads.py PORT SCHEMA

An open-source Spark refuses two of the things that it asks for: DESCRIBE … AS JSON of a Delta table, and
information_schema. The first line says so in Spark's words. To time it all the same, each of its statements is then
answered by the cheapest that this Spark has: DESCRIBE TABLE of the same table, and SELECT 1 for each question to
information_schema. That is less work than what a Unity Catalog does, so the time is a lower bound.
"""

import json
import re
import sys
import time

from delta_engine.databricks import build_reader  # what users call
from delta_engine.domain.model import QualifiedName
from sql_client import Client


class Cursor:
    def __init__(self, connection):
        self.connection, self.rows = connection, []

    def execute(self, statement):
        self.connection.sent += 1
        self.rows = self.connection.answer(statement)

    def fetchall(self):
        return self.rows

    def close(self):
        pass


class Connection:
    def __init__(self, client, stands_in):
        self.client, self.stands_in, self.sent = client, stands_in, 0

    def cursor(self):
        return Cursor(self)

    def answer(self, statement):
        if not self.stands_in:
            return self.client.query(statement)
        described = re.fullmatch(r"DESCRIBE TABLE EXTENDED (.*) AS JSON", statement)
        if not described:
            self.client.query("SELECT 1")
            return []
        columns = [{"name": row[0], "type": {"name": "string"}, "nullable": True}
                   for row in self.client.query(f"DESCRIBE TABLE {described[1]}") if row[1]]
        return [[json.dumps({"columns": columns, "type": "MANAGED", "provider": "delta", "table_properties": {}})]]


def main():
    client = Client(int(sys.argv[1]))
    names = [QualifiedName("spark_catalog", sys.argv[2], row[1]) for row in client.query(f"SHOW TABLES IN `{sys.argv[2]}`")]
    try:
        print("as it is:", build_reader(Connection(client, False)).fetch_state(names[0]))
    except Exception as refusal:
        print("as it is, it cannot read:", " ".join(str(refusal).split())[:300])
    connection = Connection(client, True)
    reader = build_reader(connection)
    started = time.monotonic()
    for name in names:
        reader.fetch_state(name)
    print(f"with stand-ins: {len(names)} tables read by {connection.sent} statements in {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    main()
