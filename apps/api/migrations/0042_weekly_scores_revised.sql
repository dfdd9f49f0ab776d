-- For analysts: the score that each team was told about a week, with what late data makes of it. What was published first
-- never changes; what others sent under this type was told to nobody.
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
  if(revised.differs = 1, revised.score, NULL) AS revised_score,
  if(revised.differs = 1, revised.low, NULL) AS revised_low,
  if(revised.differs = 1, revised.high, NULL) AS revised_high,
  if(revised.differs = 1, revised.computed_at, NULL) AS revised_at,
  toUInt8(JSONExtractBool(said.1, 'simulated')) AS simulated
FROM (
  SELECT argMin((data, time), (time, source, id)) AS said,
    JSONExtractString(data, 'teamId') AS said_of, JSONExtractString(data, 'week') AS said_for
  FROM stored_events FINAL
  WHERE application_id = '' AND type = 'hearback.score.published.v1' AND source = 'urn:hearback:scores'
    AND time <= now64(3, 'UTC')
  GROUP BY said_of, said_for) AS published
LEFT JOIN (SELECT * FROM stored_revised_scores FINAL) AS revised
  ON revised.team_id = published.said_of AND revised.week = published.said_for
