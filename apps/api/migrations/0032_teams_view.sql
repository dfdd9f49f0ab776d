-- For analysts: the teams of the configuration and those that interviews name, with what holds for each today. A name comes
-- from the configuration, else from the latest interview that gives one, else it is the id.
CREATE OR REPLACE VIEW teams DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
WITH configured AS (
  SELECT * FROM stored_teams FINAL WHERE version = (SELECT max(version) FROM stored_teams))
SELECT
  known.team_id AS team_id,
  multiIf(known.configured_name != '', known.configured_name, known.seen_name != '', known.seen_name, known.team_id) AS name,
  rules.calendar AS calendar,
  rules.response_days AS sla_response_days,
  rules.decision_days AS sla_decision_days,
  rules.feedback_days AS sla_feedback_days,
  rules.scorecard_days AS sla_scorecard_days,
  rules.request_days AS sla_request_days,
  known.configured AS configured
FROM (
  SELECT
    team_id,
    max(source = 'configured') AS configured,
    anyIf(name, source = 'configured') AS configured_name,
    ifNull(argMaxIf(name, seen_at, source = 'seen' AND name != ''), '') AS seen_name
  FROM (
    SELECT 'configured' AS source, team_id, name, toDateTime64(0, 3, 'UTC') AS seen_at FROM configured WHERE team_id != ''
    UNION ALL
    SELECT 'seen', toString(team_id), toString(team_name), coalesce(ended_at, starts_at, scheduled_at, toDateTime64(0, 3, 'UTC'))
    FROM interviews)
  GROUP BY team_id) AS known
LEFT JOIN configured AS rules ON rules.team_id = if(known.configured, known.team_id, '')
