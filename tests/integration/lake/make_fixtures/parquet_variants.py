#!/usr/bin/env python3
"""Makes the Parquet files of ../fixtures/parquet: one checkpoint's rows, written in every way that the lake's reader
knows, and in some that it must refuse. Needs PyPI pyarrow (made with 26.0.1).

    parquet_variants.py OUT
"""
import os
import sys

import pyarrow as pa
import pyarrow.parquet as pq

STRING_MAP = pa.map_(pa.string(), pa.string())
SCHEMA = pa.schema([
    pa.field("txn", pa.struct([pa.field("appId", pa.string()), pa.field("version", pa.int64())])),
    pa.field("add", pa.struct([pa.field("path", pa.string()), pa.field("partitionValues", STRING_MAP),
                               pa.field("size", pa.int64()), pa.field("stats", pa.string())])),
    pa.field("remove", pa.struct([pa.field("path", pa.string())])),
    pa.field("metaData", pa.struct([
        pa.field("id", pa.string()), pa.field("name", pa.string()),
        pa.field("format", pa.struct([pa.field("provider", pa.string()), pa.field("options", STRING_MAP)])),
        pa.field("schemaString", pa.string()), pa.field("partitionColumns", pa.list_(pa.string())),
        pa.field("configuration", STRING_MAP), pa.field("createdTime", pa.int64())])),
    pa.field("protocol", pa.struct([
        pa.field("minReaderVersion", pa.int32()), pa.field("minWriterVersion", pa.int32()),
        pa.field("writerFeatures", pa.list_(pa.string()))])),
    pa.field("domainMetadata", pa.struct([
        pa.field("domain", pa.string()), pa.field("configuration", pa.string()), pa.field("removed", pa.bool_())])),
])

SCHEMA_STRING = ('{"type":"struct","fields":[{"name":"id","type":"long","nullable":true,"metadata":{}},'
                 '{"name":"day","type":"date","nullable":true,"metadata":{}}]}')


def rows():
    """40 files, one protocol, one metaData, two domains (one of them removed), in no helpful order."""
    made = [{"add": {"path": f"part-{i:05}.parquet", "partitionValues": [("day", f"2026-01-{i % 28 + 1:02}")], "size": i,
                     "stats": '{"numRecords":1}' if i % 3 else None}} for i in range(40)]
    made.insert(7, {"metaData": {"id": "the-id", "name": None, "format": {"provider": "parquet", "options": []},
                                 "schemaString": SCHEMA_STRING, "partitionColumns": ["day"],
                                 "configuration": [("a", "1"), ("delta.appendOnly", "false"), ("b", "")],
                                 "createdTime": 1700000000000}})
    made.insert(11, {"domainMetadata": {"domain": "delta.clustering", "configuration": "{\"clusteringColumns\":[]}",
                                        "removed": False}})
    made.insert(21, {"domainMetadata": {"domain": "gone", "configuration": "", "removed": True}})
    made.insert(30, {"protocol": {"minReaderVersion": 1, "minWriterVersion": 7,
                                  "writerFeatures": ["appendOnly", "clustering", "domainMetadata", "invariants"]}})
    made.append({"txn": {"appId": "x", "version": 3}})
    made += [{"remove": {"path": f"old-{i}.parquet"}} for i in range(5)]
    return made


def delta_encodings(text):
    """`text` for every column of text, the packed differences for every one of integers; booleans as runs."""
    encodings = {}

    def visit(field, path):
        kind = field.type
        if pa.types.is_struct(kind):
            for child in kind:
                visit(child, path + [child.name])
        elif pa.types.is_map(kind):
            visit(kind.key_field, path + ["key_value", "key"])
            visit(kind.item_field, path + ["key_value", "value"])
        elif pa.types.is_list(kind):
            visit(kind.value_field, path + ["list", "element"])
        elif pa.types.is_boolean(kind):
            encodings[".".join(path)] = "RLE"
        else:
            encodings[".".join(path)] = text if pa.types.is_string(kind) else "DELTA_BINARY_PACKED"

    for field in SCHEMA:
        visit(field, [field.name])
    return encodings


VARIANTS = {
    "plain_v1": {"compression": "none", "use_dictionary": False, "data_page_version": "1.0"},
    "snappy_dictionary_v1": {"compression": "snappy", "use_dictionary": True, "data_page_version": "1.0"},
    "gzip_plain_v2": {"compression": "gzip", "use_dictionary": False, "data_page_version": "2.0"},
    "zstd_dictionary_v2": {"compression": "zstd", "use_dictionary": True, "data_page_version": "2.0"},
    "small_pages": {"compression": "snappy", "use_dictionary": False, "data_page_size": 64, "write_batch_size": 4},
    "row_groups": {"compression": "snappy", "row_group_size": 25},
    "old_lists": {"compression": "snappy", "use_compliant_nested_type": False},
    "refused_brotli": {"compression": "brotli"},
    "delta_v1": {"compression": "none", "use_dictionary": False, "data_page_version": "1.0",
                 "column_encoding": delta_encodings("DELTA_LENGTH_BYTE_ARRAY")},
    "delta_v2": {"compression": "snappy", "use_dictionary": False, "data_page_version": "2.0",
                 "column_encoding": delta_encodings("DELTA_BYTE_ARRAY")},
    "refused_split_bytes": {"compression": "none", "use_dictionary": False,
                            "column_encoding": {"protocol.minReaderVersion": "BYTE_STREAM_SPLIT"}},
}


def main():
    os.makedirs(sys.argv[1], exist_ok=True)
    table = pa.Table.from_pylist(rows(), schema=SCHEMA)
    for name, options in VARIANTS.items():
        pq.write_table(table, os.path.join(sys.argv[1], name + ".parquet"), write_statistics=False, store_schema=False,
                       **options)


main()
