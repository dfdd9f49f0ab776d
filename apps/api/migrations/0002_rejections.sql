-- Messages that could not become events, with their original bytes. Serves: "what was rejected, and why"; one row per
-- place in the log, so that reading a batch again changes nothing.
CREATE TABLE IF NOT EXISTS stored_rejections (
  topic LowCardinality(String),
  partition UInt32,
  offset UInt64,
  appended_at DateTime64(3, 'UTC'),
  recorded_time DateTime64(3, 'UTC'),
  reason LowCardinality(String),
  detail String,
  origin LowCardinality(String),
  headers String,
  bytes_base64 String CODEC(ZSTD(1))
) ENGINE = ReplacingMergeTree
ORDER BY (topic, partition, offset)
SETTINGS non_replicated_deduplication_window = 10000
