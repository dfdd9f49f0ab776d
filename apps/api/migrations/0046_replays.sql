-- What became of each dead letter that was sent again; one row per dead letter and run. Serves: "how does it stand with this
-- dead letter", "what did this run do". A row of a higher version says more: what the projector reads in the log (1), what the
-- door answered (2), a rejection that only the projector could see (3).
CREATE TABLE IF NOT EXISTS stored_replays (
  topic LowCardinality(String),
  partition UInt32,
  offset UInt64,
  run String,
  at DateTime64(3, 'UTC'),
  outcome LowCardinality(String),
  mended UInt8,
  reason LowCardinality(String),
  detail String,
  event_source String,
  event_id String,
  version UInt8
) ENGINE = ReplacingMergeTree(version)
ORDER BY (topic, partition, offset, run)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
