-- For analysts and operators: what could not become an event.
CREATE VIEW IF NOT EXISTS rejected_events AS
SELECT reason, detail, origin, recorded_time, appended_at, topic, partition, offset, headers, base64Decode(bytes_base64) AS bytes
FROM stored_rejections FINAL
