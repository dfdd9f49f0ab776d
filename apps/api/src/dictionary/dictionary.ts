import { interviews, obligations, teams } from './owed.js';
import {
  events,
  promises,
  ratings,
  rejectedEvents,
  requests,
  responses,
  scorecards,
  weeklyScores,
} from './recorded.js';
import type { Column, View } from './view.js';

/** The views that analysts may read, and what their columns mean: the page and the grants both come from here. */
export const dictionary: readonly View[] = [
  interviews,
  obligations,
  responses,
  promises,
  requests,
  scorecards,
  ratings,
  weeklyScores,
  teams,
  events,
  rejectedEvents,
];

export const viewNames: readonly string[] = dictionary.map(({ name }) => name);

/** docs/data-dictionary.md. */
export function dictionaryPage(): string {
  return `# Data dictionary

<!-- Made by npm run docs:dictionary from apps/api/src/dictionary. -->

The views of the database \`hearback\`. Instants are UTC to the millisecond; flags are 0 or 1; an unknown id is an empty text. All
views tell how things are now: an event whose time lies ahead has no effect yet, and one that was retracted has none any more.
How to ask: [sql.md](sql.md).

${dictionary.map(section).join('\n')}`;
}

function section({ name, row, columns }: View): string {
  const lines = columns.map(({ name: column, type, unit, meaning }: Column) =>
    ['', `\`${column}\``, `\`${type}\``, unit ?? '', meaning, ''].join(' | ').trim(),
  );
  return `## ${name}

One row per ${row}.

| Column | Type | Unit | Meaning |
| --- | --- | --- | --- |
${lines.join('\n')}
`;
}
