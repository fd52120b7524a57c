"""Reading rows through the ODBC adapter: what odbc_bench measures, without a server."""

import re

import measure
from measure import Figure

_ROW = re.compile(r"^(\S.*?) +(blocks|core) +(\d+) +[\d.]+ +[\d.]+ +(-?[\d.]+) +(\d+)$", re.MULTILINE)
_PROMISE = 100.0  # milliseconds


def figures(tools):
    # Its exit code tells whether its figures hold; here the table does.
    output = measure.run(["sh", "-c", '"$0" || test $? -eq 1', str(tools.build / "tests" / "bench" / "odbc_bench")])
    for result, driver, rows, more, speed in _ROW.findall(output):
        yield Figure(f"{rows} rows, {result}, driver with {driver}: above fetching and dropping them",
                     f"{more} ms ({speed} rows/s)", f"<= {_PROMISE:.0f} ms", float(more) <= _PROMISE)

    output = measure.run(["sh", "-c", '"$0" || test $? -eq 1', str(tools.build / "tests" / "bench" / "spark_bench")])
    (more,) = re.findall(r": (-?[\d.]+) ms more$", output, re.MULTILINE)
    yield Figure("a plan without changes of 1,000 tables of 20 columns on Spark: CPU above fetching and dropping the rows",
                 f"{more} ms", f"<= {_PROMISE:.0f} ms", float(more) <= _PROMISE)
