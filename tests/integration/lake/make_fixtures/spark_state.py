"""What Spark says of a table, in a form that tests without Spark compare with."""
import datetime
import decimal
import json

TYPE_TEXT = "__CHAR_VARCHAR_TYPE_STRING"


def delta_log(spark, path):
    return spark._jvm.org.apache.spark.sql.delta.DeltaLog.forTable(spark._jsparkSession, path)


def snapshot(spark, path):
    log = delta_log(spark, path)
    option = spark._jvm.scala.Option
    return log.update(False, option.empty(), option.empty())


def json_action(action):
    return json.loads(action.json())


def state_actions(spark, path):
    """Protocol, metaData and live domainMetadata as Spark replays them from the log."""
    now = snapshot(spark, path)
    actions = [json_action(now.protocol()), json_action(now.metadata())]
    domains = now.domainMetadata()
    actions += [json_action(domains.apply(i)) for i in range(domains.size())]
    return actions


def _plain_type(kind, text):
    """A type as the log writes it, VARCHAR and CHAR put back where Spark keeps them aside (`text`: Spark's own type
    text of the whole field, which has them)."""
    if text is None:
        return _strip(kind)
    return _merge(_strip(kind), _parse_type(text))


def _strip(kind):
    if not isinstance(kind, dict):
        return kind
    if kind["type"] == "struct":
        return {"type": "struct", "fields": [_field(f) for f in kind["fields"]]}
    if kind["type"] == "array":
        return {"type": "array", "element": _strip(kind["elementType"])}
    if kind["type"] == "map":
        return {"type": "map", "key": _strip(kind["keyType"]), "value": _strip(kind["valueType"])}
    raise ValueError(kind)


def _split(text):
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += (c in "<(") - (c in ">)")
        if c == "," and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    return parts + [text[start:]]


def _parse_type(text):
    text = text.strip()
    inner = text[text.index("<") + 1:-1] if text.endswith(">") else ""
    if text.startswith("array<"):
        return ["array", _parse_type(inner)]
    if text.startswith("map<"):
        key, value = _split(inner)
        return ["map", _parse_type(key), _parse_type(value)]
    if text.startswith("struct<"):
        return ["struct"] + [_parse_type(part.split(":", 1)[1]) for part in _split(inner)]
    return text


def _merge(kind, parsed):
    if isinstance(parsed, str):
        return parsed if parsed.startswith(("varchar(", "char(")) else kind
    if parsed[0] == "array":
        return {"type": "array", "element": _merge(kind["element"], parsed[1])}
    if parsed[0] == "map":
        return {"type": "map", "key": _merge(kind["key"], parsed[1]), "value": _merge(kind["value"], parsed[2])}
    fields = [dict(f, type=_merge(f["type"], p)) for f, p in zip(kind["fields"], parsed[1:])]
    return {"type": "struct", "fields": fields}


def _field(field):
    meta = field["metadata"]
    out = {"name": field["name"], "type": _plain_type(field["type"], meta.get(TYPE_TEXT)), "nullable": field["nullable"]}
    if "comment" in meta:
        out["comment"] = meta["comment"]
    if "CURRENT_DEFAULT" in meta:
        out["default"] = meta["CURRENT_DEFAULT"]
    if "delta.generationExpression" in meta:
        out["generated"] = meta["delta.generationExpression"]
    if "delta.identity.step" in meta:
        out["identity"] = {"start": meta["delta.identity.start"], "step": meta["delta.identity.step"],
                           "allow_explicit_insert": meta["delta.identity.allowExplicitInsert"]}
    if "delta.columnMapping.physicalName" in meta:
        out["physical_name"] = meta["delta.columnMapping.physicalName"]
    return out


def columns_of(schema_string):
    """The columns of a schemaString as plain names and types, without containsNull (always allowed in Delta)."""
    return [_field(f) for f in json.loads(schema_string)["fields"]]


def plain(value):
    """A value of a row as JSON: bytes as hex, decimals and times as text, a map as a list of pairs."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else str(value)
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex()
    if hasattr(value, "asDict"):
        return {k: plain(v) for k, v in value.asDict(False).items()}
    if isinstance(value, dict):
        return [[plain(k), plain(v)] for k, v in value.items()]
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if hasattr(value, "toJson"):
        return json.loads(value.toJson())
    raise TypeError(f"{type(value)}: {value!r}")


def expected(spark, table, path):
    """All that a test compares with, as the JSON value of expected.json."""
    now = snapshot(spark, path)
    meta = json_action(now.metadata())["metaData"]
    protocol = json_action(now.protocol())["protocol"]
    detail = spark.sql(f"DESCRIBE DETAIL {table}").collect()[0].asDict()
    frame = spark.sql(f"SELECT * FROM {table} ORDER BY 1 NULLS FIRST")
    rows = [{k: plain(v) for k, v in row.asDict(False).items()} for row in frame.collect()]
    return {
        "made_by": f"Spark {spark.version}, Delta 4.4.0",
        "version": now.version(),
        "table_id": meta["id"],
        "comment": meta.get("description"),
        "columns": columns_of(meta["schemaString"]),
        "properties": dict(sorted(meta["configuration"].items())),
        "partition_columns": meta["partitionColumns"],
        "clustering_columns": list(detail["clusteringColumns"]),
        "protocol": {k: sorted(v) if isinstance(v, list) else v for k, v in protocol.items()},
        "table_features": sorted(detail["tableFeatures"]),
        "live_files": now.allFiles().count(),
        "row_count": len(rows),
        "rows": rows,
        "history": [{"version": r["version"], "operation": r["operation"]}
                    for r in reversed(spark.sql(f"DESCRIBE HISTORY {table}").select("version", "operation").collect())],
    }


def lines_of(value):
    """JSON with one line per member, and one per item of a member that is a list of objects: small, and diffs stay readable."""
    compact = lambda v: json.dumps(v, ensure_ascii=False)
    members = []
    for key, item in value.items():
        if isinstance(item, list) and item and isinstance(item[0], (dict, list)):
            text = "[\n  " + ",\n  ".join(compact(i) for i in item) + "]"
        else:
            text = compact(item)
        members.append(f" {compact(key)}: {text}")
    return "{\n" + ",\n".join(members) + "\n}\n"
