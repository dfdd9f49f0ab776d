import { type ToldObligation } from '../../api/application.js';
import { Instant } from '../../elements/instant.js';
import { type ExportedTable } from '../../export/export-menu.js';
import { type View } from '../../filters/view.js';
import { exactSeconds, formatDuration } from '../../format/duration.js';
import { formatNumber } from '../../format/number.js';
import { kindName } from '../why/counted.js';

interface OwedTableProps {
  readonly obligations: readonly ToldObligation[];
  readonly view: View;
}

const STATES = { met: 'answered', waiting: 'waiting', ended: 'withdrew' } as const;

/** Every clock of the application: when it began, whether it stopped, and how long it ran. */
export function OwedTable({ obligations, view }: OwedTableProps) {
  const zone = view.organisation.timeZone;
  if (obligations.length === 0) return <p className="muted">Nothing is owed at this moment.</p>;
  return (
    <div className="table-scroll" role="region" aria-label="What is owed, table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">State</th>
            <th scope="col">Began ({zone})</th>
            <th scope="col">Stopped</th>
            <th scope="col">Due</th>
            <th scope="col">Wait</th>
            <th scope="col">Working time</th>
            <th scope="col">On time</th>
          </tr>
        </thead>
        <tbody>
          {obligations.map((each) => (
            <tr key={each.obligationId} data-testid="obligation">
              <th scope="row">
                {kindName(each.kind)}
                {(each.interviewId ?? each.interviewerId) !== null && (
                  <span className="muted">
                    {' '}
                    {[each.interviewId, each.interviewerId].filter((id) => id !== null).join(', ')}
                  </span>
                )}
                {each.flags.map((flag) => (
                  <span key={flag} className="flag">
                    {flag}
                  </span>
                ))}
              </th>
              <td>{each.outcome ?? STATES[each.state]}</td>
              <td>
                <Instant at={each.startedAt} zone={zone} />
              </td>
              <td>
                <Instant at={each.stoppedAt} zone={zone} />
              </td>
              <td>
                <Instant at={each.dueAt} zone={zone} />
              </td>
              <td title={exactSeconds(each.elapsedSeconds)}>{formatDuration(each.elapsedSeconds)}</td>
              <td>{formatNumber(each.businessSeconds / 3600)} h</td>
              <td>{each.onTime === null ? '–' : each.onTime ? 'yes' : 'no'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function exportedObligations(obligations: readonly ToldObligation[]): ExportedTable {
  return {
    columns: [
      'Kind',
      'Interview',
      'Interviewer',
      'State',
      'Outcome',
      'Began',
      'Stopped',
      'Due',
      'Wait (seconds)',
      'Working time (seconds)',
      'On time',
      'Flags',
    ],
    rows: obligations.map((each) => [
      each.kind,
      each.interviewId,
      each.interviewerId,
      each.state,
      each.outcome,
      each.startedAt,
      each.stoppedAt,
      each.dueAt,
      each.elapsedSeconds,
      each.businessSeconds,
      each.onTime,
      each.flags.join(' '),
    ]),
  };
}
