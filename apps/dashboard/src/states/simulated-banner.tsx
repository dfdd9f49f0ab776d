import { type Organisation } from '../api/organisation.js';
import { formatInstant } from '../format/instant.js';
import { formatCount } from '../format/number.js';
import { Banner } from './banner.js';

/** Nobody may take made-up figures for those of an organisation. */
export function SimulatedBanner({ organisation }: { readonly organisation: Organisation }) {
  const { simulatedData, events, timeZone } = organisation;
  if (simulatedData === null) return null;
  const { firstAt, lastAt, remove } = simulatedData;
  const count = formatCount(simulatedData.events);
  const isAll = simulatedData.events === events.count;
  return (
    <Banner kind="sample" testId="simulated-banner">
      <div>
        <p>
          <strong>Simulated data:</strong>{' '}
          {isAll
            ? `all ${count} events are made up, and so is every figure.`
            : `${count} of ${formatCount(events.count)} events are made up; the figures mix them with the others.`}
        </p>
        <details>
          <summary>What it is, and how to remove it</summary>
          <p>
            The history of an organisation that does not exist, from{' '}
            {formatInstant(Date.parse(firstAt), timeZone)} to {formatInstant(Date.parse(lastAt), timeZone)},
            sent by <code>hearback simulate</code>. The ids of its teams begin with <code>sim-</code>.
          </p>
          <p>To remove it: {remove}</p>
        </details>
      </div>
    </Banner>
  );
}
