#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders", property("delta.appendOnly", "maybe"),
              property("delta.logRetentionDuration", "forever"),
              property("delta.deletedFileRetentionDuration", "interval 1 month"),
              property("delta.checkpointInterval", "-1"), property("delta.checkpointPolicy", "v3"),
              property("delta.columnMapping.mode", "nmae"), property("delta.isolationLevel", "foo"),
              property("delta.dataSkippingNumIndexedCols", "-2"),
              property("delta.setTransactionRetentionDuration", "interval 7 days"));
  int id;
};
