"""Random registries and random evolutions of them (tests/property) on a real Spark, all as one registry: applied, read
back exactly as declared, planned again without a step, the same as on a lake, and with every row that was there."""

import json
import os
from concurrent.futures import ThreadPoolExecutor

import sample_rows
from case import Failure, expect
from delta_log import Log
from registries import Fates, Place, Version, errors
from server import HANDSHAKE
from sql_client import Client

# What a lake refuses though Spark can do it: it sees no rows and switches some features on for no table that exists.
LAKE_ONLY = {"DLT734", "DLT740", "DLT745"}
# What the type of an expression is, is asked of the server before anything runs: Spark 4.0 takes no INT for a SMALLINT's
# DEFAULT, and 4.2 does.
ASKED_BEFORE = {"DLT641"}
# What Spark cannot do of evolutions that Delta can: DROP NOT NULL of an identity column (706); another length of a
# VARCHAR or CHAR inside a column, or a rename or comment of that column, at which it forgets the length (713).
SPARK_CANNOT = {"DLT706", "DLT713"}
# To read the tables of a schema, however many they are.
MOST_STATEMENTS = 5


class RandomPairs:
    def __init__(self, server, binary, seed, count, lake):
        self.server = server
        self.problems = []
        self.never_made = frozenset()
        binaries = {version: Version(binary, seed, count, version) for version in ("v1", "v2")}
        self.spark = Place(["--target", "odbc:DSN=spark", "--catalog-map", "dev=spark_catalog"], binaries,
                           server.environment)
        self.fates = Fates(binaries["v2"], count)
        self.lake = Place(["--target", f"lake:{lake}"], binaries)

    def problem(self, text):
        self.problems.append(text)

    def run(self):
        """A sentence of what was seen; what is wrong is in `problems`."""
        self.bring_to("v1")
        tables = sorted(os.listdir(self.server.directory("pairs", "")))
        self.insert(tables)
        logs, rows = self.state(tables)
        reports = self.bring_to("v2")
        kept = self.compare_rows(logs, rows, reports)
        self.read_from_a_checkpoint(reports)
        refused = [table for table in reports.values() if errors(table)]
        steps = sum(table["steps_done"] for table in reports.values())
        codes = sorted({code for table in refused for code in errors(table)})
        return (f"{len(tables)} random tables, then {steps} steps; {len(refused)} refused before anything ran "
                f"({', '.join(codes)}); {kept} rows kept")

    def bring_to(self, version):
        on_spark, on_lake = self.spark.apply(version), self.lake.apply(version)
        seen = len(self.server.statements())
        left = self.spark.left(version)
        reading = [one for one in self.server.statements()[seen:] if not HANDSHAKE.search(one)]
        if version == "v1" and len(reading) > MOST_STATEMENTS:
            self.problem(f"a plan of {len(on_spark)} tables in one schema asks {len(reading)} statements: {reading}")
        unlike = self.spark.unlike(version)
        mine, theirs = self.spark.described(version), self.lake.described(version)
        self.problems += self.fates.problems(version, on_spark, ASKED_BEFORE | (SPARK_CANNOT if version == "v2" else set()),
                                             self.never_made)
        if version == "v1":
            self.never_made = {name for name, table in on_spark.items() if errors(table)}
        for name, table in on_spark.items():
            refused = errors(table)
            if table["status"] not in ("applied", "in_sync", "blocked"):
                self.problem(f"{version} {name} is {table['status']}: {table.get('reason')} {json.dumps(table['findings'])}")
                continue
            if refused:
                continue
            if table["steps_done"] and not table["verified"]:
                self.problem(f"{version} {name} was not read back")
            if name in left:
                self.problem(f"{version} {name} is planned again: {left[name]}")
            if name in unlike:
                self.problem(f"{version} {name} is not what is declared: {unlike[name]}")
            self.compare_with_lake(version, name, on_lake.get(name), mine.get(name), theirs.get(name))
        return on_spark

    def compare_with_lake(self, version, name, report, mine, theirs):
        refused = set(errors(report)) if report else set()
        if refused:
            if not refused <= LAKE_ONLY:
                self.problem(f"{version} {name}: the lake refuses with {sorted(refused)}, and Spark runs it")
        elif mine != theirs:
            self.problem(f"{version} {name}: Spark made\n{json.dumps(mine)}\nand the lake\n{json.dumps(theirs)}")

    def insert(self, tables):
        """Two connections, each of which has a session of its own."""
        def share(number):
            client = Client(self.server.port)
            try:
                for name in tables[number::2]:
                    statement = sample_rows.insert_statement(f"pairs.{name}", Log(self.server.directory("pairs", name)).schema)
                    if statement:
                        try:
                            client.query(statement)
                        except Exception as error:
                            self.problem(f"{name} takes no rows: {error}\n{statement}")
            finally:
                client.close()
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(share, range(2)))

    def state(self, tables):
        logs = {name: Log(self.server.directory("pairs", name)) for name in tables}
        rows = sample_rows.read(self.server.client, [f"pairs.{name}" for name in tables])
        return logs, {name: rows[f"pairs.{name}"] for name in tables}

    def compare_rows(self, before, rows, reports):
        tables = sorted(os.listdir(self.server.directory("pairs", "")))
        after, now = self.state(tables)
        kept = 0
        for name, old in before.items():
            new = name if name in after else name + "_renamed"
            if new not in after:  # dropped, as the code says
                if reports.get(name, {}).get("status") != "applied":
                    self.problem(f"{name} is gone, and nobody dropped it")
                continue
            if errors(reports.get(new, {"findings": []})) and after[new].version > old.version + 1:
                self.problem(f"{new} was refused, and has new commits")
            wanted = sample_rows.carried(rows[name], old, after[new])
            seen = sample_rows.comparable(now[new], after[new])
            if wanted != seen:
                self.problem(f"{new}: rows are\n{seen}\nand must be\n{wanted}")
            kept += len(wanted)
        return kept

    def read_from_a_checkpoint(self, reports):
        """A table whose first commits are cleaned away is read from its checkpoint; one whose log is gone, and which has
        no checkpoint, is told of, and hides no other."""
        good = [name for name, table in reports.items() if table["status"] == "applied" and not errors(table)
                and os.path.isdir(self.server.directory("pairs", name))]
        late, gone = good[0], good[1]
        folder = os.path.join(self.server.directory("pairs", late), "_delta_log")
        aside = self.server.directory("pairs", gone) + ".aside"
        os.rename(self.server.directory("pairs", gone), aside)
        expect(set(self.spark.unlike("v2")) & set(good) == {gone}, f"{gone} has no log, and {self.spark.unlike('v2')}")
        os.rename(aside, self.server.directory("pairs", gone))
        for number in range(12):
            self.server.client.query(f"ALTER TABLE pairs.{late} SET TBLPROPERTIES ('noise' = '{number}', "
                                     "'delta.checkpointInterval' = '5')")
        self.server.client.query(f"ALTER TABLE pairs.{late} UNSET TBLPROPERTIES ('noise', 'delta.checkpointInterval')")
        bases = sorted(name for name in os.listdir(folder) if ".checkpoint." in name and name[0] != ".")
        expect(bases, f"{late} has no checkpoint")
        for name in os.listdir(folder):
            if name.endswith(".json") and name[:20] < bases[-1][:20] and name[0].isdigit():
                os.remove(os.path.join(folder, name))
        unlike = set(self.spark.unlike("v2")) & set(good)
        expect(not unlike, f"read from the checkpoint {bases[-1]}: {unlike}")


def run(server, binary, seed, count, lake):
    """Prints what was seen and how to see it again; the problems."""
    pairs = RandomPairs(server, binary, seed, count, lake)
    try:
        summary = pairs.run()
    except Failure as failure:
        pairs.problem(str(failure))
        summary = "broken off"
    print(f"random pairs, seed {seed}: {summary}", flush=True)
    return [f"seed {seed}: {problem}" for problem in pairs.problems]
