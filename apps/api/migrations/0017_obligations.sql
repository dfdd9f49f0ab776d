-- One row per obligation that an application's events could give rise to, replaced as a whole by the row that was folded
-- from more events; is_deleted where they give rise to none. Emitting the same set of keys for every subset of the
-- events is what lets a version number alone retire an outdated row.
-- The columns hold the obligation as it is told from valid_from on; `earlier` how it was told before that, where it
-- was told differently (a correction, a retraction, an answer that became known late). Together they answer any "as of".
-- started_worked and stopped_worked are milliseconds of working time since 1990 in the calendar of the team: the
-- business clock of what has stopped is their difference, and one number per calendar ages all that is open.
-- Serves: every figure of one kind of obligation, hence the kind first.
CREATE TABLE IF NOT EXISTS stored_obligations (
  application_id String,
  obligation_id String,
  version UInt64,
  is_deleted UInt8,
  kind LowCardinality(String),
  interview_id String,
  interviewer_id String,
  valid_from DateTime64(3, 'UTC'),
  valid_to DateTime64(3, 'UTC'),
  started_at DateTime64(3, 'UTC'),
  stopped_at Nullable(DateTime64(3, 'UTC')),
  outcome LowCardinality(String),
  started_worked Int64,
  stopped_worked Int64,
  due_at Nullable(DateTime64(3, 'UTC')),
  last_due_at Nullable(DateTime64(3, 'UTC')),
  promised_at Nullable(DateTime64(3, 'UTC')),
  promised_worked Int64,
  candidate_id String,
  team_id LowCardinality(String),
  job_id LowCardinality(String),
  stage LowCardinality(String),
  url String,
  assumed UInt8,
  inferred UInt8,
  early UInt8,
  earlier Array(Tuple(
    valid_from DateTime64(3, 'UTC'),
    valid_to DateTime64(3, 'UTC'),
    started_at DateTime64(3, 'UTC'),
    stopped_at Nullable(DateTime64(3, 'UTC')),
    outcome String,
    started_worked Int64,
    stopped_worked Int64,
    due_at Nullable(DateTime64(3, 'UTC')),
    last_due_at Nullable(DateTime64(3, 'UTC')),
    promised_at Nullable(DateTime64(3, 'UTC')),
    promised_worked Int64,
    interview_id String,
    candidate_id String,
    team_id String,
    job_id String,
    stage String,
    url String,
    assumed UInt8,
    inferred UInt8,
    early UInt8))
) ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (kind, application_id, obligation_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
