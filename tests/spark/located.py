"""A table with a location on a real Spark: it lies there, and is in sync in whatever spelling Spark gives its place back."""

import os

from case import expect


class Located:
    def __init__(self, project):
        self.project = project

    def lies_where_the_code_says(self):
        """The views' run has made it."""
        place = os.path.join(self.project.root, "placed")
        expect(os.path.isdir(os.path.join(place, "_delta_log")), f"no table in {place}")
        shown = self.project.query("DESCRIBE DETAIL changes.placed")[0]
        expect(any(cell in (f"file:{place}", f"file://{place}") for cell in shown), f"detail {shown}")
        planned = self.project.planned(1)["spark_catalog.changes.placed"]
        expect(planned == [], f"planned {planned}")
        return "there, and in sync"


def tests(project):
    return [("a table with a location", Located(project).lies_where_the_code_says)]
