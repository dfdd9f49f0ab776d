-- For analysts: the score that each team was told about a week. What was published first never changes.
CREATE OR REPLACE VIEW weekly_scores DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
  JSONExtractString(said.1, 'teamId') AS team_id,
  JSONExtractString(said.1, 'week') AS week,
  JSONExtract(said.1, 'score', 'Nullable(Float64)') AS score,
  JSONExtract(said.1, 'low', 'Nullable(Float64)') AS low,
  JSONExtract(said.1, 'high', 'Nullable(Float64)') AS high,
  JSONExtractUInt(said.1, 'n') AS n,
  JSONExtractUInt(said.1, 'applications') AS applications,
  JSONExtractUInt(said.1, 'definitionVersion') AS definition_version,
  said.2 AS published_at,
  CAST(NULL, 'Nullable(Float64)') AS revised_score
FROM (
  SELECT argMin((data, time), (time, source, id)) AS said
  FROM stored_events FINAL
  WHERE application_id = '' AND type = 'hearback.score.published.v1' AND time <= now64(3, 'UTC')
  GROUP BY JSONExtractString(data, 'teamId'), JSONExtractString(data, 'week'))
