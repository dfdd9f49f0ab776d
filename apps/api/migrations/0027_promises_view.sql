-- For analysts: by when candidates were told they would hear. What became of a promise is in obligations.
CREATE OR REPLACE VIEW promises DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
  source,
  id AS event_id,
  application_id,
  interview_id,
  time AS promised_at,
  recorded_time AS recorded_at,
  parseDateTime64BestEffort(JSONExtractString(data, 'dueAt'), 3, 'UTC') AS due_at,
  JSONExtractString(data, 'channel') AS channel
FROM standing_events
WHERE type = 'hearback.response.promised.v1'
