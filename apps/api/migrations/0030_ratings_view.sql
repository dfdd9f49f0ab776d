-- For analysts: how candidates judged the way they were treated. Figures count the latest one per application and interview.
CREATE OR REPLACE VIEW ratings DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
  source,
  id AS event_id,
  application_id,
  interview_id,
  time AS rated_at,
  recorded_time AS recorded_at,
  row_number() OVER (PARTITION BY application_id, interview_id ORDER BY time DESC, source DESC, id DESC) > 1 AS superseded,
  JSONExtract(data, 'nps', 'Nullable(UInt8)') AS nps,
  JSONExtract(data, 'specific', 'Nullable(Float64)') AS specific,
  JSONExtract(data, 'constructive', 'Nullable(Float64)') AS constructive,
  JSONExtract(data, 'respectful', 'Nullable(Float64)') AS respectful,
  JSONExtract(data, 'timely', 'Nullable(Float64)') AS timely
FROM standing_events
WHERE type = 'hearback.candidate.rated.v1'
