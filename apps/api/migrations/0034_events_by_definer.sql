-- The view events reads its tables in the name of who made it, like those above: analysts may be given the view alone.
ALTER TABLE events MODIFY DEFINER = CURRENT_USER SQL SECURITY DEFINER
