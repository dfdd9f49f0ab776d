-- Every way in which an obligation is or was told, each with the time for which it holds: what all figures are
-- computed from. As of T: valid_from <= T AND T < valid_to; the clock has stopped when stopped_at <= T.
CREATE VIEW IF NOT EXISTS obligation_versions AS
SELECT
  application_id, obligation_id, kind, interview_id, valid_from, valid_to, started_at, stopped_at,
  outcome, candidate_id, team_id, job_id, stage, url, assumed, inferred, early
FROM stored_obligations FINAL
UNION ALL
SELECT
  application_id, obligation_id, kind, interview_id, told.valid_from, told.valid_to, told.started_at, told.stopped_at,
  told.outcome, told.candidate_id, told.team_id, told.job_id, told.stage, told.url, told.assumed, told.inferred, told.early
FROM (SELECT * FROM stored_obligations FINAL WHERE notEmpty(earlier))
ARRAY JOIN earlier AS told
