"""The fixture tables: what is run to make each, and why the lake adapter must refuse some.

A step is a SQL statement, or a function (spark, path) for what SQL cannot say; `{t}` is the table's name.
"""
import os
from dataclasses import dataclass, field


@dataclass
class Fixture:
    name: str
    steps: list
    refused: str = ""  # the word that the refusal must name
    settings: dict = field(default_factory=dict)  # Spark settings while it is made
    checksum: bool = False  # keep the last NNN.crc: it holds the whole state again, a few KB


def drop_commits(first, last):
    """Removes commits as log retention does after a checkpoint; Spark does it by whole days only."""

    def run(_spark, path):
        for version in range(first, last + 1):
            for suffix in ("json", "crc"):
                name = os.path.join(path, "_delta_log", f"{version:020}.{suffix}")
                if os.path.exists(name):
                    os.remove(name)

    return run


def drop_checkpoints(_spark, path):
    """For tables whose whole log is there: a checkpoint is 20 KB of what the commits say anyway."""
    log = os.path.join(path, "_delta_log")
    for name in os.listdir(log):
        if ".checkpoint." in name or name == "_last_checkpoint":
            os.remove(os.path.join(log, name))


def append_of(application, version, values):
    """A write that leaves a `txn` action, as streams do."""

    def run(spark, path):
        spark.sql(f"SELECT * FROM VALUES {values}").write.format("delta").mode("append").option(
            "txnAppId", application).option("txnVersion", version).save(path)

    return run


SCALARS = """CREATE TABLE {t} (
  id BIGINT NOT NULL COMMENT 'the key', flag BOOLEAN, tiny TINYINT, small SMALLINT, num INT, big BIGINT,
  real FLOAT, dbl DOUBLE, d9 DECIMAL(9,2), d18 DECIMAL(18,4), d38 DECIMAL(38,18), text STRING, vc VARCHAR(10),
  ch CHAR(5), bytes BINARY, day DATE, at TIMESTAMP) USING DELTA COMMENT 'every scalar type'"""

SCALAR_ROWS = """INSERT INTO {t} VALUES
  (1, true, 127Y, 32767S, 2147483647, 9223372036854775807, 1.5F, 2.25D, 1234567.89BD, 12345678901234.5678BD,
   12345678901234567890.123456789012345678BD, 'it''s \\\\ "x" \u00fc\u4e16\U0001f600', 'varchar', 'abc', X'00FF10',
   DATE'2024-02-29', TIMESTAMP'2024-02-29 12:34:56.123456'),
  (2, false, -128Y, -32768S, -2147483648, -9223372036854775808, -0.0F, double('-Infinity'), -0.01BD, -0.0001BD,
   -0.000000000000000001BD, '', '', '', X'', DATE'1582-10-15', TIMESTAMP'1900-01-01 00:00:00'),
  (3, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null)"""

HOSTILE = r"""it\'s \"quoted\" \\ back\\\\slash; -- no comment /* none */ ${x} {env} %s `tick` <b>&amp;</b>\n""" + "\u00fc\u4e16\U0001f600\u2028"

# Without statistics as columns a checkpoint is smaller, and says the same of the table.
SMALL = "'delta.checkpoint.writeStatsAsStruct' = 'false', 'delta.checkpoint.writeStatsAsJson' = 'true'"

FIXTURES = [
    Fixture("plain", [SCALARS, SCALAR_ROWS, "INSERT INTO {t} (id, num) VALUES (4, 4)"], checksum=True),
    Fixture("empty", ["CREATE TABLE {t} (id INT, name STRING) USING DELTA"]),
    Fixture("emptied", [
        "CREATE TABLE {t} (id INT, name STRING) USING DELTA",
        "INSERT INTO {t} VALUES (1, 'a'), (2, 'b')",
        "DELETE FROM {t}",
    ]),
    Fixture("nested", [
        """CREATE TABLE {t} (id INT NOT NULL,
             address STRUCT<street: STRING NOT NULL COMMENT 'with number', zip: CHAR(5), geo: STRUCT<lat: DOUBLE, lon: DOUBLE>>,
             tags ARRAY<VARCHAR(7)>, lines ARRAY<STRUCT<sku: VARCHAR(12) COMMENT 'article', qty: INT, notes: ARRAY<STRING>>>,
             prices MAP<CHAR(3), DECIMAL(10,2)>, matrix ARRAY<ARRAY<INT>>,
             deep MAP<STRING, STRUCT<a: ARRAY<MAP<INT, STRUCT<b: DATE>>>, c: BIGINT>>) USING DELTA""",
        """INSERT INTO {t} SELECT 1, named_struct('street', 'High 1', 'zip', '12345', 'geo', named_struct('lat', 1.5D, 'lon', -2D)),
             array('x', null), array(named_struct('sku', 'A', 'qty', 2, 'notes', array('n', 'm')), null),
             map('EUR', 1.10BD, 'USD', null), array(array(1, 2), array(), null),
             map('k', named_struct('a', array(map(7, named_struct('b', DATE'2020-01-01'))), 'c', 5L))""",
        "INSERT INTO {t} (id, address) VALUES (2, named_struct('street', 'Low 2', 'zip', null, 'geo', null))",
    ]),
    Fixture("partitioned", [
        "CREATE TABLE {t} (id INT, region STRING, day DATE, amount DECIMAL(10,2)) USING DELTA PARTITIONED BY (region, day)",
        "INSERT INTO {t} VALUES (1, 'north', DATE'2024-01-01', 1), (2, 'a b=c', DATE'2024-01-01', 2), (3, null, null, 3)",
        "INSERT INTO {t} VALUES (4, 'north', DATE'2024-01-02', 4)",
        "DELETE FROM {t} WHERE region = 'north' AND day = DATE'2024-01-01'",
    ]),
    Fixture("mapped", [
        "CREATE TABLE {t} (id INT, note STRING, old_name STRING, s STRUCT<a: INT, b: INT>, arr ARRAY<STRUCT<x: INT, y: INT>>) USING DELTA",
        "INSERT INTO {t} VALUES (1, 'n1', 'o1', named_struct('a', 1, 'b', 2), array(named_struct('x', 3, 'y', 4)))",
        "ALTER TABLE {t} SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name')",
        "ALTER TABLE {t} RENAME COLUMN old_name TO new_name",
        "ALTER TABLE {t} RENAME COLUMN s.a TO renamed",
        "ALTER TABLE {t} DROP COLUMN note",
        "ALTER TABLE {t} DROP COLUMN s.b",
        "ALTER TABLE {t} ADD COLUMNS (note STRING COMMENT 'a second one of that name', extra STRUCT<p: INT, q: ARRAY<STRUCT<r: INT>>>, s.b BIGINT)",
        "INSERT INTO {t} VALUES (2, 'o2', named_struct('renamed', 5, 'b', 6L), array(), 'n2', named_struct('p', 7, 'q', array(named_struct('r', 8))))",
        "ALTER TABLE {t} RENAME COLUMN new_name TO old_name",
    ], checksum=True),
    Fixture("mapped_partitioned", [
        "CREATE TABLE {t} (id INT, region STRING, v STRUCT<a: INT, b: STRING>) USING DELTA PARTITIONED BY (region) TBLPROPERTIES ('delta.columnMapping.mode' = 'name')",
        "INSERT INTO {t} VALUES (1, 'north', named_struct('a', 1, 'b', 'x')), (2, 'south', null)",
        "ALTER TABLE {t} RENAME COLUMN region TO area",
        "ALTER TABLE {t} RENAME COLUMN v.a TO aa",
        "INSERT INTO {t} VALUES (3, 'north', named_struct('aa', 3, 'b', 'z')), (4, null, null)",
    ]),
    Fixture("mapped_odd_names", [
        "CREATE TABLE {t} (`a b` INT, `dot.ted` STRUCT<`x,y`: INT, `tick``ed`: STRING>, `\u00dcn\u00ef=;{}()\t` STRING) USING DELTA TBLPROPERTIES ('delta.columnMapping.mode' = 'name')",
        "INSERT INTO {t} VALUES (1, named_struct('x,y', 2, 'tick`ed', 'three'), 'four')",
    ]),
    Fixture("id_mapped", [
        "CREATE TABLE {t} (id INT, s STRUCT<a: INT>, arr ARRAY<STRUCT<b: STRING>>) USING DELTA TBLPROPERTIES ('delta.columnMapping.mode' = 'id')",
        "INSERT INTO {t} VALUES (1, named_struct('a', 2), array(named_struct('b', 'c')))",
        "ALTER TABLE {t} RENAME COLUMN s.a TO aa",
        "ALTER TABLE {t} ADD COLUMN (later INT)",
        "INSERT INTO {t} VALUES (2, named_struct('aa', 3), null, 4)",
    ]),
    Fixture("identity_generated", [
        """CREATE TABLE {t} (id BIGINT GENERATED ALWAYS AS IDENTITY (START WITH 10 INCREMENT BY 5),
             other BIGINT GENERATED BY DEFAULT AS IDENTITY, at TIMESTAMP, day DATE GENERATED ALWAYS AS (CAST(at AS DATE)),
             state STRING DEFAULT 'it\\'s new', qty INT DEFAULT 1 + 1) USING DELTA
             TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported')""",
        "INSERT INTO {t} (at) VALUES (TIMESTAMP'2024-05-06 07:08:09'), (NULL)",
        "INSERT INTO {t} (at, state, qty, other) VALUES (TIMESTAMP'2025-01-01 00:00:00', 'x', 9, 100)",
    ]),
    Fixture("constrained", [
        "CREATE TABLE {t} (id INT NOT NULL, Total DECIMAL(10,2), day DATE) USING DELTA",
        "INSERT INTO {t} VALUES (1, 2.50, DATE'2024-01-01')",
        "ALTER TABLE {t} ADD CONSTRAINT Positive_Total CHECK (Total >= 0 AND id > 0)",
        "ALTER TABLE {t} ADD CONSTRAINT recent CHECK (day > '2020-01-01')",
        "INSERT INTO {t} VALUES (2, 3.00, DATE'2024-01-02')",
    ]),
    Fixture("clustered", [
        "CREATE TABLE {t} (id INT, day DATE, v STRING) USING DELTA CLUSTER BY (day, id)",
        "INSERT INTO {t} VALUES (1, DATE'2024-01-01', 'a'), (2, null, 'b')",
    ]),
    Fixture("clustered_nested", [
        "CREATE TABLE {t} (id INT, s STRUCT<a: INT, deep: STRUCT<b: STRING>>) USING DELTA CLUSTER BY (s.a, s.deep.b)",
        "INSERT INTO {t} VALUES (1, named_struct('a', 2, 'deep', named_struct('b', 'c')))",
    ]),
    Fixture("clustered_mapped", [
        "CREATE TABLE {t} (id INT, s STRUCT<a: INT>, v STRING) USING DELTA CLUSTER BY (id, s.a) TBLPROPERTIES ('delta.columnMapping.mode' = 'name')",
        "INSERT INTO {t} VALUES (1, named_struct('a', 2), 'x')",
        "ALTER TABLE {t} RENAME COLUMN id TO key",
        "ALTER TABLE {t} RENAME COLUMN s.a TO b",
    ], checksum=True),
    Fixture("clustering_removed", [
        "CREATE TABLE {t} (id INT, v STRING) USING DELTA CLUSTER BY (id)",
        "INSERT INTO {t} VALUES (1, 'x')",
        "ALTER TABLE {t} CLUSTER BY NONE",
    ]),
    Fixture("widened", [
        """CREATE TABLE {t} (id TINYINT, i INT, f FLOAT, dec DECIMAL(5,2), day DATE, s STRUCT<a: SMALLINT, b: STRING>,
             arr ARRAY<INT>, m MAP<STRING, INT>, k MAP<TINYINT, STRING>, lines ARRAY<STRUCT<qty: INT>>, vc VARCHAR(5)) USING DELTA""",
        """INSERT INTO {t} VALUES (1Y, 2, 1.5F, 1.25, DATE'2024-01-01', named_struct('a', 3S, 'b', 'x'), array(4, null),
             map('k', 5), map(6Y, 'v'), array(named_struct('qty', 7)), 'abcde')""",
        "ALTER TABLE {t} SET TBLPROPERTIES ('delta.enableTypeWidening' = 'true')",
        "ALTER TABLE {t} ALTER COLUMN id TYPE INT",
        """ALTER TABLE {t} ALTER COLUMN id TYPE BIGINT, i TYPE DOUBLE, f TYPE DOUBLE, dec TYPE DECIMAL(12,4), s.a TYPE INT,
             arr.element TYPE BIGINT, m.value TYPE BIGINT, k.key TYPE SMALLINT, lines.element.qty TYPE DECIMAL(12,0), vc TYPE VARCHAR(9)""",
        "ALTER TABLE {t} SET TBLPROPERTIES ('delta.feature.timestampNtz' = 'supported')",
        "ALTER TABLE {t} ALTER COLUMN day TYPE TIMESTAMP_NTZ",
        """INSERT INTO {t} VALUES (5000000000L, 2.5D, 1e300D, 1234.5678, TIMESTAMP_NTZ'2024-01-01 01:02:03', named_struct('a', 70000, 'b', 'y'),
             array(5000000000L), map('k', 5000000000L), map(300S, 'v'), array(named_struct('qty', 7000000000BD)), 'abcdefghi')""",
    ]),
    Fixture("deletion_vectors", [
        "CREATE TABLE {t} (id INT, v STRING) USING DELTA TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')",
        "INSERT INTO {t} VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')",
        "DELETE FROM {t} WHERE id IN (2, 3)",
    ], checksum=True),
    Fixture("change_data_feed", [
        "CREATE TABLE {t} (id INT, v STRING) USING DELTA TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true')",
        "INSERT INTO {t} VALUES (1, 'a'), (2, 'b')",
        "UPDATE {t} SET v = 'bb' WHERE id = 2",
    ]),
    Fixture("commit_timestamps", [
        "CREATE TABLE {t} (id INT) USING DELTA TBLPROPERTIES ('delta.enableInCommitTimestamps' = 'true')",
        "INSERT INTO {t} VALUES (1)",
    ]),
    Fixture("commit_timestamps_later", [
        "CREATE TABLE {t} (id INT) USING DELTA",
        "INSERT INTO {t} VALUES (1)",
        "ALTER TABLE {t} SET TBLPROPERTIES ('delta.enableInCommitTimestamps' = 'true')",
        "INSERT INTO {t} VALUES (2)",
    ]),
    Fixture("row_tracking", [
        "CREATE TABLE {t} (id INT, v STRING) USING DELTA TBLPROPERTIES ('delta.enableRowTracking' = 'true')",
        "INSERT INTO {t} VALUES (1, 'a'), (2, 'b')",
        "UPDATE {t} SET v = 'bb' WHERE id = 2",
    ], checksum=True),
    Fixture("variant", [
        "CREATE TABLE {t} (id INT, v VARIANT, list ARRAY<VARIANT>) USING DELTA",
        """INSERT INTO {t} SELECT 1, parse_json('{"a": [1, 2.5, null], "b": "x"}'), array(parse_json('1'), null)""",
    ]),
    Fixture("wall_clock", [
        "CREATE TABLE {t} (id INT, at TIMESTAMP_NTZ, s STRUCT<b: TIMESTAMP_NTZ>) USING DELTA",
        "INSERT INTO {t} VALUES (1, TIMESTAMP_NTZ'2024-02-29 12:34:56.123456', named_struct('b', TIMESTAMP_NTZ'1900-01-01 00:00:00'))",
    ]),
    Fixture("hostile_text", [
        f"CREATE TABLE {{t}} (id INT COMMENT '{HOSTILE}', s STRUCT<a: INT COMMENT '{HOSTILE}'>) USING DELTA COMMENT '{HOSTILE}' "
        f"TBLPROPERTIES ('owner.note' = '{HOSTILE}', 'we ird \\'key\\' \"q\" ${{k}}' = 'v', 'secret.url' = 'http://user:pw@host/?a=b', 'empty' = '')",
        "INSERT INTO {t} VALUES (1, named_struct('a', 2))",
    ]),
    Fixture("legacy_protocol", [
        "CREATE TABLE {t} (id INT, old STRING) USING DELTA TBLPROPERTIES ('delta.minReaderVersion' = '2', 'delta.minWriterVersion' = '5')",
        "INSERT INTO {t} VALUES (1, 'x')",
        "ALTER TABLE {t} SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name')",
        "ALTER TABLE {t} RENAME COLUMN old TO new",
    ]),
    Fixture("replaced", [
        "CREATE TABLE {t} (id INT, a STRING) USING DELTA",
        "INSERT INTO {t} VALUES (1, 'x')",
        "CREATE OR REPLACE TABLE {t} USING DELTA CLUSTER BY (id) AS SELECT 2L AS id, DATE'2024-01-01' AS day",
    ]),
    Fixture("checkpointed", [
        "CREATE TABLE {t} (id INT, v STRING, s STRUCT<a: INT>) USING DELTA CLUSTER BY (id) "
        f"TBLPROPERTIES ('delta.checkpointInterval' = '3', 'delta.columnMapping.mode' = 'name', {SMALL})",
        "INSERT INTO {t} VALUES (1, 'a', null)",
        "ALTER TABLE {t} RENAME COLUMN v TO w",
        "INSERT INTO {t} VALUES (2, 'b', named_struct('a', 1))",
        "DELETE FROM {t} WHERE id = 1",
        "ALTER TABLE {t} ALTER COLUMN s.a COMMENT 'after the checkpoint'",
    ], settings={"spark.databricks.delta.checkpointSchema.writeThresholdLength": "20000"}, checksum=True),
    Fixture("checkpoint_with_everything", [
        "CREATE TABLE {t} (id INT NOT NULL, region STRING, day DATE, s STRUCT<a: DECIMAL(10,2), b: TIMESTAMP>) USING DELTA PARTITIONED BY (region, day) "
        "TBLPROPERTIES ('delta.checkpointInterval' = '4', 'delta.enableDeletionVectors' = 'true', 'delta.enableRowTracking' = 'true', "
        "'delta.checkpoint.writeStatsAsStruct' = 'true', 'delta.checkpoint.writeStatsAsJson' = 'false')",
        append_of("stream", 7, "(1, 'north', DATE'2024-01-01', named_struct('a', CAST(1 AS DECIMAL(10,2)), 'b', TIMESTAMP'2024-01-01 00:00:00')), "
                  "(2, 'north', DATE'2024-01-01', null) AS t(id, region, day, s)"),
        "INSERT INTO {t} VALUES (3, null, DATE'2024-01-02', null), (4, 'south', null, null)",
        "DELETE FROM {t} WHERE id = 2",
        "DELETE FROM {t} WHERE id = 4",
        drop_commits(0, 3),
    ], settings={"spark.sql.parquet.compression.codec": "gzip"}),
    Fixture("checkpoint_v2_pages", [
        "CREATE TABLE {t} (id INT, v STRING) USING DELTA TBLPROPERTIES ('delta.checkpointInterval' = '2')",
        "INSERT INTO {t} VALUES (1, 'a')",
        "INSERT INTO {t} VALUES (2, 'b')",
        drop_commits(0, 1),
    ], settings={"parquet.writer.version": "PARQUET_2_0",
                 # Spark's vectorised reader misreads its own pages of this version.
                 "spark.sql.parquet.enableVectorizedReader": "false"}),
    Fixture("feature_dropped", [
        "CREATE TABLE {t} (id INT, v STRING) USING DELTA TBLPROPERTIES ('delta.feature.vacuumProtocolCheck' = 'supported', 'delta.checkpointInterval' = '100')",
        "INSERT INTO {t} VALUES (1, 'a')",
        "ALTER TABLE {t} DROP FEATURE vacuumProtocolCheck",
        drop_checkpoints,
    ]),
    Fixture("void_column", [
        "CREATE TABLE {t} (id INT, s STRUCT<a: INT>) USING DELTA",
        "INSERT INTO {t} VALUES (1, named_struct('a', 2))",
        "ALTER TABLE {t} ADD COLUMN (nothing VOID)",
    ]),
    Fixture("early_commits_gone", [
        f"CREATE TABLE {{t}} (id INT, v STRING) USING DELTA COMMENT 'kept by the checkpoint' TBLPROPERTIES ('delta.checkpointInterval' = '4', 'team' = 'shop', {SMALL})",
        "ALTER TABLE {t} ADD CONSTRAINT small CHECK (id < 100)",
        "INSERT INTO {t} VALUES (1, 'a')",
        "INSERT INTO {t} VALUES (2, 'b')",
        "INSERT INTO {t} VALUES (3, 'c')",
        "DELETE FROM {t} WHERE id = 1",
        "ALTER TABLE {t} ADD COLUMN (later INT)",
        drop_commits(0, 3),
    ], settings={"spark.sql.parquet.compression.codec": "zstd"}),
    Fixture("v2_checkpoint_json", [
        f"CREATE TABLE {{t}} (id INT, v STRING) USING DELTA TBLPROPERTIES ('delta.checkpointPolicy' = 'v2', 'delta.checkpointInterval' = '2', {SMALL})",
        "INSERT INTO {t} VALUES (1, 'a')",
        "INSERT INTO {t} VALUES (2, 'b')",
    ], settings={"spark.databricks.delta.checkpointV2.topLevelFileFormat": "json"}),
    Fixture("v2_checkpoint_parquet", [
        f"CREATE TABLE {{t}} (id INT, v STRING) USING DELTA CLUSTER BY (id) TBLPROPERTIES ('delta.checkpointPolicy' = 'v2', 'delta.checkpointInterval' = '4', {SMALL})",
        "INSERT INTO {t} VALUES (1, 'a')",
        "INSERT INTO {t} VALUES (2, 'b')",
        "DELETE FROM {t} WHERE id = 1",
        "INSERT INTO {t} VALUES (3, 'c')",
        "DELETE FROM {t} WHERE id = 2",
    ], settings={"spark.databricks.delta.checkpointV2.topLevelFileFormat": "parquet",
                 "spark.databricks.delta.checkpoint.partSize": "2"}),
    Fixture("multipart_checkpoint", [
        "CREATE TABLE {t} (id INT, v STRING) USING DELTA TBLPROPERTIES ('delta.checkpointInterval' = '3')",
        "INSERT INTO {t} VALUES (1, 'a')",
        "INSERT INTO {t} VALUES (2, 'b')",
        "INSERT INTO {t} VALUES (3, 'c')",
        drop_commits(0, 2),
    ], settings={"spark.databricks.delta.checkpoint.partSize": "2"}),
    Fixture("iceberg_compatible", [
        "CREATE TABLE {t} (id INT, v STRING) USING DELTA TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.enableIcebergCompatV2' = 'true')",
        "INSERT INTO {t} VALUES (1, 'a')",
    ], refused="icebergCompatV2"),
]
