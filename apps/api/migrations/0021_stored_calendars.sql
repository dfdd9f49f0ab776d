-- The working time of each calendar of the configuration, so that what is open can be aged on the business clock in SQL:
-- working intervals (milliseconds since 1970) with the working time since the clock's origin before each. The calendar
-- without a name is the standard one. All rows of a configuration carry one version; those of the latest one are in force.
-- Serves: W(now) of a calendar, for the views obligations and teams.
CREATE TABLE IF NOT EXISTS stored_calendars (
  version UInt64,
  calendar String,
  day_hours Float64,
  starts Array(Int64) CODEC(Delta, ZSTD(1)),
  ends Array(Int64) CODEC(Delta, ZSTD(1)),
  worked_before Array(Int64) CODEC(Delta, ZSTD(1))
) ENGINE = ReplacingMergeTree
ORDER BY (version, calendar)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
