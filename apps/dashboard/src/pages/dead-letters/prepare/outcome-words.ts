import { type ReplayOutcome, type Standing } from '../../../api/data-dead-letters.js';

/** How it stands with a rejected message, for people. */
export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  none: 'Never sent again',
  recorded: 'Recorded since',
  rejected: 'Rejected again',
};

/** What became of one that was sent again, and what would become of it. */
export const OUTCOME_WORDS: Readonly<
  Record<ReplayOutcome, { readonly did: string; readonly would: string }>
> = {
  recorded: { did: 'Recorded', would: 'Would be recorded' },
  duplicate: { did: 'Known already', would: 'Is known already' },
  rejected: { did: 'Rejected again', would: 'Would be rejected again' },
  'not-kept': { did: 'Original is gone', would: 'Original is gone' },
};
