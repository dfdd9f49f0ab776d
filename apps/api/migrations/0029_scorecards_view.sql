-- For analysts: assessments that interviewers handed in, with whether they were taken back since.
CREATE OR REPLACE VIEW scorecards DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
WITH deletions AS (
  SELECT application_id, interview_id, JSONExtractString(data, 'interviewerId') AS interviewer_id,
    max((time, source, id)) AS last_deletion
  FROM standing_events
  WHERE type = 'hearback.scorecard.deleted.v1'
  GROUP BY application_id, interview_id, interviewer_id)
SELECT
  submitted.source AS source,
  submitted.id AS event_id,
  submitted.application_id AS application_id,
  submitted.interview_id AS interview_id,
  submitted.interviewer_id AS interviewer_id,
  parseDateTime64BestEffort(JSONExtractString(data, 'submittedAt'), 3, 'UTC') AS submitted_at,
  submitted.recorded_time AS recorded_at,
  (submitted.time, submitted.source, submitted.id) < deletions.last_deletion AS deleted,
  JSONExtract(data, 'wordCount', 'Nullable(UInt32)') AS word_count,
  JSONExtract(data, 'criteriaRated', 'Nullable(UInt32)') AS criteria_rated,
  JSONExtract(data, 'criteriaTotal', 'Nullable(UInt32)') AS criteria_total
FROM (
  SELECT *, JSONExtractString(data, 'interviewerId') AS interviewer_id
  FROM standing_events
  WHERE type = 'hearback.scorecard.submitted.v1') AS submitted
LEFT JOIN deletions USING (application_id, interview_id, interviewer_id)
