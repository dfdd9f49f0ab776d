-- What is known of each rebuild: from what, how far it is, what it found. Kept in the store beside the tables that it
-- fills, so that whoever starts after a crash goes on with it, also in the middle of the swap.
-- Serves: "is one under way, and where does it stand", the latest row by revision.
CREATE TABLE IF NOT EXISTS rebuilds (
  generation String,
  revision UInt64,
  written_at DateTime64(3, 'UTC'),
  state String
) ENGINE = ReplacingMergeTree(revision)
ORDER BY generation
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
