import type { Reason } from './week-reasons.js';

/**
 * A reason in plain words: one or two sentences in English, without markup. The name of a stage is in it as events
 * gave it, so whoever shows the sentence escapes it. A rule that a later version added says nothing: ''.
 */
export function sayReason({ rule, stage, count = 0, of = count, points = 0, days = 0 }: Reason): string {
  const after = stage === undefined ? '' : ` after ${stageName(stage)}`;
  const all = of > count ? ` (${whole(of)} in all stages)` : '';
  switch (rule) {
    case 'answer-promised':
      return `${candidates(count)}${after} ${count === 1 ? 'waits' : 'wait'} beyond the time that was promised${all}: answer ${count === 1 ? 'this one' : 'these'} first.`;
    case 'answer-overdue':
      return `${candidates(count)}${after} ${count === 1 ? 'is' : 'are'} past the due time${all}: answer ${count === 1 ? 'this one' : 'these'} first, if only with a date.`;
    case 'settle-stage':
      return `Slow answers${after} cost ${points.toFixed(1)} points, at least half of what is lost: settle who answers, and by when.`;
    case 'answer-sooner':
      return `Nobody is past a due time, but slow answers cost ${points.toFixed(1)} points: put the answer into the calendar together with the interview.`;
    case 'answer-waiting':
      return `${candidates(count)} ${count === 1 ? 'waits' : 'wait'}, all within the due time: keep it so.`;
    case 'keep':
      return 'Nobody waits for an answer: keep it so.';
    case 'all-answered':
      return count === 1
        ? 'The one interview of these four weeks is answered.'
        : `All ${whole(count)} interviews of these four weeks are answered.`;
    case 'improved':
      return `The score is up by ${points.toFixed(1)} ${points.toFixed(1) === '1.0' ? 'point' : 'points'} on the week before.`;
    case 'quick-stage':
      return `After ${stageName(stage ?? '')} everyone heard back, within ${days.toFixed(1)} working days on average.`;
    case 'answered':
      return `${whole(count)} of ${whole(of)} interviews of these four weeks ${count === 1 ? 'is' : 'are'} answered.`;
    default:
      return '';
  }
}

const candidates = (count: number): string => `${whole(count)} ${count === 1 ? 'candidate' : 'candidates'}`;

/** A stage as a sentence names it. */
function stageName(stage: string): string {
  return stage === '' || stage === 'unassigned' ? 'an unknown stage' : stage;
}

/** `10,502` */
const whole = (count: number): string => count.toLocaleString('en');
