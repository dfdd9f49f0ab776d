-- One row per interview of an application, replaced as a whole by the row that was folded from more events.
-- Serves: the interviews view, and the order in which applications pass the stages.
CREATE TABLE IF NOT EXISTS stored_interviews (
  application_id String,
  interview_id String,
  version UInt64,
  is_deleted UInt8,
  candidate_id String,
  job_id LowCardinality(String),
  job_title LowCardinality(String),
  team_id LowCardinality(String),
  team_name LowCardinality(String),
  stage LowCardinality(String),
  url String,
  status LowCardinality(String),
  cancelled_by LowCardinality(String),
  no_show UInt8,
  scheduled_at Nullable(DateTime64(3, 'UTC')),
  starts_at Nullable(DateTime64(3, 'UTC')),
  ends_at Nullable(DateTime64(3, 'UTC')),
  started_at Nullable(DateTime64(3, 'UTC')),
  ended_at Nullable(DateTime64(3, 'UTC')),
  assumed_end Nullable(DateTime64(3, 'UTC'))
) ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (application_id, interview_id)
SETTINGS non_replicated_deduplication_window = 10000
