import { type ReactNode } from 'react';
import { Link } from 'react-router';
import { WhyLink } from '../../../elements/why-link.js';
import { nameOrUnassigned } from '../../../format/name.js';
import { formatCount, formatRate } from '../../../format/number.js';
import { type WeekProps } from './score-section.js';
import { behindWeek, stageLines, type StageLine, type ToldWeek } from './told.js';

interface CostsProps extends WeekProps {
  readonly told: ToldWeek;
}

/** Where the points went that the score lacks, stage by stage. */
export function StagePoints({ told: { reasons }, view, team, week }: CostsProps) {
  const lines = reasons === undefined ? [] : stageLines(reasons);
  if (lines.length === 0) return null;
  const linked = ({ stage, name }: StageLine, what: string, text: string): ReactNode =>
    stage === undefined ? (
      text
    ) : (
      <WhyLink
        metric="latency-score"
        view={view}
        changes={{ ...behindWeek(week, team, view), stage: [stage] }}
        label={`${what} after ${name}`}
        className="why-quiet"
      >
        {text}
      </WhyLink>
    );
  return (
    <>
      <h3>Where the points went</h3>
      <div className="table-scroll" role="region" aria-label="Where the points went, table" tabIndex={0}>
        <table className="stage-costs">
          <thead>
            <tr>
              <th scope="col">Stage</th>
              <th scope="col">Of the cost</th>
              <th scope="col">Points lost</th>
              <th scope="col">n</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.name} data-testid="stage-cost">
                <th scope="row" dir="auto">
                  {line.name}
                </th>
                <td>{formatRate(line.share)}</td>
                <td>{linked(line, 'What cost these points', line.points.toFixed(1))}</td>
                <td>{linked(line, 'Every interview', formatCount(line.n))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const STATES = { met: 'answered after', ended: 'withdrew after', waiting: 'waiting for' } as const;

/** The interviews that cost most, as they stood at the end of the week. */
export function Costliest({ told: { reasons }, view }: CostsProps) {
  const costliest = reasons?.costliest ?? [];
  if (costliest.length === 0) return null;
  return (
    <>
      <h3>What cost most, by the end of the week</h3>
      <ul className="dearest">
        {costliest.map(({ applicationId, interviewId, stage, state, days, points }) => (
          <li key={`${applicationId} ${interviewId ?? ''} ${stage}`} data-testid="dearest">
            <Link to={view.linkTo(`/applications/${encodeURIComponent(applicationId)}`)}>
              {applicationId}
            </Link>
            , <span dir="auto">{nameOrUnassigned(stage === '' ? 'unassigned' : stage)}</span>: {STATES[state]}{' '}
            {days.toFixed(1)} working days ({points.toFixed(1)} points)
          </li>
        ))}
      </ul>
    </>
  );
}
