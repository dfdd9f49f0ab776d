import { memo } from 'react';
import { Link } from 'react-router';
import { Spark } from '../../charts/draw/spark.js';
import { type Sparkline } from '../../charts/prepare/sparkline.js';
import { teamColumns, type ColumnId, type TeamRow } from '../../charts/prepare/teams.js';
import { Band } from '../../elements/band.js';
import { WaitingLink } from '../../elements/waiting-link.js';
import { WhyLink } from '../../elements/why-link.js';
import { daysOfHealth, whenever } from '../../filters/own-time.js';
import { type View } from '../../filters/view.js';
import { formatCount } from '../../format/number.js';
import { FigureText } from '../../metrics/figure-text.js';
import { PartLink } from '../sections/part-link.js';

/** The course of a team; `undefined` while it is on its way. */
export type TrendOf = (team: string) => Sparkline | undefined;

interface TeamLineProps {
  readonly row: TeamRow;
  /** In the whole table, its header included, from 1. */
  readonly place: number;
  readonly view: View;
  readonly trendOf: TrendOf;
}

export const TeamLine = memo(function TeamLine({ row, place, view, trendOf }: TeamLineProps) {
  const trend = trendOf(row.team);
  return (
    <tr data-testid="team-row" data-team={row.team} aria-rowindex={place}>
      <th scope="row">
        <Link
          to={view.linkTo(`/teams/${encodeURIComponent(row.team)}`, { team: [] })}
          title={row.name}
          dir="auto"
        >
          {row.name}
        </Link>
      </th>
      <td className="column-trend">
        {trend === undefined ? <span className="spark-wait" /> : <Spark sparkline={trend} />}
      </td>
      {teamColumns.map(({ id, isPart }) => (
        <td
          key={id}
          data-column={id}
          className={`column-${id}${isPart ? ' column-part' : ''}${id === 'change' ? ` change-${row.change?.direction ?? 'none'}` : ''}`}
        >
          <Cell id={id} row={row} view={view} />
        </td>
      ))}
    </tr>
  );
});

function Cell({ id, row, view }: { readonly id: ColumnId; readonly row: TeamRow; readonly view: View }) {
  const figure = row.figures[id];
  const n = row.counts[id];
  const text = <FigureText figure={figure} {...(n !== undefined && { basis: `n = ${formatCount(n)}` })} />;
  const team = [row.team];
  switch (id) {
    case 'health':
      return (
        <>
          <Band band={row.band} />{' '}
          <WhyLink
            metric="health"
            view={view}
            changes={{ ...whenever, team }}
            label={`Why is ${row.name} at this health`}
          >
            {text}
          </WhyLink>
        </>
      );
    case 'response':
      return (
        <WhyLink
          metric="time-to-response"
          view={view}
          changes={{ team }}
          label={`What is behind the wait of ${row.name}`}
        >
          {text}
        </WhyLink>
      );
    case 'waiting':
    case 'overdue':
      return figure.value === 0 || figure.value === undefined ? (
        text
      ) : (
        <WaitingLink who={id === 'waiting' ? 'all' : id} view={view} team={row.team} teamName={row.name}>
          {text}
        </WaitingLink>
      );
    case 'change':
      return <span className="change-cell">{text}</span>;
    default:
      return (
        <PartLink
          component={id}
          shown={figure}
          view={view}
          changes={{ ...daysOfHealth(view.asOfDay), team }}
          teamName={row.name}
        >
          {text}
        </PartLink>
      );
  }
}
