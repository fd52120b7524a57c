"""Rows that get a value where a default is new, on a real Spark: all of them, those that are written meanwhile too."""

from case import expect

FILL = ["--allow", "backfill", "--allow", "protocol-upgrade", "--tables", "*.filled"]
NOTE = "it's ? ${x} -- \U0001F986"


class FilledRows:
    def __init__(self, project):
        self.project = project

    def _rows(self):
        return {int(row[0]): (row[1], row[2]) for row in self.project.query("SELECT id, note, state FROM changes.filled")}

    def not_null_is_refused(self):
        """Spark makes no column of a table NOT NULL; the way out is told, and no row is touched."""
        self.project.query("INSERT INTO changes.filled VALUES (1, NULL), (2, 'its own')")
        said, sent = self.project.run(3, "apply", "--yes", *FILL, code=3)
        expect("[DLT601]" in said and "check(" in said, said)
        expect(not any(one.startswith(("UPDATE", "ALTER")) for one in sent), f"sent {sent}")
        return "DLT601, with a CHECK as the way out"

    def rows_that_come_meanwhile_are_filled(self):
        """The statements of the plan one by one, and a row of somebody else's after each of them."""
        script, _ = self.project.run(2, "emit", *FILL)
        statements = [one.strip() for one in "\n".join(
            line for line in script.splitlines() if not line.startswith("--")).split(";\n") if one.strip()]
        expect(sum(one.startswith("UPDATE") for one in statements) == 4, f"emitted {statements}")
        for number, statement in enumerate(statements):
            self.project.query(statement.rstrip(";"))
            if "ADD CONSTRAINT" not in statement and number + 1 < len(statements):
                self.project.query(f"INSERT INTO changes.filled (id) VALUES ({100 + number})")
        rows = self._rows()
        expect(rows.pop(2) == ("its own", "7"), "a row that had a value")
        expect(len(rows) == len(statements) and set(rows.values()) == {(NOTE, "7")}, f"rows {rows}")
        return f"{len(rows)} rows, {len(statements) - 1} of which came between two statements"

    def a_plan_fills_in_one_go(self):
        """A column, its default and the CHECK that it is there, on rows that were there before."""
        self.project.query("DROP TABLE changes.filled")
        self.project.run(1, "apply", "--yes", "--allow", "protocol-upgrade", "--tables", "*.filled")
        self.project.query("INSERT INTO changes.filled VALUES (1, NULL), (2, 'its own'), (3, NULL)")
        self.project.run(2, "apply", "--yes", *FILL)
        expect(self._rows() == {1: (NOTE, "7"), 2: ("its own", "7"), 3: (NOTE, "7")}, f"rows {self._rows()}")
        history = [row[4] for row in self.project.query("DESCRIBE HISTORY changes.filled")]
        expect(history.count("UPDATE") == 2, f"a fill that finds no row commits nothing: {history}")
        self.project.run(2, "plan", "--detailed-exitcode", *FILL)
        return "3 rows, two columns, two commits of rows"


def tests(project):
    filled = FilledRows(project)
    return [("NOT NULL with a default", filled.not_null_is_refused),
            ("rows written while others are filled", filled.rows_that_come_meanwhile_are_filled),
            ("rows filled by a plan", filled.a_plan_fills_in_one_go)]
