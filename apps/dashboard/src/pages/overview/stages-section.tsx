import { WaitBar } from '../../charts/draw/wait-bar.js';
import {
  longestWait,
  prepareStages,
  type StageDistribution,
  type StageSpread,
} from '../../charts/prepare/stages.js';
import { type View } from '../../filters/view.js';
import { formatCount } from '../../format/number.js';
import { latencies } from '../../metrics/declarations.js';
import { FigureText } from '../../metrics/figure-text.js';
import { type Answers } from '../../metrics/use-answers.js';

interface StagesSectionProps {
  readonly answers: Answers;
  readonly view: View;
}

export function Stages({ answers, view }: StagesSectionProps) {
  const distribution = prepareStages(latencies, answers, view.organisation.stages, view.filter.stage);
  return (
    <>
      <Longest distribution={distribution} />
      <table className="stages">
        <thead>
          <tr>
            <th scope="col">Wait</th>
            <th scope="col" aria-hidden="true" className="wait-scale">
              <span className="key-dot" /> median <span className="key-tick" /> p75{' '}
              <span className="key-end" /> p90
            </th>
            <th scope="col">Median</th>
            <th scope="col" className="wide-only">
              p75
            </th>
            <th scope="col">p90</th>
            <th scope="col">n</th>
          </tr>
        </thead>
        {distribution.stages.map((stage) => (
          <Stage key={stage.stage} stage={stage} scale={distribution.scale} />
        ))}
      </table>
      {distribution.notMeasured.map(({ metric, why }) => (
        <p key={metric.name} className="basis">
          {metric.title}: {why.replace(/^N/, 'n')}.
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
      After <strong>{stage}</strong>, candidates wait longest for a decision: median {spread.median.text}, 9
      in 10 within {spread.p90.text}.
    </p>
  );
}

function Stage({ stage, scale }: { readonly stage: StageSpread; readonly scale: number }) {
  return (
    <tbody data-testid="stage" data-stage={stage.stage}>
      <tr className="stage-name">
        <th scope="rowgroup" colSpan={6}>
          {stage.stage}
        </th>
      </tr>
      {stage.spreads.map((spread, index) => (
        <tr key={spread.metric.name} data-metric={spread.metric.name}>
          <th scope="row">{spread.metric.title.replace(/^Time to /, 'to ')}</th>
          <td className="wait-cell">
            <WaitBar spread={spread} scale={scale} series={index} />
          </td>
          <td>
            <FigureText figure={spread.median} name="median" />
          </td>
          <td className="wide-only">
            <FigureText figure={spread.p75} name="p75" />
          </td>
          <td>
            <FigureText figure={spread.p90} name="p90" />
          </td>
          <td title={spread.waiting > 0 ? `${formatCount(spread.waiting)} of them still waiting` : undefined}>
            {formatCount(spread.n)}
          </td>
        </tr>
      ))}
    </tbody>
  );
}
