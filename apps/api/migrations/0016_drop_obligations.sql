-- Obligations of more kinds and on two clocks need other columns, within their earlier tellings too. Nothing is lost: the
-- rules by which rows are folded are part of the generation, so the log is folded into the new table from its beginning.
DROP TABLE IF EXISTS stored_obligations
