"""One Spark with Delta on the local file system, quiet and small."""
import os
import time


def start(scratch, warehouse):
    """A session whose times are UTC. `${...}` in SQL stays as written: Spark would substitute it otherwise."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.sql import SparkSession

    jars = os.path.join(scratch, "jars")
    classpath = ":".join(sorted(os.path.join(jars, j) for j in os.listdir(jars) if j.endswith(".jar")))
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": "1g",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraClassPath": classpath,
        "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        "spark.sql.warehouse.dir": warehouse,
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        "spark.databricks.delta.snapshotPartitions": "1",
        "spark.sql.session.timeZone": "UTC",
        # _last_checkpoint would repeat a checkpoint's schema of 5 KB.
        "spark.databricks.delta.checkpointSchema.writeThresholdLength": "0",
        "spark.sql.variable.substitute": "false",
    }
    builder = SparkSession.builder.master("local[1]").appName("deltac-fixtures")
    for key, value in settings.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    return spark
