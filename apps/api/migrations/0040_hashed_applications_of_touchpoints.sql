-- As of obligations.
ALTER TABLE stored_touchpoints ADD COLUMN IF NOT EXISTS application_hash UInt64 MATERIALIZED sipHash64(application_id)
