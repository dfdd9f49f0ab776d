import type { z } from 'zod';
import { suggestion } from '../nearest.js';
import { ownValue } from '../own-value.js';

type Tree = Readonly<Record<string, unknown>>;

/**
 * What no key alone can tell. It looks at what is there even when other keys are wrong, so that all problems are
 * told at once; hence nothing is taken to have the shape of the schema.
 */
export function checkTogether(organisation: unknown, context: Pick<z.RefinementCtx, 'addIssue'>): void {
  const tell = (path: (string | number)[], message: string): void =>
    context.addIssue({ code: 'custom', path, message });

  const calendars = Object.keys(tree(organisation, 'calendars'));
  for (const [id, team] of Object.entries(tree(organisation, 'teams'))) {
    const calendar = tree(team)['calendar'];
    if (typeof calendar !== 'string' || calendars.includes(calendar)) continue;
    const known = calendars.length === 0 ? ' There are none.' : ` There are: ${calendars.join(', ')}.`;
    const hint = suggestion(calendar, calendars) || known;
    tell(['teams', id, 'calendar'], `"${calendar}" is not in calendars.${hint}`);
  }

  const stages = tree(organisation)['stages'];
  if (Array.isArray(stages)) {
    stages.forEach((stage: unknown, index) => {
      if (typeof stage !== 'string' || stages.indexOf(stage) === index) return;
      tell(['stages', index], `"${stage}" is listed twice`);
    });
  }

  const { healthy, watch } = tree(organisation, 'health', 'bands');
  if (typeof healthy === 'number' && typeof watch === 'number' && watch >= healthy) {
    tell(['health', 'bands'], `watch (${watch}) must be below healthy (${healthy})`);
  }

  const weights = Object.values(tree(organisation, 'health', 'weights'));
  if (weights.length > 0 && weights.every((weight) => weight === 0)) {
    tell(['health', 'weights'], 'at least one must be more than 0');
  }
}

/** What is found under the keys; nothing, where that has no keys. */
function tree(value: unknown, ...keys: string[]): Tree {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const [key, ...rest] = keys;
  return key === undefined ? (value as Tree) : tree(ownValue(value as Tree, key), ...rest);
}
