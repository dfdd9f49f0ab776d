-- Events of applications as of now, once each, without those that were retracted. A retraction is final and can't be
-- retracted itself.
-- Serves: the views of single kinds of events below.
CREATE OR REPLACE VIEW standing_events AS
SELECT source, id, type, time, recorded_time, application_id, JSONExtractString(data, 'interviewId') AS interview_id, data
FROM stored_events FINAL
WHERE application_id != '' AND time <= now64(3, 'UTC') AND (application_id, source, id) NOT IN (
  SELECT application_id, JSONExtractString(data, 'source'), JSONExtractString(data, 'id')
  FROM stored_events FINAL
  WHERE type = 'hearback.event.retracted.v1' AND time <= now64(3, 'UTC'))
