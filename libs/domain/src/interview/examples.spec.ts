import { describe, expect, it } from '@jest/globals';
import { instant } from '../testing/clock.js';
import { inOneForm, obligationExamples, touchpointExamples } from '../testing/naive/examples.js';
import { naiveObligations, naiveTouchpoints } from '../testing/naive-obligations.js';
import { historyOf, stateAsOf } from './fold.js';
import { defaultFoldOptions } from './obligation.js';
import { obligationsAsOf } from './obligations.js';
import { touchpointsAsOf } from './touchpoints.js';

describe.each(Object.entries(obligationExamples))('given %s', (_about, examples) => {
  it.each(examples)('then $name', ({ events, asOf, kind, expected }) => {
    const at = instant(asOf);
    const folded = obligationsAsOf(stateAsOf(historyOf(events), at), at, defaultFoldOptions);
    const read = naiveObligations(events, at, defaultFoldOptions);
    for (const obligations of [folded, read]) {
      const those = obligations.filter((obligation) => obligation.kind === kind);
      expect(inOneForm(those)).toEqual(inOneForm(expected));
    }
  });
});

describe('given what happened to a candidate', () => {
  it.each(touchpointExamples)('then as $kind: $name', ({ events, asOf, kind, expected }) => {
    const at = instant(asOf);
    const folded = touchpointsAsOf(stateAsOf(historyOf(events), at), at);
    for (const touchpoints of [folded, naiveTouchpoints(events, at)]) {
      const those = touchpoints.filter((touchpoint) => touchpoint.kind === kind);
      expect(inOneForm(those)).toEqual(inOneForm(expected));
    }
  });
});
