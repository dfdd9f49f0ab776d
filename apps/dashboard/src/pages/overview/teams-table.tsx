import { useDeferredValue, useState, type CSSProperties } from 'react';
import { Link, useSearchParams } from 'react-router';
import {
  addressOfOrder,
  nextOrder,
  orderFromAddress,
  sortTeams,
  worstFirst,
  teamColumns,
  type TeamOrder,
  type TeamRow,
} from '../../charts/prepare/teams.js';
import { type View } from '../../filters/view.js';
import { formatCount, plural } from '../../format/number.js';
import { countFigure, declarationOf, figureOf } from '../../metrics/declarations.js';
import { headingOf, largestKnown } from '../../metrics/figure.js';
import { FigureText } from '../../metrics/figure-text.js';

/** Enough for a screen; the worst are on it. */
const FIRST_ROWS = 40;
const MORE_ROWS = 100;
const SEARCHABLE = 12;

interface TeamsTableProps {
  readonly rows: readonly TeamRow[];
  readonly view: View;
}

export function TeamsTable({ rows, view }: TeamsTableProps) {
  const [params, setParams] = useSearchParams();
  const [limit, setLimit] = useState(FIRST_ROWS);
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim().toLowerCase());
  const order = orderFromAddress(params.get('sort'));
  const found = wanted === '' ? rows : rows.filter(({ name }) => name.toLowerCase().includes(wanted));
  const longest = largestKnown(rows.map(({ figures }) => figures[barred]!));
  const shown = sortTeams(found, order).slice(0, limit);
  const sortBy = (id: string): void => {
    const next = new URLSearchParams(params);
    next.set('sort', addressOfOrder(nextOrder(order, id)));
    // Another order is no step worth going back through.
    setParams(next, { replace: true, preventScrollReset: true });
  };

  return (
    <>
      {rows.length > SEARCHABLE && (
        <div className="table-tools">
          <label>
            <span className="visually-hidden">Find a team</span>
            <input
              type="search"
              placeholder="Find a team"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </label>
        </div>
      )}
      <div className="table-scroll" role="region" aria-label="Teams, table" tabIndex={0}>
        <table className="teams">
          <thead>
            <tr>
              <SortHeader id="team" title="" label="Team" order={order} onSort={sortBy} />
              {teamColumns.map(({ id, metric, figure }) => {
                const declared = declarationOf(metric);
                const isCount = figure === countFigure.name && declared.unit !== 'obligations';
                const single = declared.unit === 'obligations' || declared.unit === 'share';
                return (
                  <SortHeader
                    key={id}
                    id={id}
                    title={isCount ? '' : declared.title}
                    label={isCount ? countFigure.label : single ? '' : headingOf(figureOf(declared, figure))}
                    {...(!single && !isCount && { hint: figureOf(declared, figure).label })}
                    order={order}
                    onSort={sortBy}
                  />
                );
              })}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Row key={row.team} row={row} view={view} longest={longest} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="table-foot" role="status">
        {found.length === 0
          ? 'No team of that name.'
          : `${formatCount(shown.length)} of ${plural(found.length, 'team')}`}
        {found.length > shown.length && (
          <>
            {' '}
            <button type="button" className="link" onClick={() => setLimit(limit + MORE_ROWS)}>
              Show {Math.min(MORE_ROWS, found.length - shown.length)} more
            </button>{' '}
            <button type="button" className="link" onClick={() => setLimit(Infinity)}>
              Show all {formatCount(found.length)}
            </button>
          </>
        )}
      </p>
    </>
  );
}

interface SortHeaderProps {
  readonly id: string;
  readonly title: string;
  readonly label: string;
  readonly hint?: string;
  readonly order: TeamOrder;
  readonly onSort: (id: string) => void;
}

function SortHeader({ id, title, label, hint, order, onSort }: SortHeaderProps) {
  const active = order.by === id;
  return (
    <th scope="col" aria-sort={active ? (order.descending ? 'descending' : 'ascending') : undefined}>
      <button type="button" onClick={() => onSort(id)} data-sort={id} title={hint}>
        <span>
          {title !== '' && <span className="column-title">{title}</span>}
          {label !== '' && <span className="column-label">{label}</span>}
        </span>
        <span aria-hidden="true" className="sort-mark">
          {active ? (order.descending ? '▾' : '▴') : ''}
        </span>
      </button>
    </th>
  );
}

interface RowProps {
  readonly row: TeamRow;
  readonly view: View;
  /** The longest median time to decision of all teams: the full width of a bar. */
  readonly longest: number;
}

const barred = worstFirst.by;

function Row({ row, view, longest }: RowProps) {
  return (
    <tr data-testid="team-row" data-team={row.team}>
      <th scope="row">
        <Link to={view.hrefFor({ team: [row.team] })} title={`Only ${row.name}`}>
          {row.name}
        </Link>
      </th>
      {teamColumns.map(({ id, figure }) => (
        <td
          key={id}
          data-column={id}
          {...(id === barred && {
            className: 'cell-bar',
            style: {
              '--share': `${Math.min(1, (row.figures[id]?.value ?? 0) / (longest || 1)) * 100}%`,
            } as CSSProperties,
          })}
        >
          <FigureText
            figure={row.figures[id]!}
            {...(figure !== countFigure.name && { basis: `n = ${formatCount(row.counts[id]!)}` })}
          />
        </td>
      ))}
    </tr>
  );
}
