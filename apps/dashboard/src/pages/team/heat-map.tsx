import { useLayoutEffect, useRef } from 'react';
import { Link } from 'react-router';
import { prepareHeat } from '../../charts/prepare/heat.js';
import { type Period } from '../../charts/prepare/periods.js';
import { type ExportedTable } from '../../export/export-menu.js';
import { figureCells, figureColumns, secondsUnit } from '../../export/figure-cells.js';
import { type View } from '../../filters/view.js';
import { nameOrUnassigned } from '../../format/name.js';
import { formatCount } from '../../format/number.js';
import { FigureText } from '../../metrics/figure-text.js';
import { type Answers } from '../../metrics/answers-query.js';

interface HeatMapProps {
  readonly answers: Answers;
  readonly weeks: readonly Period[];
  readonly view: View;
  readonly team: string;
}

/** A table whose cells are shaded: the number stands in each, so that the shade carries nothing alone. */
export function HeatMap({ answers, weeks, view, team }: HeatMapProps) {
  const rows = prepareHeat(answers['time-to-response'], weeks, view.organisation.stages);
  const scroll = useRef<HTMLDivElement>(null);
  const last = weeks.at(-1)?.key;
  // On a phone most weeks are out of sight: the newest are what the page is opened for.
  useLayoutEffect(() => {
    if (scroll.current !== null) scroll.current.scrollLeft = scroll.current.scrollWidth;
  }, [last]);
  if (rows.length === 0) return <p className="muted">No interviews in these weeks.</p>;
  return (
    <>
      <div
        ref={scroll}
        className="table-scroll"
        role="region"
        aria-label="Median response by stage and week, table"
        tabIndex={0}
      >
        <table className="heat">
          <thead>
            <tr>
              <th scope="col">Stage</th>
              {weeks.map(({ key, label, title, incomplete }) => (
                <th key={key} scope="col" title={title}>
                  {label}
                  {incomplete !== undefined && ' …'}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ stage, cells }) => (
              <tr key={stage}>
                <th scope="row" dir="auto">
                  {nameOrUnassigned(stage)}
                </th>
                {cells.map(({ period, n, median, level }) => (
                  <td
                    key={period.key}
                    className={
                      level === undefined
                        ? 'heat-none'
                        : `heat-${level}${median.kind === 'more-than' ? ' heat-bound' : ''}`
                    }
                    data-n={n}
                  >
                    {n === 0 ? (
                      <span className="muted">–</span>
                    ) : (
                      <Link
                        to={view.linkTo('/why/time-to-response', {
                          team: [team],
                          stage: [stage],
                          range: undefined,
                          from: period.from,
                          to: period.to,
                        })}
                      >
                        <FigureText figure={median} basis={`n = ${formatCount(n)}`} />
                      </Link>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="basis">
        The stronger the colour, the longer; hatched: more than that, since too many still wait. By the week
        in which the interview ended; the last one is still filling.
      </p>
    </>
  );
}

export function exportedHeat(answers: Answers, weeks: readonly Period[], view: View): ExportedTable {
  return {
    columns: ['Stage', 'Week', 'n', ...figureColumns('Median response', secondsUnit(view))],
    rows: prepareHeat(answers['time-to-response'], weeks, view.organisation.stages).flatMap(
      ({ stage, cells }) =>
        cells.map(({ period, n, median }) => [stage, period.key, n, ...figureCells(median)]),
    ),
  };
}
