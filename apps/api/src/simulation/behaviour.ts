export const behaviours = ['prompt', 'average', 'silent', 'slow', 'improving', 'worsening'] as const;

/** How a team treats its candidates; `silent`: it stops answering some weeks before the end. */
export type Behaviour = (typeof behaviours)[number];

/** What a team does at one moment. Times in working days, the others are probabilities. */
export interface Pace {
  /** Median time to an answer. */
  readonly answerDays: number;
  readonly neverAnswers: number;
  readonly scorecardDays: number;
  readonly promises: number;
  readonly feedback: number;
  /** To tell somebody who waits that nothing is decided yet; per week of waiting. */
  readonly updates: number;
}

const PROMPT: Pace = {
  answerDays: 1.2,
  neverAnswers: 0.03,
  scorecardDays: 0.4,
  promises: 0.8,
  feedback: 0.65,
  updates: 0.5,
};
const AVERAGE: Pace = {
  answerDays: 3.2,
  neverAnswers: 0.13,
  scorecardDays: 1,
  promises: 0.45,
  feedback: 0.35,
  updates: 0.25,
};
const SLOW: Pace = {
  answerDays: 8,
  neverAnswers: 0.3,
  scorecardDays: 2.6,
  promises: 0.25,
  feedback: 0.12,
  updates: 0.1,
};

/** @param progress 0 at the start of the simulated time, 1 at its end */
export function paceOf(behaviour: Behaviour, progress: number): Pace {
  switch (behaviour) {
    case 'prompt':
      return PROMPT;
    case 'slow':
      return SLOW;
    case 'average':
    case 'silent':
      return AVERAGE;
    case 'improving':
      return mixed(SLOW, PROMPT, progress);
    case 'worsening':
      return mixed(PROMPT, SLOW, progress);
  }
}

function mixed(from: Pace, to: Pace, progress: number): Pace {
  const share = Math.max(0, Math.min(1, progress));
  const mix = (name: keyof Pace): number => from[name] * (1 - share) + to[name] * share;
  return {
    answerDays: mix('answerDays'),
    neverAnswers: mix('neverAnswers'),
    scorecardDays: mix('scorecardDays'),
    promises: mix('promises'),
    feedback: mix('feedback'),
    updates: mix('updates'),
  };
}
