import { type Names } from '../api/use-names.js';
import { nameOrUnassigned } from '../format/name.js';
import { SavedViews } from '../views/saved-views.js';
import { AsOfField } from './as-of-field.js';
import { Choice } from './choice.js';
import { ClockField } from './clock-field.js';
import { isNarrowed, widened } from './filter.js';
import { RangeField } from './range-field.js';
import { type View } from './view.js';

/** What a page does not ask for is not offered on it. */
export type FilterPart = 'team' | 'range' | 'clock';

interface FilterBarProps {
  readonly view: View;
  readonly names: Names;
  readonly without?: readonly FilterPart[];
}

/** One bar for all pages; all of it is in the address. */
export function FilterBar({ view, names, without = [] }: FilterBarProps) {
  const { filter, change, organisation } = view;
  const { firstAt } = organisation.events;
  return (
    <section className="filter-bar" aria-label="Filters" data-testid="filters">
      {!without.includes('team') && (
        <Choice
          testId="filter-team"
          title="Teams"
          options={names.teams.map(({ team, name }) => ({ value: team, label: nameOrUnassigned(name) }))}
          chosen={filter.team}
          onChange={(team) => change({ team })}
        />
      )}
      <Choice
        testId="filter-stage"
        title="Stages"
        options={organisation.stages.map((stage) => ({ value: stage, label: nameOrUnassigned(stage) }))}
        chosen={filter.stage}
        onChange={(stage) => change({ stage })}
      />
      <Choice
        testId="filter-job"
        title="Jobs"
        options={names.jobs.map(({ job, title }) => ({ value: job, label: nameOrUnassigned(title) }))}
        chosen={filter.job}
        onChange={(job) => change({ job })}
      />
      {!without.includes('range') && <RangeField view={view} />}
      {!without.includes('clock') && <ClockField view={view} />}
      <AsOfField
        chosen={filter.asOf}
        defaultLabel={view.defaultLabel}
        at={view.asOf}
        earliest={firstAt === null ? view.asOf : Date.parse(firstAt)}
        latest={Date.parse(organisation.now)}
        zone={organisation.timeZone}
        onChange={(asOf) => change({ asOf })}
      />
      <div className="filter-actions">
        <SavedViews view={view} />
        {isNarrowed(filter) && (
          <button
            type="button"
            className="link"
            data-testid="clear-filters"
            onClick={() => change({ ...widened, range: undefined })}
          >
            Clear filters
          </button>
        )}
      </div>
    </section>
  );
}
