-- The same of touchpoints. As of T: valid_from <= T AND T < valid_to; a survey is answered when answered_at <= T.
CREATE OR REPLACE VIEW touchpoint_versions AS
SELECT
  application_id, touchpoint_id, kind, interview_id, at, valid_from, valid_to, answered_at,
  candidate_id, team_id, job_id, stage, url,
  words, has_examples, has_next_steps, nps, specific, constructive, respectful, timely
FROM stored_touchpoints FINAL
UNION ALL
SELECT
  application_id, touchpoint_id, kind, interview_id, at, told.valid_from, told.valid_to, told.answered_at,
  told.candidate_id, told.team_id, told.job_id, told.stage, told.url,
  words, has_examples, has_next_steps, nps, specific, constructive, respectful, timely
FROM (SELECT * FROM stored_touchpoints FINAL WHERE notEmpty(earlier))
ARRAY JOIN earlier AS told
