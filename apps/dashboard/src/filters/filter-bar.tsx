import { type Team } from '../api/teams.js';
import { nameOrUnassigned } from '../format/name.js';
import { addDays } from '../time/days.js';
import { AsOfField } from './as-of-field.js';
import { Choice } from './choice.js';
import { DayField } from './day-field.js';
import { isNarrowed } from './filter.js';
import { type View } from './view.js';

interface FilterBarProps {
  readonly view: View;
  readonly teams: readonly Team[];
}

const recent = [
  { label: 'Last 4 weeks', days: 28 },
  { label: 'Last 12 weeks', days: 84 },
];

export function FilterBar({ view, teams }: FilterBarProps) {
  const { filter, change, organisation, asOfDay } = view;
  return (
    <section className="filter-bar" aria-label="Filters" data-testid="filters">
      <Choice
        testId="filter-team"
        title="Teams"
        options={teams.map(({ team, name }) => ({ value: team, label: nameOrUnassigned(name) }))}
        chosen={filter.team}
        onChange={(team) => change({ team })}
      />
      <Choice
        testId="filter-stage"
        title="Stages"
        options={organisation.stages.map((stage) => ({ value: stage, label: nameOrUnassigned(stage) }))}
        chosen={filter.stage}
        onChange={(stage) => change({ stage })}
      />
      <DayField
        label="First day"
        value={filter.from}
        max={filter.to === undefined ? undefined : addDays(filter.to, -1)}
        onChange={(from) => change({ from })}
      />
      {/* People name the last day they mean; the address and the API name the day after it. */}
      <DayField
        label="Last day"
        value={filter.to === undefined ? undefined : addDays(filter.to, -1)}
        min={filter.from}
        onChange={(day) => change({ to: day === undefined ? undefined : addDays(day, 1) })}
      />
      <AsOfField
        chosen={filter.asOf}
        defaultLabel={view.defaultLabel}
        at={view.asOf}
        latest={Date.parse(organisation.now)}
        zone={organisation.timeZone}
        onChange={(asOf) => change({ asOf })}
      />
      <div className="filter-actions">
        {recent.map(({ label, days }) => (
          <button
            key={label}
            type="button"
            className="link"
            aria-pressed={filter.from === addDays(asOfDay, 1 - days) && filter.to === undefined}
            onClick={() => change({ from: addDays(asOfDay, 1 - days), to: undefined })}
          >
            {label}
          </button>
        ))}
        {isNarrowed(filter) && (
          <button
            type="button"
            className="link"
            data-testid="clear-filters"
            onClick={() => change({ team: [], stage: [], from: undefined, to: undefined })}
          >
            Clear filters
          </button>
        )}
      </div>
    </section>
  );
}
