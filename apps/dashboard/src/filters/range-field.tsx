import { PopoverButton } from '../elements/popover-button.js';
import { formatDayOfYear } from '../format/instant.js';
import { addDays } from '../time/days.js';
import { rangeOf } from './asked.js';
import { DayField } from './day-field.js';
import { ranges, usualRange, type Range } from './filter.js';
import { type View } from './view.js';

const NAMES: Readonly<Record<Range, string>> = {
  '4w': 'Last 4 weeks',
  '12w': 'Last 12 weeks',
  '26w': 'Last 26 weeks',
  '52w': 'Last 52 weeks',
  all: 'All time',
};

/** In words: what is chosen, or from when to when. */
export function describeRange({ filter }: Pick<View, 'filter'>): string {
  const range = rangeOf(filter);
  if (range !== undefined) return NAMES[range];
  const from = filter.from === undefined ? undefined : formatDayOfYear(filter.from);
  const last = filter.to === undefined ? undefined : formatDayOfYear(addDays(filter.to, -1));
  if (from === undefined) return `Until ${last}`;
  return last === undefined ? `Since ${from}` : `${from} to ${last}`;
}

/** On which days the interviews ended: a range that moves with the instant, or chosen days. */
export function RangeField({ view }: { readonly view: View }) {
  const { filter, change } = view;
  const text = describeRange(view);
  const chosen = rangeOf(filter);
  return (
    <PopoverButton
      testId="filter-range"
      className={`field${chosen === usualRange ? '' : ' is-chosen'}`}
      label={`Interviews of: ${text}`}
      summary={
        <>
          <span className="field-label">Interviews of</span>
          <span className="field-value">{text}</span>
        </>
      }
    >
      {(close) => (
        <div className="range">
          <div className="range-presets" role="group" aria-label="Up to the moment looked at">
            {ranges.map((range) => (
              <button
                key={range}
                type="button"
                className="choice-item"
                aria-pressed={range === chosen}
                data-range={range}
                onClick={() => {
                  change({
                    range: range === usualRange ? undefined : range,
                    from: undefined,
                    to: undefined,
                  });
                  close();
                }}
              >
                <span aria-hidden="true" className="choice-mark">
                  {range === chosen ? '✓' : ''}
                </span>
                {NAMES[range]}
              </button>
            ))}
          </div>
          <div className="range-days" role="group" aria-label="Chosen days">
            <DayField
              label="First day"
              value={filter.from}
              max={filter.to === undefined ? undefined : addDays(filter.to, -1)}
              onChange={(from) => change({ from, range: undefined })}
            />
            {/* People name the last day they mean; the address and the API name the day after it. */}
            <DayField
              label="Last day"
              value={filter.to === undefined ? undefined : addDays(filter.to, -1)}
              min={filter.from}
              onChange={(day) =>
                change({ to: day === undefined ? undefined : addDays(day, 1), range: undefined })
              }
            />
          </div>
        </div>
      )}
    </PopoverButton>
  );
}
