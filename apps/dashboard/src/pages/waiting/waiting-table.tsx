import { type KeyboardEvent, type SyntheticEvent } from 'react';
import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import { Link, useNavigate } from 'react-router';
import { type Names } from '../../api/use-names.js';
import { type Waiting } from '../../api/waiting.js';
import { AtsLink } from '../../elements/ats-link.js';
import { Instant } from '../../elements/instant.js';
import { type View } from '../../filters/view.js';
import { exactSeconds, formatDuration } from '../../format/duration.js';
import { formatInstant } from '../../format/instant.js';
import { nameOrUnassigned } from '../../format/name.js';
import { dueWords, workingHours } from './due.js';

interface WaitingTableProps {
  readonly rows: readonly Waiting[];
  readonly view: View;
  readonly names: Names;
}

const keyOf = ({ applicationId, interviewId }: Waiting): string =>
  JSON.stringify([applicationId, interviewId]);

const stop = (event: SyntheticEvent): void => event.stopPropagation();

/** A link in a row is followed by itself, in a window of its own where that is asked for: it is not a press of the row. */
const ofItsOwn = {
  onPointerDown: stop,
  onMouseDown: stop,
  onClick: stop,
  onKeyDown: (event: KeyboardEvent): void => {
    // The arrow keys go on through the table.
    if (event.key === 'Enter') stop(event);
  },
};

export function WaitingTable({ rows, view, names }: WaitingTableProps) {
  const navigate = useNavigate();
  const zone = view.organisation.timeZone;
  const linkOf = ({ applicationId }: Waiting) =>
    view.linkTo(`/applications/${encodeURIComponent(applicationId)}`);
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const at = (instant: string): string => formatInstant(Date.parse(instant), zone);
  return (
    <div className="table-scroll">
      <Table
        aria-label="Who waits, with how long, until when and for whom"
        className="waiting-table"
        onRowAction={(key) => {
          const row = byKey.get(String(key));
          if (row !== undefined) void navigate(linkOf(row));
        }}
      >
        <TableHeader>
          <Column isRowHeader>Application</Column>
          <Column>Waiting</Column>
          <Column>Working time</Column>
          <Column>Due</Column>
          <Column>Team</Column>
          <Column>Stage</Column>
          <Column>Job</Column>
          <Column>Promised for</Column>
          <Column>Last contact ({zone})</Column>
        </TableHeader>
        <TableBody>
          {rows.map((row) => (
            <Row key={keyOf(row)} id={keyOf(row)} textValue={row.applicationId} data-testid="waiting-row">
              <Cell className="cell-application">
                <Link to={linkOf(row)} title="Its whole course" tabIndex={-1} {...ofItsOwn}>
                  {row.applicationId}
                </Link>{' '}
                <AtsLink
                  url={row.url}
                  label={`Open ${row.applicationId} in the applicant-tracking system`}
                  {...ofItsOwn}
                />
              </Cell>
              <Cell>
                <strong title={`${exactSeconds(row.ageSeconds)}, since ${at(row.startedAt)}`}>
                  {formatDuration(row.ageSeconds)}
                </strong>
                {row.assumed && (
                  <span
                    className="flag"
                    title="No word that the interview took place: its scheduled end counts"
                  >
                    assumed
                  </span>
                )}
              </Cell>
              <Cell>{workingHours(row)}</Cell>
              <Cell>
                <span
                  className={row.overdue ? 'overdue' : undefined}
                  title={row.dueAt === undefined ? undefined : at(row.dueAt)}
                >
                  {dueWords(row, view.asOf)}
                </span>
              </Cell>
              <Cell>
                <span dir="auto">{names.team(row.team)}</span>
              </Cell>
              <Cell>
                <span dir="auto">{nameOrUnassigned(row.stage)}</span>
              </Cell>
              <Cell>
                <span dir="auto">{names.job(row.job)}</span>
              </Cell>
              <Cell>
                {row.promise === undefined ? (
                  <span className="muted">none</span>
                ) : (
                  <span className={row.promise.passed ? 'overdue' : undefined}>
                    <Instant at={row.promise.dueAt} zone={zone} />
                    {row.promise.passed && ' (passed)'}
                  </span>
                )}
              </Cell>
              <Cell>
                {row.lastContactAt === undefined ? (
                  <span className="muted">none</span>
                ) : (
                  <Instant at={row.lastContactAt} zone={zone} />
                )}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
