-- The view rejected_events reads its tables in the name of who made it, like those above: analysts may be given the view alone.
ALTER TABLE rejected_events MODIFY DEFINER = CURRENT_USER SQL SECURITY DEFINER
