import { useSearchParams } from 'react-router';
import { statuses } from '../../api/messages.js';
import { type Names } from '../../api/use-names.js';
import { weekName } from '../../format/instant.js';
import { nameOrUnassigned } from '../../format/name.js';
import { addWeeks } from '../../time/days.js';
import { STATUS_WORDS } from '../sections/message/words.js';
import { type MessagesFilter } from './messages-in-address.js';

interface MessageFiltersProps {
  readonly filter: MessagesFilter;
  readonly names: Names;
  /** The last week that is over. */
  readonly last: string;
}

const WEEKS = 26;

/** Which messages: in the address, so that a link shows the same. */
export function MessageFilters({ filter, names, last }: MessageFiltersProps) {
  const [params, setParams] = useSearchParams();
  const choose = (name: 'status' | 'week' | 'team', value: string): void => {
    const changed = new URLSearchParams(params);
    changed.delete(name);
    if (value !== '') changed.set(name, value);
    setParams(changed, { preventScrollReset: true });
  };
  const weeks = Array.from({ length: WEEKS }, (_, index) => addWeeks(last, -index));
  const { status = '', week = '', team } = filter;
  const [only = ''] = team;
  const several = team.length > 1 ? `${team.length} teams` : undefined;
  return (
    <section className="message-filters" aria-label="Filters">
      <label>
        <span>Status</span>
        <select
          value={status}
          onChange={({ target }) => choose('status', target.value)}
          data-testid="by-status"
        >
          <option value="">All</option>
          {statuses.map((each) => (
            <option key={each} value={each}>
              {STATUS_WORDS[each]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Week</span>
        <select value={week} onChange={({ target }) => choose('week', target.value)} data-testid="by-week">
          <option value="">All</option>
          {(week === '' || weeks.includes(week) ? weeks : [week, ...weeks]).map((each) => (
            <option key={each} value={each}>
              {weekName(each)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Team</span>
        <select
          value={several ?? only}
          onChange={({ target }) => choose('team', target.value)}
          data-testid="by-team"
        >
          <option value="">All, and the digests</option>
          {several !== undefined && <option value={several}>{several}</option>}
          {only !== '' && !names.teams.some((each) => each.team === only) && (
            <option value={only}>{only}</option>
          )}
          {names.teams.map((each) => (
            <option key={each.team} value={each.team}>
              {nameOrUnassigned(each.name)}
            </option>
          ))}
        </select>
      </label>
    </section>
  );
}
