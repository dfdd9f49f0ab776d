import { clocks, type Clock } from '@hearback/domain/metrics';
import { useId } from 'react';
import { type View } from './view.js';

const NAMES: Readonly<Record<Clock, { readonly name: string; readonly title: string }>> = {
  elapsed: { name: 'Elapsed', title: 'Every hour counts: what the candidate lives through' },
  business: { name: 'Working', title: 'Only working hours of the team’s calendar count' },
};

/** Which clock waits are told on. */
export function ClockField({ view }: { readonly view: View }) {
  const id = useId();
  const chosen = view.filter.clock ?? 'elapsed';
  return (
    <div className="field clock-field" role="radiogroup" aria-labelledby={id} data-testid="filter-clock">
      <span id={id} className="field-label">
        Time
      </span>
      <div className="segments">
        {clocks.map((clock) => (
          <label key={clock} title={NAMES[clock].title}>
            <input
              type="radio"
              name="clock"
              checked={clock === chosen}
              onChange={() => view.change({ clock: clock === 'elapsed' ? undefined : clock })}
            />
            <span>{NAMES[clock].name}</span>
          </label>
        ))}
      </div>
    </div>
  );
}
