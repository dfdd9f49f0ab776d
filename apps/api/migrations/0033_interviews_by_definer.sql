-- The view interviews reads its tables in the name of who made it, like those above: analysts may be given the view alone.
ALTER TABLE interviews MODIFY DEFINER = CURRENT_USER SQL SECURITY DEFINER
