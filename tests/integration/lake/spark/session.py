"""A local Spark with Delta, for the scripts beside this one.

Needs pyspark 4.2 on the Python path and, in the directory DELTA_JARS, delta-spark_4.2_2.13 and delta-storage 4.4.
"""
import glob
import os
import tempfile

from pyspark.sql import SparkSession


def open_session():
    jars = sorted(glob.glob(os.path.join(os.environ["DELTA_JARS"], "*.jar")))
    if not jars:
        raise SystemExit("DELTA_JARS names no directory with Delta's jars")
    scratch = tempfile.mkdtemp(prefix="deltac-spark-")
    spark = (
        SparkSession.builder.master("local[1]")
        .appName("deltac fixtures")
        .config("spark.jars", ",".join(jars))
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.sql.warehouse.dir", os.path.join(scratch, "warehouse"))
        .config("spark.sql.catalogImplementation", "in-memory")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.databricks.delta.snapshotPartitions", "1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "1g")
        .config("spark.local.dir", scratch)
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    return spark
