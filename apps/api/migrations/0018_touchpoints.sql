-- Moments in which a candidate was told something of substance, asked for their judgement, or gave it; one row each,
-- replaced and told in the same way as obligations. An earlier telling differs in whose it was or until when it stood.
-- Serves: the figures about the quality of feedback and about ratings.
CREATE TABLE IF NOT EXISTS stored_touchpoints (
  application_id String,
  touchpoint_id String,
  version UInt64,
  is_deleted UInt8,
  kind LowCardinality(String),
  interview_id String,
  at DateTime64(3, 'UTC'),
  valid_from DateTime64(3, 'UTC'),
  valid_to DateTime64(3, 'UTC'),
  answered_at Nullable(DateTime64(3, 'UTC')),
  candidate_id String,
  team_id LowCardinality(String),
  job_id LowCardinality(String),
  stage LowCardinality(String),
  url String,
  words Nullable(UInt32),
  has_examples Nullable(UInt8),
  has_next_steps Nullable(UInt8),
  nps Nullable(UInt8),
  specific Nullable(Float64),
  constructive Nullable(Float64),
  respectful Nullable(Float64),
  timely Nullable(Float64),
  earlier Array(Tuple(
    valid_from DateTime64(3, 'UTC'),
    valid_to DateTime64(3, 'UTC'),
    answered_at Nullable(DateTime64(3, 'UTC')),
    candidate_id String,
    team_id String,
    job_id String,
    stage String,
    url String))
) ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (kind, application_id, touchpoint_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
