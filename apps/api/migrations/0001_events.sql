-- Every event, once. Serves: "all known events of these applications" (the projector, before it folds them again)
-- and "show me what happened to this application"; hence application first. Candidate and team events have an
-- empty application_id and are told apart by their subject.
-- Of two rows with one identity the one that stands first in the log wins, whoever wrote it and in whatever order.
CREATE TABLE IF NOT EXISTS stored_events (
  application_id String,
  subject String,
  source LowCardinality(String),
  id String,
  type LowCardinality(String),
  time DateTime64(3, 'UTC'),
  recorded_time DateTime64(3, 'UTC'),
  data String CODEC(ZSTD(1)),
  topic LowCardinality(String),
  partition UInt32,
  offset UInt64,
  precedence UInt64 MATERIALIZED 18446744073709551615 - offset
) ENGINE = ReplacingMergeTree(precedence)
ORDER BY (application_id, subject, source, id)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000
