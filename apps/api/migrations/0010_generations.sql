-- Which filling of these tables this is. The consumer group carries its name, so that new tables are filled from the
-- beginning of the log and old positions can't be mistaken for theirs.
CREATE TABLE IF NOT EXISTS generations (
  name String,
  started_at DateTime64(3, 'UTC')
) ENGINE = ReplacingMergeTree
ORDER BY name
