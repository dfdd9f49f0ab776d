-- What the rows of a generation were folded with: configuration that holds for every instant, so that another one means
-- to fold everything again.
ALTER TABLE generations ADD COLUMN IF NOT EXISTS fold_options String
