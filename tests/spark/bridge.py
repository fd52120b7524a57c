#!/usr/bin/env python3
"""A real Spark with Delta behind PostgreSQL's wire protocol, so that psqlODBC, which every Linux has, reaches it: no open
ODBC driver speaks to Spark itself. Statements reach Spark byte for byte, its SQLSTATE and message come back unchanged,
and each connection has a Spark session of its own. Started by `start`, which writes the ODBC configuration.

    bridge.py --home DIR --work DIR [--port N]     writes the port to DIR/port when it is ready
"""

import argparse
import json
import os
import signal
import sys
import threading
import time

import spark_session
from postgres_wire import Server, SqlFailure

# Pays once for what the first statements of a kind cost: classes, the log's readers.
WARM_UP = ["CREATE SCHEMA IF NOT EXISTS bridge_warm", "CREATE TABLE bridge_warm.w (a INT) USING DELTA",
           "ALTER TABLE bridge_warm.w ADD COLUMNS (b INT)", "SHOW TABLE EXTENDED IN bridge_warm LIKE '*'",
           "DROP SCHEMA bridge_warm CASCADE"]


def text(value):
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex()
    if hasattr(value, "asDict"):
        value = value.asDict(True)
    if isinstance(value, (dict, list)):
        return json.dumps(value, default=str)
    return str(value)


def failure(error):
    """What Spark says of a statement that it did not run."""
    java = getattr(error, "java_exception", None)
    for source in (lambda: error.getSqlState(), lambda: java.getSqlState()):
        try:
            state = source()
            break
        except Exception:
            state = None
    message = str(error) if java is None else str(java.getMessage())
    return SqlFailure(state if state and len(state) == 5 else "HY000", message.split("\n\nJVM stacktrace:")[0].strip())


class Statements:
    """The statements of one connection, in a Spark session of its own; each is logged with its time."""

    def __init__(self, session, log):
        self.session, self.log = session, log

    def __call__(self, sql):
        started = time.monotonic()
        outcome = "?"
        try:
            frame = self.session.sql(sql)
            rows = [[text(value) for value in row] for row in frame.collect()] if frame.columns else []
            outcome = f"{len(rows)} rows"
            return frame.columns, rows
        except Exception as error:
            refusal = failure(error)
            outcome = refusal.sqlstate
            raise refusal from None
        finally:
            self.log(f"{time.monotonic() - started:.3f}s {outcome}: {sql}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--home", required=True, help="where install put Spark")
    parser.add_argument("--work", required=True, help="for the warehouse, the log and the port")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    os.chdir(options.work)  # Spark leaves files where it runs
    lock = threading.Lock()

    def log(line):
        with lock:
            print(line, file=sys.stderr, flush=True)

    spark = spark_session.start(options.home, os.path.join(options.work, "warehouse"))
    warm = Statements(spark.newSession(), lambda line: None)
    for statement in WARM_UP:
        warm(statement)
    server = Server(options.port, lambda: Statements(spark.newSession(), log))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with open("port.new", "w", encoding="ascii") as out:
        out.write(str(server.port))
    os.rename("port.new", "port")
    log(f"Spark {spark.version} on port {server.port}")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()
    server.shutdown()
    spark.stop()


if __name__ == "__main__":
    main()
