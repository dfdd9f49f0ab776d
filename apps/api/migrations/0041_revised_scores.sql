-- What is known by now of weeks whose score was published, where it differs from what was told: replaced by what was computed
-- later. A row without a difference says that an earlier one is settled.
-- Serves: the view weekly_scores, by week and team.
CREATE TABLE IF NOT EXISTS stored_revised_scores (
  week String,
  team_id String,
  differs UInt8,
  score Nullable(Float64),
  low Nullable(Float64),
  high Nullable(Float64),
  n UInt64,
  applications UInt64,
  computed_at DateTime64(3, 'UTC')
) ENGINE = ReplacingMergeTree(computed_at)
ORDER BY (week, team_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
