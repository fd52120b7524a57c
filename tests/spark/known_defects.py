"""What Spark does wrong, and deltac plans around or refuses: seen on the very server that runs."""

from case import Failure, expect
from delta_log import Log
from sql_client import SqlError

MAPPED = "TBLPROPERTIES ('delta.columnMapping.mode' = 'name')"


class KnownDefects:
    def __init__(self, server):
        self.server, self.query = server, server.client.query

    def _fields(self):
        schema = Log(self.server.directory("changes", "frail")).schema
        return {field["name"]: field for field in schema["fields"]}

    def clustering_behind_an_emoji(self):
        """Why `hides_clustering` gives such a table its clustering afterwards."""
        table = "(id INT COMMENT '{}') USING DELTA CLUSTER BY (id)"
        self.query("CREATE TABLE changes.plain " + table.format("\u20ac"))
        try:
            self.query("CREATE TABLE changes.hidden " + table.format("\U0001F986"))
        except SqlError as error:
            expect("PARSE_SYNTAX_ERROR" in str(error), str(error))
            return "a syntax error"
        raise Failure("Spark finds CLUSTER BY behind an emoji: hides_clustering can go")

    def texts_inside_a_column(self):
        """Why `judge_nested_text` refuses to alter a column that holds a VARCHAR in a struct (DLT713)."""
        self.query("CREATE TABLE changes.frail (a STRUCT<v: VARCHAR(5) COMMENT 'inner', w: INT>, b STRUCT<v: VARCHAR(5)>, "
                   f"c STRUCT<v: VARCHAR(5) NOT NULL> NOT NULL, d ARRAY<STRUCT<v: CHAR(2)>>) USING DELTA {MAPPED}")
        self.query("INSERT INTO changes.frail SELECT named_struct('v', 'x', 'w', 1), named_struct('v', 'y'), "
                   "named_struct('v', 'z'), array(named_struct('v', 'ab'))")
        self.query("ALTER TABLE changes.frail RENAME COLUMN a TO aa")
        self.query("ALTER TABLE changes.frail ALTER COLUMN c DROP NOT NULL")
        self.query("ALTER TABLE changes.frail ALTER COLUMN d COMMENT 'new'")
        self.query("ALTER TABLE changes.frail RENAME COLUMN b.v TO vv")
        fields = self._fields()
        rows = self.query("SELECT aa.v, c.v, d[0].v, b.vv FROM changes.frail")
        expect(rows == [[None, None, None, "y"]], f"rows {rows}: altered, renamed, commented columns keep their data")
        expect("comment" not in fields["aa"]["type"]["fields"][0]["metadata"], "the comment inside is kept")
        length = fields["b"]["metadata"]["__CHAR_VARCHAR_TYPE_STRING"]
        expect(length == "struct<v:varchar(5)>", f"the length follows its name: {length}")
        return "data, comments and lengths lost"


def tests(server):
    defects = KnownDefects(server)
    return [("CLUSTER BY behind an emoji", defects.clustering_behind_an_emoji),
            ("VARCHAR inside a column", defects.texts_inside_a_column)]
