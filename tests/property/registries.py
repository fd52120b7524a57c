"""Random registries (random_pairs, built from pairs.cpp) as migration binaries, and what a target makes of them."""

import json
import re

from case import expect
from migration import Binary

KINDS = ["drop-column", "drop-table", "drop-check", "drop-not-null", "rename-table", "protocol-upgrade", "create-schema",
         "missing-source"]
ALLOW = [word for kind in KINDS for word in ("--allow", kind)]


class Version(Binary):
    """The migration binary of one version of the random registry."""

    def __init__(self, path, seed, count, version):
        super().__init__(path)
        self.first = [str(seed), str(count), version]

    def run(self, *words, **options):
        return super().run(*self.first, *words, **{"timeout": 3000, **options})


def short(name):
    return (name if isinstance(name, str) else ".".join(name)).split(".")[-1]


def parsed(answer, what):
    code, out, err = answer
    expect(out.startswith("{"), f"{what}: exit {code}\n{out[:3000]}{err[:3000]}")
    return json.loads(out)


def errors(table):
    return sorted({finding["code"] for finding in table["findings"] if finding["severity"] == "error"})


class Fates:
    """What becomes of each pair: which tables a version has, and which of them hit a wall, so that they may be refused."""

    def __init__(self, binary, count):
        code, out, err = binary.run("fates")
        expect(code == 0, f"fates: exit {code}\n{err}")
        self.pairs = [line.split() for line in out.splitlines()]
        expect(len(self.pairs) == count, f"{count} pairs are asked for, and {len(self.pairs)} are made")

    def names(self, version):
        if version == "v1":
            return {short(first) for first, _, _ in self.pairs}
        return {short(second) for _, second, fate in self.pairs if fate != "leaves"}

    def problems(self, version, reports, possible, never_made=frozenset()):
        """Tables without a report, and refusals of what can be done, but for the codes that are possible. Of a table that was
        never made there is nothing to say when it is dropped."""
        gone = {short(second) for _, second, fate in self.pairs if fate == "is_dropped" and version == "v2"} & never_made
        found = [f"{version} {name} is declared or reported, and not both"
                 for name in sorted((self.names(version) ^ set(reports)) - gone)]
        walls = {short(second) for _, second, fate in self.pairs if fate == "hits_a_wall" and version == "v2"}
        for name, table in reports.items():
            refused = set(errors(table)) - set(possible)
            if refused and name not in walls:
                found.append(f"{version} {name} can be reached, and is refused with {sorted(refused)}: {table['findings']}")
        return found


def without_spaces(expression):
    """Spark keeps a CHECK's tokens with a space between them; that they are the declared ones, `verify` sees."""
    return re.sub(r"\s", "", expression)


def model(described):
    table = {key: value for key, value in described["table"].items() if key != "name"}
    table["properties"] = sorted((each for each in table.get("properties", []) if each["key"] != "deltac.managed"),
                                 key=lambda each: each["key"])
    table["checks"] = sorted((each["name"], without_spaces(each["expression"])) for each in table.get("checks", []))
    return table


class Place:
    """A target, reached by each version's binary."""

    def __init__(self, target, binaries, environment=None):
        self.target, self.binaries, self.environment = target, binaries, environment

    def ask(self, version, command, *words):
        options = {"env": self.environment} if self.environment else {}
        return self.binaries[version].run(command, *self.target, *words, **options)

    def apply(self, version):
        report = parsed(self.ask(version, "apply", "--yes", "--exclusive", "--format", "json", *ALLOW), f"apply {version}")
        return {short(table["name"]): table for table in report["tables"]}

    def left(self, version):
        """The tables that a second plan would change, and its statements."""
        plan = parsed(self.ask(version, "plan", "--format", "json", *ALLOW), f"plan {version}")
        return {short(table["name"]): [s for unit in table["units"] for s in unit["statements"]]
                for table in plan["tables"] if table["units"]}

    def unlike(self, version):
        """The tables that are not exactly what is declared, and both models as text."""
        code, out, err = self.ask(version, "verify")
        expect(code == 0, f"verify {version}: exit {code}\n{err}")
        parts = out.split('{"name": "')[1:]
        return {short(part[:part.index('"')]): part for part in parts}

    def described(self, version):
        snapshot = parsed(self.ask(version, "describe", "--format", "json"), f"describe {version}")
        return {short(table["name"]): model(table) for table in snapshot["tables"] if "table" in table}
