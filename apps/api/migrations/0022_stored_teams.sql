-- The teams of the configuration: which calendar each goes by, and after how many business days what it owes falls due.
-- The team without an id holds what is so for all others. Written after the calendars, in one block: the latest version in
-- here is the configuration in force, so what was removed from it disappears.
-- Serves: the views obligations and teams.
CREATE TABLE IF NOT EXISTS stored_teams (
  version UInt64,
  content String,
  team_id String,
  name String,
  calendar String,
  response_days Nullable(Float64),
  decision_days Nullable(Float64),
  feedback_days Nullable(Float64),
  scorecard_days Nullable(Float64),
  request_days Nullable(Float64)
) ENGINE = ReplacingMergeTree
ORDER BY (version, team_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
