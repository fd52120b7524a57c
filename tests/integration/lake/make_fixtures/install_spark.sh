#!/bin/bash
# Puts a real Spark with Delta into a scratch folder: a Python venv and two jars (about 600 MB).
# usage: install_spark.sh --scratch DIR        needs: Java 17, Maven, python3 with venv
set -euo pipefail
scratch=""
while [ $# -gt 0 ]; do
  case "$1" in
    --scratch) scratch=$2; shift 2 ;;
    *) echo "usage: install_spark.sh --scratch DIR" >&2; exit 2 ;;
  esac
done
[ -n "$scratch" ] || { echo "usage: install_spark.sh --scratch DIR" >&2; exit 2; }

pyspark=4.2.0
delta=4.4.0
mkdir -p "$scratch/jars"
[ -x "$scratch/venv/bin/python" ] || python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install -q "pyspark==$pyspark"
# dependency:copy of the two artifacts by name: dependency:get would bring a whole cloud SDK with them.
for artifact in "io.delta:delta-spark_4.2_2.13:$delta" "io.delta:delta-storage:$delta"; do
  mvn -q -B -Dmaven.repo.local="$scratch/m2" dependency:copy -Dartifact="$artifact" \
      -DoutputDirectory="$scratch/jars" -Dmdep.useBaseVersion=true
done
