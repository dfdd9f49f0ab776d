-- For analysts: candidates who asked for feedback. Whether they got it is in obligations.
CREATE OR REPLACE VIEW requests DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
  source,
  id AS event_id,
  application_id,
  interview_id,
  time AS requested_at,
  recorded_time AS recorded_at,
  JSONExtractString(data, 'channel') AS channel
FROM standing_events
WHERE type = 'hearback.feedback.requested.v1'
