-- Every way in which an obligation is or was told, each with the time for which it holds: what all figures are
-- computed from. As of T: valid_from <= T AND T < valid_to; the clock has stopped when stopped_at <= T.
CREATE OR REPLACE VIEW obligation_versions AS
SELECT
  application_id, obligation_id, kind, interview_id, interviewer_id, valid_from, valid_to, started_at, stopped_at, outcome,
  started_worked, stopped_worked, due_at, last_due_at, promised_at, promised_worked,
  candidate_id, team_id, job_id, stage, url, assumed, inferred, early
FROM stored_obligations FINAL
UNION ALL
SELECT
  application_id, obligation_id, kind, told.interview_id, interviewer_id, told.valid_from, told.valid_to, told.started_at,
  told.stopped_at, told.outcome, told.started_worked, told.stopped_worked, told.due_at, told.last_due_at, told.promised_at,
  told.promised_worked,
  told.candidate_id, told.team_id, told.job_id, told.stage, told.url, told.assumed, told.inferred, told.early
FROM (SELECT * FROM stored_obligations FINAL WHERE notEmpty(earlier))
ARRAY JOIN earlier AS told
