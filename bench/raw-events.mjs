/**
 * Time to response by team, read from the raw events in one query: the rules of the fold that this figure rests on,
 * written once more in SQL, so that both give the same numbers. (Only here: no figure of the product comes from it.)
 *
 * Left out, because the simulated events have none of it: interviews that took place without a scheduling, and what
 * names neither team nor stage.
 * @param asOf milliseconds since the epoch
 */
export function timeToResponseFromEvents(asOf) {
  const AS_OF = `fromUnixTimestamp64Milli(toInt64(${asOf}), 'UTC')`;
  return `
  WITH
    standing AS (
      SELECT application_id, type, time, JSONExtractString(data, 'interviewId') AS interview_id, data
      FROM events
      WHERE time <= ${AS_OF} AND (application_id, source, id) NOT IN (
        SELECT application_id, JSONExtractString(data, 'source'), JSONExtractString(data, 'id')
        FROM events WHERE type = 'hearback.event.retracted.v1' AND time <= ${AS_OF})),
    closings AS (
      SELECT application_id, groupArray(time) AS closed_at, minIf(time, outcome = 'withdrawn') AS withdrawn_at,
        minIf(time, outcome = 'hired') AS hired_at, countIf(outcome = 'withdrawn') AS withdrawals, countIf(outcome = 'hired') AS hires
      FROM (SELECT application_id, time, JSONExtractString(data, 'outcome') AS outcome FROM standing WHERE type = 'hearback.application.closed.v1')
      GROUP BY application_id),
    courses AS (
      SELECT application_id, interview_id,
        argMaxIf(JSONExtractString(data, 'teamId'), time, JSONHas(data, 'teamId')) AS team_id,
        argMaxIf(JSONExtractString(data, 'stage'), time, JSONHas(data, 'stage')) AS stage,
        ${latest('startsAt')} AS starts_at, ${latest('endsAt')} AS ends_at,
        countIf(JSONHas(data, 'endsAt')) AS ends_known,
        minIf(time, type = 'hearback.interview.scheduled.v1') AS first_scheduled_at,
        maxIf(time, type IN ('hearback.interview.scheduled.v1', 'hearback.interview.rescheduled.v1')) AS last_scheduled_at,
        maxIf(time, type = 'hearback.interview.completed.v1') AS completed_at,
        maxIf(time, type = 'hearback.interview.cancelled.v1') AS cancelled_at,
        ${latest('endedAt', "type = 'hearback.interview.completed.v1'")} AS told_end,
        ${latest('startedAt', "type = 'hearback.interview.completed.v1' AND JSONHas(data, 'startedAt')")} AS told_start
      FROM standing WHERE type LIKE 'hearback.interview.%' GROUP BY application_id, interview_id),
    held AS (
      SELECT application_id, interview_id, team_id, stage, first_scheduled_at,
        completed_at > cancelled_at AS is_told,
        if(is_told, told_end, ends_at) AS ended_at,
        multiIf(is_told AND told_start > ${ZERO}, told_start, starts_at > ${ZERO}, starts_at, ended_at) AS started_at,
        is_told AS told,
        withdrawals > 0 AND (withdrawn_at >= ended_at OR NOT is_told) AS withdrew,
        greatest(withdrawn_at, ended_at) AS withdrew_at, hires, hired_at
      FROM courses LEFT JOIN closings ON closings.application_id = courses.application_id
      WHERE is_told OR (
        ends_known > 0 AND cancelled_at <= last_scheduled_at AND ends_at <= ${AS_OF}
        AND NOT arrayExists(at -> at > last_scheduled_at AND at < ends_at, closed_at))),
    answers AS (
      SELECT application_id, interview_id AS about, time AS answered_at
      FROM standing
      WHERE type = 'hearback.response.sent.v1' AND NOT JSONExtractBool(data, 'automated')
        AND JSONExtractString(data, 'kind') IN ('feedback', 'decision', 'next_step')),
    explicit AS (
      SELECT held.application_id AS application_id, held.interview_id AS interview_id, min(answered_at) AS at
      FROM held JOIN answers ON answers.application_id = held.application_id
      WHERE about IN ('', held.interview_id) AND held.started_at <= answered_at
      GROUP BY application_id, interview_id),
    invited AS (
      SELECT held.application_id AS application_id, held.interview_id AS interview_id, min(other.first_scheduled_at) AS at
      FROM held JOIN courses AS other ON other.application_id = held.application_id
      WHERE other.stage != held.stage AND other.first_scheduled_at >= held.ended_at
      GROUP BY application_id, interview_id),
    waits AS (
      SELECT team_id, held.application_id AS application_id,
        arrayMin(arrayFilter(at -> at > ${ZERO}, [explicit.at, invited.at, if(hires > 0 AND hired_at >= started_at, hired_at, ${ZERO}), ${FAR}])) AS heard_at,
        heard_at < ${FAR} AND NOT (withdrew AND withdrew_at < heard_at) AS is_answered,
        toUnixTimestamp64Milli(multiIf(is_answered, greatest(heard_at, ended_at), withdrew, withdrew_at, ${AS_OF}))
          - toUnixTimestamp64Milli(ended_at) AS wait
      FROM held
      LEFT JOIN explicit ON explicit.application_id = held.application_id AND explicit.interview_id = held.interview_id
      LEFT JOIN invited ON invited.application_id = held.application_id AND invited.interview_id = held.interview_id),
    arrayCumSum(arrayMap(
      (wait, place) -> if(wait % 2 = 0, log1p(-1 / (n - place + 1)), 0), sorted, arrayEnumerate(sorted))) AS survival,
    arrayFirstIndex(logarithm -> logarithm <= log(0.5 + 1e-9), survival) AS place
  SELECT team_id, n, applications, answered, if(place > 0, intDiv(sorted[place], 2) / 1000, -1) AS median
  FROM (
    SELECT team_id, count() AS n, uniqExact(application_id) AS applications, countIf(is_answered) AS answered,
      arraySort(groupArray(wait * 2 + NOT is_answered)) AS sorted
    FROM waits GROUP BY team_id)
  ORDER BY team_id`;
}

const ZERO = "toDateTime64(0, 3, 'UTC')";
const FAR = "toDateTime64('2299-12-31 00:00:00', 3, 'UTC')";

/** The instant that the latest event says in a field. */
function latest(field, condition = `JSONHas(data, '${field}')`) {
  return `argMaxIf(parseDateTime64BestEffortOrZero(JSONExtractString(data, '${field}'), 3, 'UTC'), time, ${condition})`;
}
