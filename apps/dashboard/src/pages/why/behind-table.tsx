import { Link } from 'react-router';
import { type BehindRow } from '../../api/behind.js';
import { type Names } from '../../api/use-names.js';
import { AtsLink } from '../../elements/ats-link.js';
import { Instant } from '../../elements/instant.js';
import { type View } from '../../filters/view.js';
import { exactSeconds, formatDuration } from '../../format/duration.js';
import { nameOrUnassigned } from '../../format/name.js';
import { formatNumber } from '../../format/number.js';
import { countedWords, kindName } from './counted.js';

interface BehindTableProps {
  readonly rows: readonly BehindRow[];
  readonly view: View;
  readonly names: Names;
}

const STATES = { met: 'answered', waiting: 'waiting', ended: 'withdrew' } as const;

/** Every row with how it was counted; each leads to the whole course of its application. */
export function BehindTable({ rows, view, names }: BehindTableProps) {
  const zone = view.organisation.timeZone;
  const hasWait = rows.some(({ elapsedSeconds }) => elapsedSeconds !== undefined);
  const hasCost = rows.some(({ cost }) => cost !== undefined);
  return (
    <div className="table-scroll" role="region" aria-label="What is behind the figure, table" tabIndex={0}>
      <table className="behind">
        <thead>
          <tr>
            <th scope="col">Application</th>
            <th scope="col">How it counts</th>
            <th scope="col">What</th>
            <th scope="col">
              {hasWait ? 'Began' : 'At'} ({zone})
            </th>
            {hasWait && (
              <>
                <th scope="col">Wait</th>
                <th scope="col">Working time</th>
                <th scope="col">State</th>
                <th scope="col">Due</th>
              </>
            )}
            {hasCost && <th scope="col">Cost (working days)</th>}
            <th scope="col">Team</th>
            <th scope="col">Stage</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.obligationId ?? row.touchpointId ?? ''} ${row.counted}`} data-testid="behind-row">
              <th scope="row">
                <Link to={view.linkTo(`/applications/${encodeURIComponent(row.applicationId)}`)}>
                  {row.applicationId}
                </Link>{' '}
                <AtsLink url={row.url} label={`Open ${row.applicationId} in the applicant-tracking system`} />
              </th>
              <td data-counted={row.counted}>{countedWords(row)}</td>
              <td>
                {kindName(row.kind)}
                {row.flags?.map((flag) => (
                  <span key={flag} className="flag">
                    {flag}
                  </span>
                ))}
              </td>
              <td>
                <Instant at={row.startedAt ?? row.at} zone={zone} />
              </td>
              {hasWait && (
                <>
                  <td title={row.elapsedSeconds === undefined ? undefined : exactSeconds(row.elapsedSeconds)}>
                    {row.elapsedSeconds === undefined ? '–' : formatDuration(row.elapsedSeconds)}
                  </td>
                  <td>
                    {row.businessSeconds === undefined
                      ? '–'
                      : `${formatNumber(row.businessSeconds / 3600)} h`}
                  </td>
                  <td>{row.state === undefined ? '–' : STATES[row.state]}</td>
                  <td>
                    <Instant at={row.dueAt} zone={zone} />
                  </td>
                </>
              )}
              {hasCost && <td>{row.cost === undefined ? '–' : row.cost.toFixed(2)}</td>}
              <td dir="auto">{names.team(row.team)}</td>
              <td dir="auto">{nameOrUnassigned(row.stage)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
