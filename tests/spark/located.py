"""A table with a location on a real Spark: it lies there, and is in sync in whatever spelling Spark gives its place back."""

import os

from case import expect


def lies_where_the_code_says(project):
    """The views' run has made it."""
    place = os.path.join(project.root, "placed")
    expect(os.path.isdir(os.path.join(place, "_delta_log")), f"no table in {place}")
    shown = project.query("DESCRIBE DETAIL changes.placed")[0]
    expect(any(cell in (f"file:{place}", f"file://{place}") for cell in shown), f"detail {shown}")
    planned = project.planned(1)["spark_catalog.changes.placed"]
    expect(planned == [], f"planned {planned}")
    return "there, and in sync"


def tests(project):
    return [("a table with a location", lambda: lies_where_the_code_says(project))]
