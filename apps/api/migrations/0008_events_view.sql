-- For analysts: every event, once.
CREATE VIEW IF NOT EXISTS events AS
SELECT source, id, type, subject, time, recorded_time, application_id, data
FROM stored_events FINAL
