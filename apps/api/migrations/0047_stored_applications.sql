-- Of each application: from how many events its rows were folded (the version), and how many rows that gave in each table,
-- deleted ones included. Serves: "are all rows there that should be", asked at every start.
CREATE TABLE IF NOT EXISTS stored_applications (
  application_id String,
  version UInt64,
  interviews UInt32,
  obligations UInt32,
  touchpoints UInt32
) ENGINE = ReplacingMergeTree(version)
ORDER BY application_id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
