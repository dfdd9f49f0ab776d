-- For analysts: what is owed to candidates, as of now.
CREATE VIEW IF NOT EXISTS obligations AS
SELECT
  obligation_id,
  kind,
  application_id,
  interview_id,
  candidate_id,
  team_id,
  job_id,
  stage,
  started_at,
  if(stopped_at <= now64(3, 'UTC'), stopped_at, NULL) AS stopped_at,
  if(stopped_at IS NULL, 'waiting', outcome) AS state,
  (toUnixTimestamp64Milli(coalesce(stopped_at, now64(3, 'UTC'))) - toUnixTimestamp64Milli(started_at)) / 1000 AS elapsed_seconds,
  arrayFilter(flag -> flag != '', [
    if(assumed, 'assumed', ''),
    if(inferred AND stopped_at IS NOT NULL, 'inferred', ''),
    if(early AND stopped_at IS NOT NULL, 'early', '')]) AS flags
FROM obligation_versions
WHERE valid_from <= now64(3, 'UTC') AND valid_to > now64(3, 'UTC')
