"""Runs of a migration binary (tests/bench/many_tables) in a folder of their own, for the scripts beside this file.

    SCRIPT --binary …/many_tables --driver …/libfake_odbc.so
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

FORMS = ("json", "markdown", "junit", "sarif", "text")
ARGUMENTS = argparse.Namespace()


class Runs(unittest.TestCase):
    maxDiff = None
    target = "lake:lake"

    def setUp(self):
        self.root = tempfile.TemporaryDirectory(prefix="deltac-reports-")
        self.folder = self.root.name
        os.symlink(ARGUMENTS.binary, self.path("many_tables"))
        self.made = 10

    def tearDown(self):
        subprocess.run(["chmod", "-R", "u+w", self.folder], check=True)
        self.root.cleanup()

    def path(self, *name):
        return os.path.join(self.folder, *name)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as text:
            return text.read()

    def call(self, version, *words, environment=None, mapped=True, **options):
        more = {"DELTAC_MAPPED": "1"} if mapped else {}
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        return subprocess.run([ARGUMENTS.binary, str(self.made), version, *words], cwd=self.folder, text=True, check=False, timeout=120,
                              env={**os.environ, **more, **(environment or {})}, **options)

    def ends(self, code, *words, **options):
        got = self.call(*words, **options)
        self.assertEqual(got.returncode, code, f"{words}\n{got.stdout}{got.stderr}")
        return got

    def on_target(self, version, command, *words):
        return version, command, *(("--target", self.target) if "--target" not in words else ()), *words

    def start(self):
        self.ends(0, *self.on_target("v1", "apply", "--yes", "--exclusive"))

    def forms(self):
        return {form: self.read(f"r.{form}") for form in FORMS}

    def cases(self):
        return xml.etree.ElementTree.fromstring(self.read("r.junit")).iter("testcase")

    # --- the fake driver's server ---

    def serve(self, **more):
        """An empty server with the schema of the tables; `more` goes into its script."""
        for name, content in (("script.json", {"catalogue": "server.json", **more}),
                              ("server.json", {"schemas": {"dev.silver": True}, "tables": {}, "ran": {}})):
            with open(self.path(name), "w", encoding="utf-8") as out:
                json.dump(content, out)
        self.target = f"odbc:Driver={ARGUMENTS.driver};Script={self.folder}/script.json;deltac.log_commits=0"


def main(about):
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--driver", required=True)
    rest = parser.parse_known_args(namespace=ARGUMENTS)[1]
    result = unittest.main(argv=[sys.argv[0], *rest], exit=False, verbosity=1).result
    return 0 if result.wasSuccessful() else 1
