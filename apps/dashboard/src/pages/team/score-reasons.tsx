import { type ReactNode } from 'react';
import { Link } from 'react-router';
import { behindPath, fetchBehind, type BehindRow } from '../../api/behind.js';
import { useFetched } from '../../api/use-fetched.js';
import { costsOfScores, prepareCosts, type Costs } from '../../charts/prepare/costs.js';
import { Section } from '../../elements/section.js';
import { WhyLink } from '../../elements/why-link.js';
import { whenever } from '../../filters/own-time.js';
import { type View } from '../../filters/view.js';
import { formatDuration } from '../../format/duration.js';
import { nameOrUnassigned } from '../../format/name.js';
import { formatCount, formatNumber, formatRate } from '../../format/number.js';
import { declarationOf, figureOf } from '../../metrics/declarations.js';
import { showFigure } from '../../metrics/figure.js';
import { FigureText } from '../../metrics/figure-text.js';
import { fetchMetric, metricPath } from '../../metrics/fetch-metric.js';
import { type MetricRow } from '@hearback/domain/metrics';

interface ScoreReasonsProps {
  readonly view: View;
  readonly team: string;
}

interface Reasons {
  readonly row: MetricRow | undefined;
  readonly costs: Costs;
}

/** More interviews than these would take the service, and the reader, seconds to go through. */
const MOST_ROWS = 6_000;
const PAGE = 1_000;
const metric = declarationOf('latency-score');
const [score, low, high] = ['score', 'low', 'high'].map((name) => figureOf(metric, name));

/** The score of the week that ended last, and what cost it: by stage, and the interviews that cost most. */
export function ScoreReasons({ view, team }: ScoreReasonsProps) {
  const asked = view.askedOfWaiting;
  const part = useFetched<Reasons>([behindPath('latency-score', asked, { limit: PAGE })], async (signal) => {
    const answer = await fetchMetric(metricPath('latency-score', asked), signal);
    const [row] = answer.rows;
    if (row !== undefined && row.n > MOST_ROWS) {
      const byStage = await fetchMetric(metricPath('latency-score', asked, ['stage']), signal);
      return { row, costs: costsOfScores(row, byStage.rows) };
    }
    return { row, costs: prepareCosts(await allRows(asked, signal)) };
  });
  return (
    <Section title="The score now, and why" testId="reasons" part={part}>
      {({ row, costs }) => {
        if (row === undefined || costs.stages.length === 0)
          return (
            <p className="muted">No interviews in the four weeks that ended last, so there is no score.</p>
          );
        return (
          <>
            <p className="main main-wide">
              <WhyLink
                metric="latency-score"
                view={view}
                changes={{ ...whenever, team: [team] }}
                label="Every interview of this score"
              >
                <FigureText figure={showFigure(row, score!)} className="main-figure" name="score" />
              </WhyLink>
              <span className="gloss">
                95 % interval {showFigure(row, low!).text} to {showFigure(row, high!).text} · n ={' '}
                {formatCount(row.n)}
              </span>
            </p>
            <StageCosts costs={costs} view={view} team={team} />
            <Dearest costs={costs} view={view} team={team} />
          </>
        );
      }}
    </Section>
  );
}

async function allRows(asked: View['asked'], signal: AbortSignal): Promise<readonly BehindRow[]> {
  const rows: BehindRow[] = [];
  let cursor: string | undefined;
  do {
    const path = behindPath('latency-score', asked, { limit: PAGE, cursor });
    const { rows: next, next: after } = await fetchBehind(path, signal);
    rows.push(...next);
    cursor = after;
  } while (cursor !== undefined);
  return rows;
}

interface StageCostsProps extends ScoreReasonsProps {
  readonly costs: Costs;
}

function StageCosts({ costs: { stages }, view, team }: StageCostsProps) {
  const linked = (stage: string, what: string, text: string): ReactNode => (
    <WhyLink
      metric="latency-score"
      view={view}
      changes={{ ...whenever, team: [team], stage: [stage] }}
      label={`${what} after ${nameOrUnassigned(stage)}`}
      className="why-quiet"
    >
      {text}
    </WhyLink>
  );
  return (
    <table className="stage-costs">
      <thead>
        <tr>
          <th scope="col">Stage</th>
          <th scope="col">Of the cost</th>
          <th scope="col">Working days lost</th>
          <th scope="col">n</th>
        </tr>
      </thead>
      <tbody>
        {stages.map(({ stage, n, cost, share }) => (
          <tr key={stage} data-testid="stage-cost">
            <th scope="row" dir="auto">
              {nameOrUnassigned(stage)}
            </th>
            <td>{share === undefined ? 'too few' : formatRate(share)}</td>
            <td>
              {cost === undefined ? 'too few' : linked(stage, 'What cost these days', formatNumber(cost))}
            </td>
            <td>{linked(stage, 'Every interview', formatCount(n))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Dearest({ costs: { dearest }, view, team }: ScoreReasonsProps & { readonly costs: Costs }) {
  if (dearest === undefined) {
    return (
      <p className="basis">
        There are too many interviews to pick those that cost most.{' '}
        <WhyLink
          metric="latency-score"
          view={view}
          changes={{ ...whenever, team: [team] }}
          label="Every interview of this score"
        >
          All of them, each with its cost
        </WhyLink>
      </p>
    );
  }
  if (dearest.length === 0) return <p className="basis">Every interview was answered at once.</p>;
  return (
    <>
      <h3>What cost most</h3>
      <ul className="dearest">
        {dearest.map((row) => (
          <li key={row.obligationId} data-testid="dearest">
            <Link to={view.linkTo(`/applications/${encodeURIComponent(row.applicationId)}`)}>
              {row.applicationId}
            </Link>
            , <span dir="auto">{nameOrUnassigned(row.stage)}</span>:{' '}
            {row.state === 'met'
              ? 'answered after'
              : row.state === 'ended'
                ? 'withdrew after'
                : 'waiting for'}{' '}
            {formatDuration(row.elapsedSeconds ?? 0)} ({(row.cost ?? 0).toFixed(1)} working days)
          </li>
        ))}
      </ul>
    </>
  );
}
