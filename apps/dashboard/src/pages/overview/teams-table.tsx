import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { teamColumns, type TeamOrder, type TeamRow } from '../../charts/prepare/teams.js';
import { type View } from '../../filters/view.js';
import { plural } from '../../format/number.js';
import { usePrinting } from '../../export/use-printing.js';
import { TeamLine, type TrendOf } from './team-line.js';
import { type ShownTeams } from './use-shown-teams.js';

const SEARCHABLE = 8;
const ROW_PX = 41;
/** Fewer are simply all there. */
const VIRTUAL_FROM = 60;

interface TeamsTableProps {
  readonly teams: ShownTeams;
  /** How many there are, found or not. */
  readonly count: number;
  readonly view: View;
  readonly trendOf: TrendOf;
}

/** Comfortable with five teams and with a thousand: only what is in sight is drawn. */
export function TeamsTable({ teams, count, view, trendOf }: TeamsTableProps) {
  const { shown, search, find, order, sortBy } = teams;
  return (
    <>
      {/* A link may bring a search to few teams: what leaves teams out must be seen, and be taken off. */}
      {(count > SEARCHABLE || search !== '') && (
        <div className="table-tools">
          <label>
            <span className="visually-hidden">Find a team</span>
            <input
              type="search"
              placeholder="Find a team"
              value={search}
              onChange={({ target }) => find(target.value)}
              data-testid="find-team"
            />
          </label>
        </div>
      )}
      <div className="table-scroll" role="region" aria-label="Teams, table" tabIndex={0}>
        <table className="teams" aria-rowcount={shown.length + 1}>
          <thead>
            <tr>
              <SortHeader id="team" title="Team" order={order} onSort={sortBy} />
              <th scope="col" className="column-trend" title="Median wait by week, the last twelve weeks">
                Twelve weeks
              </th>
              {teamColumns.map(({ id, title, hint, isPart }) => (
                <SortHeader
                  key={id}
                  id={id}
                  title={title}
                  hint={hint}
                  isPart={isPart}
                  order={order}
                  onSort={sortBy}
                />
              ))}
            </tr>
          </thead>
          <Lines rows={shown} view={view} trendOf={trendOf} />
        </table>
      </div>
      <p className="table-foot" role="status">
        {shown.length === 0 && count > 0
          ? 'No team of that name.'
          : shown.length === count
            ? plural(count, 'team')
            : `${shown.length} of ${plural(count, 'team')}`}
        {shown.length > 0 &&
          shown.every(({ figures }) => figures.health.kind === 'none') &&
          ' · no health yet: no interviews in the twelve weeks that ended last'}
      </p>
    </>
  );
}

interface LinesProps {
  readonly rows: readonly TeamRow[];
  readonly view: View;
  readonly trendOf: TrendOf;
}

function Lines({ rows, view, trendOf }: LinesProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  const isPrinting = usePrinting();
  // What stands above the table may grow while it is there: banners, what changed.
  useLayoutEffect(() => {
    const measure = (): void =>
      setTop(Math.round((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY));
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    measure();
    return () => observer.disconnect();
  }, []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    overscan: 12,
    scrollMargin: top,
  });
  const isWhole = isPrinting || rows.length < VIRTUAL_FROM;
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  const drawn = isWhole ? rows.map((_, index) => index) : items.map(({ index }) => index);
  const above = isWhole || first === undefined ? 0 : first.start - top;
  const below = isWhole || last === undefined ? 0 : virtual.getTotalSize() - (last.end - top);
  return (
    <tbody ref={body}>
      {above > 0 && <Gap height={above} />}
      {drawn.map((index) => (
        <TeamLine
          key={rows[index]!.team}
          row={rows[index]!}
          place={index + 2}
          view={view}
          trendOf={trendOf}
        />
      ))}
      {below > 0 && <Gap height={below} />}
    </tbody>
  );
}

/** Holds the place of lines that are out of sight. */
function Gap({ height }: { readonly height: number }) {
  return (
    <tr aria-hidden="true" className="gap">
      <td style={{ height }} />
    </tr>
  );
}

interface SortHeaderProps {
  readonly id: TeamOrder['by'];
  readonly title: string;
  readonly hint?: string;
  readonly isPart?: boolean;
  readonly order: TeamOrder;
  readonly onSort: (id: TeamOrder['by']) => void;
}

function SortHeader({ id, title, hint, isPart = false, order, onSort }: SortHeaderProps) {
  const active = order.by === id;
  return (
    <th
      scope="col"
      className={`column-${id}${isPart ? ' column-part' : ''}`}
      aria-sort={active ? (order.descending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" onClick={() => onSort(id)} data-sort={id} title={hint}>
        {title}
        <span aria-hidden="true" className="sort-mark">
          {active ? (order.descending ? '▾' : '▴') : ''}
        </span>
      </button>
    </th>
  );
}
