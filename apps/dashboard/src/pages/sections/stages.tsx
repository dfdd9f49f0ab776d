import { type ReactNode } from 'react';
import { WaitBar } from '../../charts/draw/wait-bar.js';
import {
  describeSpread,
  longestWait,
  prepareStages,
  type StageDistribution,
  type StageSpread,
  type WaitSpread,
} from '../../charts/prepare/stages.js';
import { type View } from '../../filters/view.js';
import { nameOrUnassigned } from '../../format/name.js';
import { type ExportedTable } from '../../export/export-menu.js';
import { figureCells, figureColumns, secondsUnit } from '../../export/figure-cells.js';
import { WhyLink } from '../../elements/why-link.js';
import { formatCount } from '../../format/number.js';
import { latencies } from '../../metrics/declarations.js';
import { FigureText } from '../../metrics/figure-text.js';
import { type Answers } from '../../metrics/answers-query.js';

/** The same as a table to take away. */
export function exportedStages(answers: Answers, view: View): ExportedTable {
  const { stages } = prepareStages(latencies, answers, view.organisation.stages, view.filter.stage);
  return {
    columns: [
      'Stage',
      'Wait until',
      'n',
      'Still waiting',
      ...['Median', '3 in 4', '9 in 10'].flatMap((title) => figureColumns(title, secondsUnit(view))),
    ],
    rows: stages.flatMap(({ stage, spreads }) =>
      spreads.map(({ metric, n, waiting, median, p75, p90 }) => [
        stage,
        metric.title,
        n,
        waiting,
        ...[median, p75, p90].flatMap(figureCells),
      ]),
    ),
  };
}

interface StagesSectionProps {
  readonly answers: Answers;
  readonly view: View;
  /** Of a page that is about one. */
  readonly team?: string;
}

export function Stages({ answers, view, team }: StagesSectionProps) {
  const distribution = prepareStages(latencies, answers, view.organisation.stages, view.filter.stage);
  return (
    <>
      <Longest distribution={distribution} />
      <table className="stages">
        <thead>
          <tr>
            <th scope="col">Wait until</th>
            <th scope="col" aria-hidden="true" className="wait-scale">
              <span className="key-dot" /> median <span className="key-tick" /> 3 in 4{' '}
              <span className="key-end" /> 9 in 10
            </th>
            <th scope="col">Median</th>
            <th scope="col" className="roomy" title="75th percentile">
              3 in 4
            </th>
            <th scope="col" title="90th percentile">
              9 in 10
            </th>
            <th scope="col" className="not-narrow">
              n
            </th>
          </tr>
        </thead>
        {distribution.stages.map((stage) => (
          <Stage key={stage.stage} stage={stage} scale={distribution.scale} view={view} team={team} />
        ))}
      </table>
      {distribution.notMeasured.map(({ metric, why }) => (
        <p key={metric.name} className="basis">
          {metric.title} is {why.replace(/^N/, 'n')}.
        </p>
      ))}
    </>
  );
}

/** The answer first: where candidates wait longest. The table holds the rest. */
function Longest({ distribution }: { readonly distribution: StageDistribution }) {
  const found = longestWait(distribution, 'time-to-decision');
  if (found === undefined || distribution.stages.length < 2) return null;
  const { stage, spread } = found;
  return (
    <p className="finding" data-testid="longest-stage">
      After <strong>{nameOrUnassigned(stage)}</strong> (n = {formatCount(spread.n)}), candidates wait longest
      for a decision: {describeSpread(spread)}.
    </p>
  );
}

interface StageProps {
  readonly stage: StageSpread;
  readonly scale: number;
  readonly view: View;
  readonly team: string | undefined;
}

function Stage({ stage, scale, view, team }: StageProps) {
  const isEmpty = stage.spreads.every(({ n }) => n === 0);
  return (
    <tbody data-testid="stage" data-stage={stage.stage}>
      <tr className="stage-name">
        <th scope="rowgroup" colSpan={6}>
          {nameOrUnassigned(stage.stage)}
          {isEmpty && <span className="muted"> – no interviews</span>}
        </th>
      </tr>
      {!isEmpty &&
        stage.spreads.map((spread, index) => (
          <Spread
            key={spread.metric.name}
            spread={spread}
            stage={stage.stage}
            view={view}
            team={team}
            scale={scale}
            series={index}
          />
        ))}
    </tbody>
  );
}

interface SpreadProps {
  readonly spread: WaitSpread;
  readonly stage: string;
  readonly view: View;
  readonly team: string | undefined;
  readonly scale: number;
  readonly series: number;
}

function Spread({ spread, stage, view, team, scale, series }: SpreadProps) {
  const n = formatCount(spread.n);
  const changes = { stage: [stage], ...(team !== undefined && { team: [team] }) };
  const of = `${spread.metric.title.toLowerCase()} after ${stage}`;
  const linked = (words: string, content: ReactNode, className = 'why-quiet'): ReactNode =>
    // Where there is no interview, there is nothing behind it.
    spread.n === 0 ? (
      content
    ) : (
      <WhyLink
        metric={spread.metric.name}
        view={view}
        changes={changes}
        label={`What is behind ${words}${of}`}
        className={className}
      >
        {content}
      </WhyLink>
    );
  return (
    <tr data-metric={spread.metric.name}>
      <th scope="row" title={spread.metric.title}>
        {spread.metric.title.replace(/^Time to /, '')}
        <span className="narrow-only">n {n}</span>
      </th>
      <td className="wait-cell">
        <WaitBar spread={spread} scale={scale} series={series} />
      </td>
      <td>{linked('', <FigureText figure={spread.median} name="median" />, '')}</td>
      <td className="roomy">{linked('3 in 4 of ', <FigureText figure={spread.p75} name="p75" />)}</td>
      <td>{linked('9 in 10 of ', <FigureText figure={spread.p90} name="p90" />)}</td>
      <td
        className="not-narrow"
        title={spread.waiting > 0 ? `${formatCount(spread.waiting)} of them still waiting` : undefined}
      >
        {linked('the number of ', n)}
      </td>
    </tr>
  );
}
