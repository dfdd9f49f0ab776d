-- For analysts: interviews as of now. One whose scheduled end has passed without a word counts as completed, `assumed`.
CREATE VIEW IF NOT EXISTS interviews AS
SELECT
  interview_id,
  application_id,
  candidate_id,
  job_id,
  job_title,
  team_id,
  team_name,
  stage,
  multiIf(assumed, 'completed', no_show = 1, 'no_show', stored_interviews.status) AS status,
  scheduled_at,
  starts_at,
  ends_at,
  if(assumed, assumed_end, stored_interviews.ended_at) AS ended_at,
  stored_interviews.status = 'scheduled' AND ifNull(assumed_end <= now64(3, 'UTC'), 0) AS assumed
FROM stored_interviews FINAL
