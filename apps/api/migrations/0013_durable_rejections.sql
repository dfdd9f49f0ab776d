-- The place in the log moves on once an insert is acknowledged, so by then its rows must be on the disk: a power cut would
-- otherwise leave them missing for good.
ALTER TABLE stored_rejections MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1
