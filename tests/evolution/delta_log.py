"""Reads a table's _delta_log by full replay of its JSON commits: the runner's own eye, independent of deltac."""

import json
import os


class Log:
    """What a table's log adds up to."""

    def __init__(self, directory):
        self.directory = directory
        self.version = -1
        self.protocol = {}
        self.metadata = {}
        self.files = {}
        folder = os.path.join(directory, "_delta_log")
        for name in sorted(os.listdir(folder)):
            if not name.endswith(".json") or len(name) != 25:
                continue
            version = int(name[:20])
            if version != self.version + 1:
                raise ValueError(f"{directory}: version {self.version + 1} is missing")
            self.version = version
            with open(os.path.join(folder, name), encoding="utf-8") as commit:
                for line in commit:
                    self._take(json.loads(line))

    def _take(self, action):
        if "protocol" in action:
            self.protocol = action["protocol"]
        elif "metaData" in action:
            self.metadata = action["metaData"]
        elif "add" in action:
            self.files[action["add"]["path"]] = action["add"]
        elif "remove" in action:
            self.files.pop(action["remove"]["path"], None)

    @property
    def schema(self):
        return json.loads(self.metadata["schemaString"])

    @property
    def mapped(self):
        return self.metadata.get("configuration", {}).get("delta.columnMapping.mode", "none") != "none"

    def has_rows(self):
        return bool(self.files)


def physical_name(field, mapped):
    return field["metadata"]["delta.columnMapping.physicalName"] if mapped else field["name"]


def stored_schema(schema, mapped):
    """The schema of the data files: physical names, and the types from before any widening."""
    return {"type": "struct", "fields": [_stored_field(field, mapped) for field in schema["fields"]]}


def _stored_field(field, mapped):
    changes = field.get("metadata", {}).get("delta.typeChanges", [])
    first = {}
    for change in changes:
        first.setdefault(change.get("fieldPath", ""), change["fromType"])
    return {
        "name": physical_name(field, mapped),
        "type": _stored_type(field["type"], mapped, first, ""),
        "nullable": field["nullable"],
        "metadata": {},
    }


def _stored_type(kind, mapped, changed, path):
    if path in changed:
        return changed[path]
    below = f"{path}." if path else ""
    if isinstance(kind, str):
        return kind
    if kind["type"] == "struct":
        return stored_schema(kind, mapped)
    if kind["type"] == "array":
        return {**kind, "elementType": _stored_type(kind["elementType"], mapped, changed, below + "element")}
    return {
        **kind,
        "keyType": _stored_type(kind["keyType"], mapped, changed, below + "key"),
        "valueType": _stored_type(kind["valueType"], mapped, changed, below + "value"),
    }


def logical_row(row, schema, mapped):
    """A row under physical names, under the names that the schema gives them."""
    return {
        field["name"]: _logical_value(row.get(physical_name(field, mapped)), field["type"], mapped)
        for field in schema["fields"]
    }


def _logical_value(value, kind, mapped):
    if value is None or isinstance(kind, str):
        return value
    if kind["type"] == "struct":
        return logical_row(value, kind, mapped)
    if kind["type"] == "array":
        return [_logical_value(item, kind["elementType"], mapped) for item in value]
    return value


def carried_row(row, old, new, renamed, path=""):
    """What a row must be after a change from schema `old` to `new`: values follow renames, new columns are NULL."""
    old_names = {field["name"]: field for field in old["fields"]}
    new_names = {field["name"] for field in new["fields"]}
    sources = {}
    for before, after in renamed.items():
        parent, _, name = before.rpartition(".")
        if parent == path and name in old_names and after.rpartition(".")[2] in new_names:
            sources[after.rpartition(".")[2]] = name
    moved = set(sources.values())
    out = {}
    for field in new["fields"]:
        name = field["name"]
        source = sources.get(name, name)
        if source not in old_names or (name not in sources and name in moved):
            out[name] = None
            continue
        below = f"{path}.{source}" if path else source
        out[name] = _carried_value(row.get(source), old_names[source]["type"], field["type"], renamed, below)
    return out


def _carried_value(value, old, new, renamed, path):
    if value is None or isinstance(old, str) or isinstance(new, str):
        return value
    if old["type"] == "struct":
        return carried_row(value, old, new, renamed, path)
    if old["type"] == "array":
        return [_carried_value(item, old["elementType"], new["elementType"], renamed, path + ".element") for item in value]
    return value
