-- For analysts: what is owed to candidates, and to them by interviewers, as of now, on both clocks.
-- The clocks are read once, as one value, so that all columns of all rows are of the same instant.
CREATE OR REPLACE VIEW obligations DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
WITH
  (SELECT tuple(max(now_at), maxIf(worked_now, team_id = ''), groupArray(team_id), groupArray(worked_now)) FROM team_clocks) AS clocks,
  if(clocks.1 = toDateTime64(0, 3, 'UTC'), now64(3, 'UTC'), clocks.1) AS now_at,
  ifNull(stopped_at <= now_at, 0) AS is_stopped,
  if(is_stopped, assumeNotNull(stopped_at), now_at) AS seen_until
SELECT
  obligation_id,
  kind,
  application_id,
  interview_id,
  team_id,
  job_id,
  stage,
  interviewer_id,
  candidate_id,
  started_at,
  due_at,
  if(is_stopped, told.stopped_at, NULL) AS stopped_at,
  if(is_stopped, told.outcome, 'waiting') AS state,
  assumeNotNull((toUnixTimestamp64Milli(seen_until) - toUnixTimestamp64Milli(started_at)) / 1000) AS elapsed_seconds,
  assumeNotNull((if(is_stopped, stopped_worked, transform(toString(team_id), clocks.3, clocks.4, clocks.2)) - started_worked) / 1000) AS business_seconds,
  CAST(multiIf(
    due_at IS NULL, NULL,
    state = 'met', seen_until <= due_at,
    state = 'ended' AND seen_until <= due_at, NULL,
    seen_until > due_at, 0,
    NULL), 'Nullable(UInt8)') AS on_time,
  multiIf(
    kind != 'promise', '',
    state = 'met' AND seen_until <= due_at, 'kept',
    state = 'met' AND seen_until <= last_due_at, 'moved',
    seen_until > last_due_at, 'broken',
    'open') AS outcome,
  arrayFilter(flag -> flag != '', [
    if(assumed, 'assumed', ''),
    if(inferred AND is_stopped, 'inferred', ''),
    if(early AND is_stopped, 'early', '')]) AS flags
FROM obligation_versions AS told
WHERE valid_from <= now_at AND valid_to > now_at
