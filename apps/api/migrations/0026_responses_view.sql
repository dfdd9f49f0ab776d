-- For analysts: what candidates were told, and how substantial it was.
CREATE OR REPLACE VIEW responses DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
  source,
  id AS event_id,
  application_id,
  interview_id,
  time AS sent_at,
  recorded_time AS recorded_at,
  JSONExtractString(data, 'kind') AS kind,
  JSONExtractString(data, 'channel') AS channel,
  JSONExtractBool(data, 'automated') AS automated,
  JSONExtract(data, 'wordCount', 'Nullable(UInt32)') AS word_count,
  JSONExtract(data, 'criteria', 'Nullable(UInt32)') AS criteria,
  JSONExtract(data, 'hasExamples', 'Nullable(UInt8)') AS has_examples,
  JSONExtract(data, 'hasNextSteps', 'Nullable(UInt8)') AS has_next_steps
FROM standing_events
WHERE type = 'hearback.response.sent.v1'
