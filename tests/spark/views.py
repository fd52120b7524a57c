"""Views on a real Spark: made in order, quoted, replaced when their text differs, refused before anything runs, dropped."""

from case import expect

ALLOW = ["--allow", "create-schema", "--allow", "protocol-upgrade", "--allow", "drop-table"]
COMMENT = "It's \"quoted\" -- ${x} {y} \\n ? \U0001F986"
PROPERTY = ("team's ?", "it's ${x} \\ -- \U0001F986")


class Views:
    def __init__(self, project):
        self.project = project

    def are_made(self):
        """With names of two parts, the one that another reads before it."""
        _, sent = self.project.run(1, "apply", "--yes", *ALLOW)
        made = [one.split("`")[3] for one in sent if "CREATE VIEW" in one]
        expect(sorted(made) == ["above", "daily", "passing"] and made.index("daily") < made.index("above"), f"made {made}")
        return ", ".join(made)

    def are_read_back_as_declared(self):
        self.project.run(1, "plan", "--detailed-exitcode")
        described = {row[0]: row[1] for row in self.project.query("DESCRIBE TABLE EXTENDED changes.daily")}
        expect(described.get("Comment") == COMMENT, f"comment {described.get('Comment')!r}")
        properties = {row[0]: row[1] for row in self.project.query("SHOW TBLPROPERTIES changes.daily")}
        expect(properties.get(PROPERTY[0]) == PROPERTY[1], f"properties {properties}")
        return "in sync, with every character of comment and property"

    def are_replaced_when_their_text_differs(self):
        """And one that was made by hand, of the same text, is in sync though it has no mark."""
        self.project.query("CREATE VIEW changes.by_hand (id) AS SELECT id FROM changes.orders")
        self.project.query("INSERT INTO changes.orders VALUES (1, 1.5), (2, 2.5)")
        expect(self.project.query("SELECT id FROM changes.above") == [["1"], ["2"]], "v1's rows")
        planned = {name: steps for name, steps in self.project.planned(2).items() if steps and "filled" not in name}
        expect(planned == {"changes.daily": ["create_view changes.daily"], "changes.passing": ["drop_view changes.passing"]}, f"planned {planned}")
        _, sent = self.project.run(2, "apply", "--yes", *ALLOW, "--tables", "changes.*")
        changing = [one for one in sent if "VIEW" in one and "EXPLAIN" not in one]
        expect(len(changing) == 2 and sum("CREATE OR REPLACE VIEW" in one for one in changing) == 1, f"sent {changing}")
        expect(self.project.query("SELECT id FROM changes.above") == [["2"]], "the new query")
        left = sorted(row[1] for row in self.project.query("SHOW VIEWS IN changes"))
        expect(left == ["above", "by_hand", "daily"], f"left {left}")
        expect(not any(self.project.planned(2, "--tables", "changes.*").values()), "planned again")
        return "one replaced, one dropped by its tombstone, one made by hand in sync"

    def of_other_columns_are_refused(self):
        """Before anything runs: the view stays, and so does what is in the same plan."""
        said, sent = self.project.run(3, "apply", "--yes", *ALLOW, "--tables", "changes.daily", code=3)
        expect("total is string in the query of changes.daily and DECIMAL(10,2) in the struct [DLT663]" in said, said)
        ran = [one for one in sent if one.startswith(("CREATE", "ALTER", "DROP"))]
        expect(not ran, f"ran {ran}")
        expect(self.project.query("SELECT id FROM changes.daily") == [["2"]], "the view is another one")
        return "DLT663, and nothing ran"


def first(project):
    views = Views(project)
    return [("views are made", views.are_made), ("views are read back", views.are_read_back_as_declared)]


def second(project):
    views = Views(project)
    return [("views are replaced and dropped", views.are_replaced_when_their_text_differs),
            ("views of other columns", views.of_other_columns_are_refused)]
