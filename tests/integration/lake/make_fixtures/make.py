#!/usr/bin/env python3
"""Makes the Spark fixtures anew, in one Spark session:

    ../../../spark/install --into DIR
    DIR/venv/bin/python make.py --scratch DIR [--only tables|commits] [--match GLOB]

Writes ../fixtures/spark (tables with rows) and ../spark_commits (what Spark commits for one DDL statement).
"""
import argparse
import fnmatch
import os
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scratch", required=True, help="where tests/spark/install put Spark")
    parser.add_argument("--only", choices=["tables", "commits"])
    parser.add_argument("--match", default=["*"], nargs="+", help="make only those whose name fits one of these")
    options = parser.parse_args()

    import spark_session

    work = tempfile.mkdtemp(prefix="deltac-fixtures-")
    os.chdir(work)  # Spark leaves files where it runs
    spark = spark_session.start(options.scratch, os.path.join(work, "warehouse"))
    failures = []
    try:
        wanted = lambda name: any(fnmatch.fnmatch(name, glob) for glob in options.match)
        if options.only != "commits":
            import make_tables

            lake = os.path.join(work, "spark")
            spark.sql(f"CREATE SCHEMA spark LOCATION 'file:{lake}'")
            failures += make_tables.make(spark, lake, os.path.join(HERE, "..", "fixtures", "spark"), wanted)
        if options.only != "tables":
            import record_commits

            failures += record_commits.record(spark, os.path.join(work, "ddl"), os.path.join(HERE, "..", "spark_commits"), wanted)
    finally:
        spark.stop()
        shutil.rmtree(work, ignore_errors=True)
    for failure in failures:
        print("FAILED", failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
