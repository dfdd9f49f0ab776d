-- What is told of a rejected message after its original is gone (bytes_kept = 0): how long it was. The record's key belongs to
-- the original. replay_of: the message was sent again in place of that dead letter, and was rejected again.
ALTER TABLE stored_rejections
  ADD COLUMN IF NOT EXISTS key_base64 Nullable(String),
  ADD COLUMN IF NOT EXISTS size UInt64 DEFAULT length(base64Decode(bytes_base64)),
  ADD COLUMN IF NOT EXISTS bytes_kept UInt8 DEFAULT 1,
  ADD COLUMN IF NOT EXISTS replay_of String DEFAULT ''
