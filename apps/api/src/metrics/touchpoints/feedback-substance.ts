import { share, unlessNotMeasured, type Computation } from '../computation.js';
import type { Behind } from '../behind/listing.js';
import { chosenTouchpoints, groupColumns, inOrderOfGroups } from '../selection.js';
import { toTouchpointRow, type TouchpointGroup } from './touchpoint-rows.js';

interface Row extends TouchpointGroup {
  readonly examples_known: number;
  readonly examples: number;
  readonly steps_known: number;
  readonly steps: number;
  readonly median_words: number | null;
}

/**
 * What is in the feedback that candidates get. What a source does not say is left out of that figure. It tells of the
 * team's own doing and not of what a candidate thinks, so it needs no minimum of applications.
 */
export const feedbackSubstance: Computation = (metric, request, surroundings) =>
  unlessNotMeasured(metric, request, surroundings, async () => {
    const { store, organisation } = surroundings;
    const chosen = chosenTouchpoints('feedback', request, organisation);
    const groups = groupColumns(request.by);
    const rows = await store.rows<Row>(
      inOrderOfGroups(
        `SELECT ${groups}, count() AS n, uniqExact(application_hash) AS applications,
         count(has_examples) AS examples_known, countIf(has_examples = 1) AS examples,
         count(has_next_steps) AS steps_known, countIf(has_next_steps = 1) AS steps,
         if(count(words) = 0, NULL, arrayReduce('medianExactLow', groupArrayIf(assumeNotNull(words), isNotNull(words)))) AS low,
         if(count(words) = 0, NULL, arrayReduce('medianExactHigh', groupArrayIf(assumeNotNull(words), isNotNull(words)))) AS high,
         (low + high) / 2 AS median_words
       FROM (${chosen.text}) GROUP BY ${groups}`,
        request.by,
      ),
      { ...chosen.parameters },
    );
    return rows.map((row) =>
      toTouchpointRow(row, request, {
        withExamples: share(row.examples, row.examples_known),
        withNextSteps: share(row.steps, row.steps_known),
        medianWords: row.median_words,
      }),
    );
  });

/** What is behind it; which figures one enters is told by which of its values are known. */
export const behindFeedbackSubstance: Behind = (_metric, request, { organisation }) => [
  {
    of: 'touchpoints',
    chosen: chosenTouchpoints('feedback', request, organisation),
    counted: `if(isNull(has_examples) AND isNull(has_next_steps) AND isNull(words), 'leftOut', 'counted')`,
  },
];
