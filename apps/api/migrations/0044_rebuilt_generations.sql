-- Whether a rebuild filled the tables of a generation before they were swapped in. Of generations with the same options the
-- first is in force, so that processes which start at once agree on it; unless there is such a one: then the latest of these.
ALTER TABLE generations ADD COLUMN IF NOT EXISTS rebuilt UInt8
