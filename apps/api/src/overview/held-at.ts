/** SQL: when an interview was, as far as that is known; one that was only ever called off is before all others. */
const HELD_AT = "ifNull(coalesce(ended_at, starts_at, scheduled_at), toDateTime64(0, 3, 'UTC'))";

/** SQL: the place of a row of `interviews` among all, the latest interview last. No two have the same. */
export const PLACE_IN_TIME = `(${HELD_AT}, application_id, interview_id)`;
