-- One row per configured team, and one without an id for all others: W(now) of its calendar in milliseconds, and that now.
-- Serves: "how much working time has an open obligation seen", in the view obligations.
CREATE OR REPLACE VIEW team_clocks AS
SELECT
  teams.team_id AS team_id,
  reckoned.now_at AS now_at,
  reckoned.worked_now AS worked_now
FROM (SELECT team_id, calendar, version FROM stored_teams FINAL WHERE version = (SELECT max(version) FROM stored_teams)) AS teams
INNER JOIN (
  SELECT
    version,
    calendar,
    now64(3, 'UTC') AS now_at,
    toUnixTimestamp64Milli(now_at) AS now_ms,
    arrayCount(start -> start <= now_ms, starts) AS place,
    if(place = 0, 0, worked_before[place] + least(now_ms, ends[place]) - starts[place]) AS worked_now
  FROM stored_calendars FINAL
  WHERE version = (SELECT max(version) FROM stored_teams)) AS reckoned
USING (version, calendar)
