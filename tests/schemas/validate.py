#!/usr/bin/env python3
"""Every form that deltac writes, looked at by others: JSON by a JSON Schema validator against schemas/, JUnit by an XML
parser, SARIF against the essentials of its schema.

  validate.py --samples PROGRAM --schemas DIR [--deltac TOOL] [FOLDER…]

FOLDERs are searched for more files (plans, snapshots, fragments) of the tests.
"""

import argparse
import copy
import json
import os
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

FORMS = ("fragment", "plan", "snapshot", "report", "history", "findings")


def urn(name):
    return f"urn:deltac:schema:{name}:1"


def strict(schema):
    """The schema without room for members that it does not name."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: strict(value) for key, value in schema.items()}
    if "properties" in out and "if" not in schema and "required" in out:
        out.setdefault("additionalProperties", False)
    return out


def named(schema, found=None):
    """The names of all properties of a schema, as "the first words of its place/name"."""
    found = set() if found is None else found
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict) and "required" in schema:
            found.update(schema["properties"])
        for value in schema.values():
            named(value, found)
    elif isinstance(schema, list):
        for value in schema:
            named(value, found)
    return found


def members(value, found=None):
    found = set() if found is None else found
    if isinstance(value, dict):
        found.update(value)
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        members(each, found)
    return found


class Forms(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.schemas = {}
        for name in (*FORMS, "model"):
            with open(os.path.join(OPTIONS.schemas, name + ".schema.json"), encoding="utf-8") as text:
                cls.schemas[name] = json.load(text)
        cls.open = cls.registry(cls.schemas)
        cls.strict = cls.registry({name: strict(schema) for name, schema in cls.schemas.items()})
        cls.files = {name: [] for name in FORMS}
        for name in sorted(os.listdir(SAMPLES)):
            form = name.removesuffix(".json").rpartition(".")[2]
            if name.endswith(".json"):
                cls.files[form].append(os.path.join(SAMPLES, name))

    @staticmethod
    def registry(schemas):
        return Registry().with_resources((urn(name), Resource.from_contents(schema)) for name, schema in schemas.items())

    def validator(self, name, registry):
        return Draft202012Validator({"$ref": urn(name)}, registry=registry)

    def errors(self, name, document, registry=None):
        found = self.validator(name, registry or self.strict).iter_errors(document)
        return [f"{'/'.join(map(str, each.absolute_path))}: {each.message[:300]}" for each in found]

    def read(self, path):
        with open(path, encoding="utf-8") as text:
            return json.load(text)

    def test_the_schemas_are_schemas(self):
        for name, schema in self.schemas.items():
            Draft202012Validator.check_schema(schema)
            self.assertEqual(schema["$id"], urn(name))

    def test_what_is_written_fits_and_nothing_else_is_written(self):
        for form, paths in self.files.items():
            self.assertTrue(paths, form)
            for path in paths:
                self.assertEqual(self.errors(form, self.read(path)), [], path)

    def test_every_member_of_a_schema_is_written_by_some_sample(self):
        """So that the samples are full: a member that they lack would never be compared with the writers."""
        written = set()
        for paths in self.files.values():
            for path in paths:
                written |= members(self.read(path))
        for name, schema in self.schemas.items():
            self.assertEqual(sorted(named(schema) - written), [], name)

    def test_broken_files_do_not_fit(self):
        for form, paths in self.files.items():
            whole = self.read(paths[0] if "full" in paths[0] or form == "history" else paths[1])
            for change in (lambda d: d.update(format="deltac.other/1"), lambda d: d.pop("format")):
                broken = copy.deepcopy(whole)
                change(broken)
                self.assertNotEqual(self.errors(form, broken, self.open), [], form)
            broken = copy.deepcopy(whole)
            broken["stranger"] = 1
            self.assertNotEqual(self.errors(form, broken), [], form)
            self.assertEqual(self.errors(form, broken, self.open), [], "members may be added within a number")
        plan = self.read(next(path for path in self.files["plan"] if "full" in path))
        for change in (lambda p: p["tables"][0]["units"][0]["steps"][0].update(action="drop_planet"),
                       lambda p: p["tables"][0]["units"][1]["steps"][0]["with"].pop("table"),
                       lambda p: p["tables"][0].update(state="lost"),
                       lambda p: p.update(checksum="sha256:short"),
                       lambda p: p["tables"][0]["findings"][0].update(severity="fatal"),
                       lambda p: p["tables"][0]["observed"]["table"]["columns"][0].update(type={"array": []})):
            broken = copy.deepcopy(plan)
            change(broken)
            self.assertNotEqual(self.errors("plan", broken, self.open), [])

    def test_files_of_other_tests_fit(self):
        count = 0
        for folder in OPTIONS.folders:
            for path, _, names in os.walk(folder):
                for name in names:
                    full = os.path.join(path, name)
                    try:
                        document = self.read(full)
                    except (ValueError, OSError):
                        continue
                    form = str(document.get("format", "")) if isinstance(document, dict) else ""
                    if not form.startswith("deltac."):
                        continue
                    count += 1
                    name = form.removeprefix("deltac.").removesuffix("/1")
                    self.assertEqual(self.errors(name, document), [], full)
        print(f"{count} files of other tests fit", file=sys.stderr)

    def test_printed_schemas_stand_alone(self):
        if not OPTIONS.deltac:
            self.skipTest("needs deltac")
        for form in FORMS:
            printed = json.loads(subprocess.run([OPTIONS.deltac, "schema", form], check=True, capture_output=True).stdout)
            Draft202012Validator.check_schema(printed)
            for path in self.files[form]:
                found = list(Draft202012Validator(printed).iter_errors(self.read(path)))
                self.assertEqual([each.message[:200] for each in found], [], path)
            self.assertNotEqual(list(Draft202012Validator(printed).iter_errors({"format": "deltac.other/1"})), [], form)

    def test_junit(self):
        root = xml.etree.ElementTree.parse(os.path.join(SAMPLES, "full.junit.xml")).getroot()
        self.assertEqual(root.tag, "testsuites")
        suite, = root
        cases = suite.findall("testcase")
        self.assertEqual(int(suite.get("tests")), len(cases))
        for word, attribute in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            self.assertEqual(int(suite.get(attribute)), sum(case.find(word) is not None for case in cases), word)
        verdicts = {case.get("name"): [each.tag for each in case if each.tag != "system-out"] for case in cases}
        self.assertEqual(verdicts["dev.s.in_sync"], [])
        self.assertEqual(verdicts["dev.s.applied"], [])
        self.assertEqual(verdicts["dev.s.planned"], ["failure"])
        self.assertEqual(verdicts["dev.s.blocked"], ["failure"])
        self.assertEqual(verdicts["dev.s.failed"], ["error"])
        self.assertEqual(verdicts["dev.s.skipped"], ["skipped"])
        self.assertIn('a"b\'<c>&]]>\ufffd\ufffd[31m|`**_\\\n\r\té', cases[0][0].get("message"), "names come back as they are")

    def test_sarif(self):
        log = self.read(os.path.join(SAMPLES, "full.sarif"))
        self.assertEqual(log["version"], "2.1.0")
        self.assertIn("sarif-schema-2.1.0", log["$schema"])
        run, = log["runs"]
        driver = run["tool"]["driver"]
        self.assertEqual(driver["name"], "deltac")
        rules = [rule["id"] for rule in driver["rules"]]
        self.assertEqual(len(rules), len(set(rules)))
        self.assertEqual(SARIF_ESSENTIALS(log), [])
        for result in run["results"]:
            self.assertEqual(rules[result["ruleIndex"]], result["ruleId"])
        found = next(each for each in run["results"] if each["ruleId"] == "DLT601")
        place = found["locations"][0]["physicalLocation"]
        self.assertEqual(place["artifactLocation"]["uri"], "include/o%20d/%C3%A9%26.hpp")
        self.assertEqual(place["region"], {"startLine": 3, "startColumn": 7, "endColumn": 11})
        self.assertEqual(found["level"], "error")
        drift = [each for each in run["results"] if each["ruleId"] == "not-in-sync"]
        self.assertTrue(drift)
        self.assertEqual(len(run["results"]), len({each["partialFingerprints"]["deltac/v1"] for each in run["results"]}))

    def test_markdown_keeps_names_from_being_markup(self):
        with open(os.path.join(SAMPLES, "full.md"), encoding="utf-8") as file:
            text = file.read()
        rows = [line for line in text.splitlines() if line.startswith("|")]
        outside = text.split("<details>")[0]
        self.assertNotIn("<c>", outside)
        self.assertIn("\\<c\\>", outside)
        self.assertNotIn("\x1b", text.replace("```", ""))
        for row in rows:
            self.assertIn(row.replace("\\|", "").count("|"), (5, 6), row)

    def test_a_failure_fits_a_screen(self):
        with open(os.path.join(SAMPLES, "failure.txt"), encoding="utf-8") as file:
            lines = file.read().splitlines()
        self.assertLessEqual(len(lines), 24)
        self.assertLessEqual(max(map(len, lines)), 260)
        self.assertIn("tables are not taken back on lake:./", lines[0])


# What SARIF 2.1.0's schema demands of the parts that deltac writes.
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LOCATION = {"type": "object", "additionalProperties": False, "properties": {
    "message": TEXT,
    "physicalLocation": {"type": "object", "required": ["artifactLocation"], "additionalProperties": False, "properties": {
        "artifactLocation": {"type": "object", "required": ["uri"], "properties": {
            "uri": {"type": "string", "pattern": r"^[A-Za-z0-9._~:/%-]+$"}}},
        "region": {"type": "object", "required": ["startLine"], "additionalProperties": False, "properties": {
            name: {"type": "integer", "minimum": 1} for name in ("startLine", "startColumn", "endLine", "endColumn")}}}},
    "logicalLocations": {"type": "array", "items": {"type": "object", "additionalProperties": False, "properties": {
        "fullyQualifiedName": {"type": "string"}, "name": {"type": "string"}, "kind": {"type": "string"}}}}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
SARIF = {"type": "object", "required": ["version", "runs"], "additionalProperties": False, "properties": {
    "$schema": {"type": "string", "format": "uri"}, "version": {"const": "2.1.0"},
    "runs": {"type": "array", "items": {"type": "object", "required": ["tool"], "additionalProperties": False, "properties": {
        "tool": {"type": "object", "required": ["driver"], "properties": {
            "driver": {"type": "object", "required": ["name"], "additionalProperties": False, "properties": {
                "name": {"type": "string"}, "version": {"type": "string"},
                "rules": {"type": "array", "items": {"type": "object", "required": ["id"], "additionalProperties": False, "properties": {
                    "id": {"type": "string"}, "shortDescription": TEXT, "fullDescription": TEXT,
                    "defaultConfiguration": {"type": "object", "properties": {"level": LEVEL}}}}}}}}},
        "automationDetails": {"type": "object", "properties": {"id": {"type": "string"}}},
        "invocations": {"type": "array", "items": {"type": "object", "required": ["executionSuccessful"], "properties": {
            "executionSuccessful": {"type": "boolean"}, "exitCode": {"type": "integer"}}}},
        "results": {"type": "array", "items": {"type": "object", "required": ["message"], "additionalProperties": False, "properties": {
            "ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": 0}, "level": LEVEL, "message": TEXT,
            "locations": {"type": "array", "items": LOCATION}, "relatedLocations": {"type": "array", "items": LOCATION},
            "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}}}}}}}}}}


def SARIF_ESSENTIALS(log):
    return [f"{'/'.join(map(str, each.absolute_path))}: {each.message[:200]}" for each in Draft202012Validator(SARIF).iter_errors(log)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--samples", required=True)
    parser.add_argument("--schemas", required=True)
    parser.add_argument("--deltac")
    parser.add_argument("folders", nargs="*")
    OPTIONS = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="deltac-schemas-") as SAMPLES:
        subprocess.run([OPTIONS.samples, SAMPLES], check=True)
        unittest.main(argv=sys.argv[:1])
