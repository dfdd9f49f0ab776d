-- Rows replace their like, so a repeated insert changes nothing. The engine's own deduplication would only do harm: it notes
-- an insert before the rows are in their place, and drops rows that equal earlier ones although others came in between.
ALTER TABLE stored_interviews MODIFY SETTING non_replicated_deduplication_window = 0
