"""One evolution case: what it declares, what it expects, and what was seen."""

import json
import os
import shutil

from delta_log import Log, carried_row


class Failure(Exception):
    """What was seen is not what the case tells."""


def expect(condition, message):
    if not condition:
        raise Failure(message)


class Version:
    """The migration binary of one version, run on one case."""

    def __init__(self, binary, case):
        self.binary = binary
        self.case = case

    def run(self, lake, command, *options):
        if command == "apply":  # rows come from another engine, just before, and its process has ended
            options += ("--exclusive",)
        return self.binary.run(command, "--target", f"lake:{lake}", "--tables", f"evo.{self.case}.*", *options)

    def json(self, lake, command, *options):
        code, out, err = self.run(lake, command, "--format", "json", *options)
        expect(out.startswith("{"), f"{command} --format json said: {out}{err}")
        return code, json.loads(out)


class Case:
    def __init__(self, folder):
        self.folder = folder
        self.name = os.path.basename(folder)
        with open(os.path.join(folder, "expect.json"), encoding="utf-8") as text:
            self.expect = json.load(text)
        self.versions = sorted(name[:-4] for name in os.listdir(folder) if name.endswith(".hpp"))

    def run(self, binaries, root, oracle, spark=None):
        """Runs the case in a lake of its own; returns the cells of its line, or raises Failure."""
        binaries = {version: Version(binary, self.name) for version, binary in binaries.items()}
        lake = os.path.join(root, self.name)
        code, out, err = binaries["v1"].run(lake, "apply", "--yes")
        expect(code == 0, f"v1 does not apply: exit {code}\n{out}{err}")
        how = self._insert(lake, oracle)
        before = self._state(lake, oracle)
        cells = None
        for version in self.versions[1:]:
            wanted = self.expect["lake"][version]
            step = Step(self, binaries[version], lake, oracle, wanted, before)
            cells, before = step.run(how)
        back = self.versions[-2] if not self._refused() else "v1"
        cells["way back"] = self._way_back(binaries[back], lake, root)
        cells["Spark"] = self._spark(binaries[self.versions[-1]], lake, before, spark) if spark else "not asked"
        self._script(binaries, root)
        return cells

    def refused_by(self, spark):
        """The codes with which a Spark of that version refuses what every version of the case declares."""
        return self.expect.get("refused_by", {}).get(spark, [])

    def _refused(self):
        return "refused" in self.expect["lake"][self.versions[-1]]

    def tables(self, lake):
        """The tables of the case that are there: name -> directory."""
        folder = os.path.join(lake, "evo", self.name)
        found = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
        return {f"evo.{self.name}.{name}": os.path.join(folder, name) for name in found if not name.startswith(".")}

    def _insert(self, lake, oracle):
        if oracle is None:
            return None
        ways = set()
        for name, rows in self.expect["rows"].items():
            for column, kind in self.expect.get("foreign_columns", {}).get(name, {}).items():
                oracle.ask("add_column", table=self.tables(lake)[name], column=column, kind=kind)
            if rows:
                ways.add(oracle.ask("insert", table=self.tables(lake)[name], rows=rows)["how"])
        return ways

    def _state(self, lake, oracle):
        """Schema and rows of every table, by name."""
        state = {}
        for name, directory in self.tables(lake).items():
            log = Log(directory)
            rows = oracle.ask("rows", table=directory) if oracle and log.has_rows() else None
            state[name] = {"log": log, "rows": rows}
        return state

    def _way_back(self, older, lake, root):
        """Plans the step back on a copy of the lake, and runs it there if it can be run."""
        wanted = self.expect["lake"]["back"]
        copy = os.path.join(root, self.name + ".back")
        shutil.copytree(lake, copy, symlinks=True)
        plan = check_plan(older, copy, wanted)
        orphans = [orphan["subject"] for orphan in plan["orphans"]]
        expect(orphans == wanted.get("orphans", []), f"way back: orphans {orphans}")
        if "refused" in wanted:
            return "refused: " + ", ".join(wanted["refused"])
        if not wanted["actions"]:
            return "orphan listed" if orphans else "no step"
        code, out, err = older.run(copy, "apply", "--yes", *allow_options(wanted))
        expect(code == 0, f"way back does not apply: exit {code}\n{out}{err}")
        code, plan = older.json(copy, "plan")
        expect(plan["in_sync"] or plan["orphans"], f"after the way back: {plan}")
        return "planned, " + count(len(wanted["actions"]), "step")

    def _spark(self, binary, lake, state, spark):
        """A real Spark finds every row, writes one more, and the tables are still what the code says."""
        _, plan = binary.json(lake, "plan")
        found = 0
        for name, now in state.items():
            rows = spark.ask("rows", table=now["log"].directory)["rows"]
            if now["rows"]:
                wanted = now["rows"]["copy"]
                expect(sorted(map(repr, rows)) == sorted(map(repr, wanted)), f"{name}: Spark finds {rows}, not {wanted}")
            spark.ask("insert", table=now["log"].directory)
            again = spark.ask("rows", table=now["log"].directory)["rows"]
            expect(len(again) == len(rows) + 1, f"{name}: after an INSERT Spark finds {again}, before {rows}")
            found += len(rows)
        _, after = binary.json(lake, "plan")
        steps = [[step for table in each["tables"] for unit in table["units"] for step in unit["steps"]]
                 for each in (plan, after)]
        expect(steps[0] == steps[1], f"after Spark's INSERT the plan is {steps[1]}, before {steps[0]}")
        return count(found, "row") + " found, INSERT works" if state else "no table"

    def _script(self, binaries, root):
        """What Spark would be told, from the state that the first version leaves behind."""
        for version, fragments in self.expect.get("spark", {}).items():
            lake = os.path.join(root, self.name + ".spark")
            code, out, err = binaries["v1"].run(lake, "apply", "--yes")
            expect(code == 0, f"v1 does not apply: {out}{err}")
            options = allow_options(self.expect["lake"][version]) or ["--allow", "protocol-upgrade"]
            code, script, err = binaries[version].run(lake, "emit", *options)
            expect(code in (0, 3), f"emit: exit {code}\n{script}{err}")
            statements = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
            for fragment in fragments:
                expect(fragment in statements, f"emit lacks {fragment!r}:\n{script}")


def count(number, word):
    return f"{number} {word}{'' if number == 1 else 's'}"


def allow_options(wanted):
    return [word for kind in wanted.get("allow", []) for word in ("--allow", kind)]


def check_plan(binary, lake, wanted):
    """The plan without permissions has the wanted steps, kinds and findings, in order."""
    code, plan = binary.json(lake, "plan")
    expect(plan["format"] == "deltac.plan/1", f"format {plan['format']}")
    steps = [step for table in plan["tables"] for unit in table["units"] for step in unit["steps"]]
    codes = sorted({finding["code"] for table in plan["tables"] for finding in table["findings"]
                    if finding["severity"] == "error"})
    if "refused" in wanted:
        expect(codes == sorted(wanted["refused"]), f"refused with {codes}, not {wanted['refused']}")
        expect(code == 3, f"a refused plan exits with {code}")
        for table in plan["tables"]:
            for finding in table["findings"]:
                expect(finding["file"].endswith(".hpp") and finding["line"] > 0, f"a finding without its place: {finding}")
        return plan
    expect(not codes, f"findings: {[table['findings'] for table in plan['tables']]}")
    expect(code == 0, f"plan exits with {code}")
    actions = [f"{step['action']} {step['subject']}".strip() for step in steps]
    expect(actions == [action.strip() for action in wanted["actions"]], f"planned {actions}, not {wanted['actions']}")
    kinds = sorted({step["kind"] for step in steps if step["kind"]})
    expect(kinds == sorted(wanted.get("allow", [])), f"needs --allow {kinds}, not {wanted.get('allow', [])}")
    expect(all(step["skipped"] for step in steps if step["kind"]), "a gated step is not skipped")
    expect(plan["in_sync"] == (not steps), f"in_sync is {plan['in_sync']} with {len(steps)} steps")
    return plan


class Step:
    """From one version to the next, on a lake with rows."""

    def __init__(self, case, binary, lake, oracle, wanted, before):
        self.case = case
        self.binary = binary
        self.lake = lake
        self.oracle = oracle
        self.wanted = wanted
        self.before = before

    def run(self, how):
        check_plan(self.binary, self.lake, self.wanted)
        code, report = self.binary.json(self.lake, "apply", "--yes", *allow_options(self.wanted))
        after = self.case._state(self.lake, self.oracle)
        if "refused" in self.wanted:
            expect(code == 3, f"apply of a refused plan exits with {code}: {report}")
            same = all(after[name]["log"].version == state["log"].version for name, state in self.before.items())
            expect(same and after.keys() == self.before.keys(), "a refused plan changed the lake")
            applied, read_back, planned = "refused: " + ", ".join(self.wanted["refused"]), "unchanged", "refused again"
            check_plan(self.binary, self.lake, self.wanted)
        else:
            expect(code == 0, f"apply exits with {code}: {json.dumps(report, indent=1)}")
            applied = count(len(self.wanted["actions"]), "step")
            read_back = self._read_back(report, after)
            planned = self._replan()
        return {"applied": applied, "read back": read_back, "rows intact": self._rows(after, how),
                "re-plan empty": planned}, after

    def _read_back(self, report, after):
        tables = {table["name"]: table for table in report["tables"]}
        changed = [table for table in tables.values() if table["steps_done"] > 0]
        expect(all(table["verified"] for table in changed), f"not read back: {changed}")
        for name, state in after.items():
            described = json.loads(self._describe(name))["tables"][0]
            columns = [column["name"] for column in described["table"]["columns"]]
            expect(columns == [field["name"] for field in state["log"].schema["fields"]], f"{name}: columns {columns}")
            if self.oracle is None:
                continue
            seen = self.oracle.ask("schema", table=state["log"].directory)
            expect("error" not in seen, f"{name}: deltalake cannot open it: {seen}")
            expect(seen["version"] == state["log"].version and seen["columns"] == columns, f"{name}: deltalake sees {seen}")
        return "equal" + (", deltalake agrees" if self.oracle else "")

    def _describe(self, name):
        code, out, err = self.binary.run(self.lake, "describe", name, "--format", "json")
        expect(code == 0, f"describe {name}: {out}{err}")
        return out

    def _replan(self):
        code, plan = self.binary.json(self.lake, "plan", "--detailed-exitcode", *allow_options(self.wanted))
        expect(code == 0 and plan["in_sync"], f"after apply there is still: {json.dumps(plan['tables'], indent=1)}")
        code, out, err = self.binary.run(self.lake, "check")
        expect(code == 0, f"check exits with {code}: {out}{err}")
        return "empty"

    def _rows(self, after, how):
        if self.oracle is None:
            return "not asked"
        moved = self.case.expect.get("moved", {})
        checked, ways = 0, set()
        for name, state in self.before.items():
            now = after.get(moved.get(name, name))
            if now is None or not state["rows"]:
                continue
            renamed = self.case.expect.get("renamed", {}).get(name, {})
            wanted = [carried_row(row, state["log"].schema, now["log"].schema, renamed) for row in state["rows"]["rows"]]
            for rows in (now["rows"]["rows"], now["rows"]["copy"]):
                expect(sorted(map(repr, rows)) == sorted(map(repr, wanted)), f"{name}: rows are {rows}, not {wanted}")
            expect(now["log"].files.keys() == state["log"].files.keys(), f"{name}: the data files changed")
            checked += len(wanted)
            ways.add(now["rows"]["how"])
        if checked:
            return f"{count(checked, 'row')} by {' and '.join(sorted(ways))}"
        without = not any(self.case.expect["rows"].values())
        return "empty: rows take an engine" if without else "no rows to lose"
