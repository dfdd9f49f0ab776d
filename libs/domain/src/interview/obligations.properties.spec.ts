import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryApplication, arbitraryDelivery, instantsAround } from '../testing/index.js';
import { naiveObligations, naiveTouchpoints } from '../testing/naive-obligations.js';
import { historyOf, snapshotsOf, stateAsOf } from './fold.js';
import { obligationKeyOf, tellAsOf, tellTouchpointAsOf, versionsOf } from './history.js';
import type { FoldOptions } from './obligation.js';
import { obligationsAsOf } from './obligations.js';
import { touchpointsAsOf } from './touchpoints.js';
import { isValidAsOf, type Validity } from './versions.js';

const options: fc.Arbitrary<FoldOptions> = fc.record({
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Los_Angeles'),
  inferResponses: fc.boolean(),
});

/** One form, whatever the order and whether a field is absent or `undefined`. */
const normal = (obligations: readonly object[]) =>
  obligations
    .map((obligation) =>
      JSON.stringify(
        Object.entries(obligation)
          .filter(([, value]) => value !== undefined)
          .sort(),
      ),
    )
    .sort();

const withoutValidity = ({ validFrom: _from, validTo: _to, ...told }: Validity): object => told;

/** A long search: `PROPERTY_RUNS=50 npx jest ...` tries fifty times as many. */
const runs = (numRuns: number) => ({ numRuns: numRuns * Number(process.env['PROPERTY_RUNS'] ?? 1) });

describe('given any application', () => {
  it('then the order and the repetition of its events change neither state nor history', () => {
    const delivered = arbitraryApplication().chain((events) =>
      fc.tuple(fc.constant(events), arbitraryDelivery(events)),
    );
    fc.assert(
      fc.property(delivered, options, ([events, others], chosen) => {
        expect(snapshotsOf(historyOf(others))).toEqual(snapshotsOf(historyOf(events)));
        const [history, again] = [versionsOf(events, chosen), versionsOf(others, chosen)];
        expect(again).toEqual(history);
      }),
      runs(600),
    );
  });

  it('then each snapshot is the state as of its instant, and holds until the next', () => {
    fc.assert(
      fc.property(arbitraryApplication(), (events) => {
        const history = historyOf(events);
        const snapshots = snapshotsOf(history);
        for (const asOf of instantsAround(events)) {
          const snapshot = snapshots.findLast(({ at }) => at <= asOf);
          expect(snapshot?.state ?? stateAsOf(history, -Infinity)).toEqual(stateAsOf(history, asOf));
        }
      }),
      runs(400),
    );
  });

  it('then its history told as of any instant is the fold as of that instant', () => {
    fc.assert(
      fc.property(arbitraryApplication(), options, (events, chosen) => {
        const [history, versions] = [historyOf(events), versionsOf(events, chosen)];
        for (const asOf of instantsAround(events)) {
          const told = versions.obligations
            .filter((version) => isValidAsOf(version, asOf))
            .map((v) => withoutValidity(tellAsOf(v, asOf)));
          expect(normal(told)).toEqual(normal(obligationsAsOf(stateAsOf(history, asOf), asOf, chosen)));
          const touched = versions.touchpoints.filter((version) => isValidAsOf(version, asOf));
          expect(
            normal(touched.map((version) => withoutValidity(tellTouchpointAsOf(version, asOf)))),
          ).toEqual(normal(touchpointsAsOf(stateAsOf(history, asOf), asOf)));
        }
      }),
      runs(600),
    );
  });

  it('then the fold as of any instant agrees with the definitions read a second time', () => {
    fc.assert(
      fc.property(arbitraryApplication({ maxEvents: 14 }), options, (events, chosen) => {
        const history = historyOf(events);
        for (const asOf of instantsAround(events)) {
          const folded = obligationsAsOf(stateAsOf(history, asOf), asOf, chosen);
          expect(normal(folded)).toEqual(normal(naiveObligations(events, asOf, chosen)));
          const touched = touchpointsAsOf(stateAsOf(history, asOf), asOf);
          expect(normal(touched)).toEqual(normal(naiveTouchpoints(events, asOf)));
        }
      }),
      runs(1000),
    );
  });

  it('then the versions of one obligation follow each other without overlap, none of them empty', () => {
    fc.assert(
      fc.property(arbitraryApplication(), options, (events, chosen) => {
        const until = new Map<string, number>();
        for (const version of versionsOf(events, chosen).obligations) {
          const { validFrom, validTo = Infinity, startedAt } = version;
          expect(validFrom).toBeLessThan(validTo);
          expect(validFrom).toBeGreaterThanOrEqual(startedAt);
          expect(validFrom).toBeGreaterThanOrEqual(until.get(obligationKeyOf(version)) ?? -Infinity);
          until.set(obligationKeyOf(version), validTo);
        }
      }),
      runs(600),
    );
  });
});
