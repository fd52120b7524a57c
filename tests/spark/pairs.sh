# The pairs of Spark and Delta that are tested, and where they are put. Sourced by install, start, stop and try.

# Sets pyspark, artifacts (Maven coordinates), folder and rest (the words that are left) from a command line.
parse_pair() {
  local spark=4.2
  folder=
  rest=()
  while (($# > 0)); do
    case "$1" in
      --spark) spark=$2; shift 2 ;;
      --into) folder=$(realpath -m "$2"); shift 2 ;;
      -h | --help) usage; exit 0 ;;
      *) rest+=("$1"); shift ;;
    esac
  done
  case "$spark" in
    4.2) pyspark=4.2.0 artifacts="io.delta:delta-spark_4.2_2.13:4.4.0 io.delta:delta-storage:4.4.0" ;;
    4.0) pyspark=4.0.5
         artifacts="io.delta:delta-spark_2.13:4.0.1 io.delta:delta-storage:4.0.1 org.antlr:antlr4-runtime:4.13.1" ;;
    *) echo "Spark $spark is not one of the tested ones: 4.2, 4.0" >&2; exit 2 ;;
  esac
  [[ $folder ]] || folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/build/spark-$spark
}

# The comment at the head of the calling script.
usage() { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" | sed '/^set /d'; }
