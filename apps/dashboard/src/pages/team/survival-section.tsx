import { Suspense } from 'react';
import { fetchCurves, type Curve } from '../../api/curve.js';
import { useFetched } from '../../api/use-fetched.js';
import { type Names } from '../../api/use-names.js';
import { lazyChart } from '../../charts/lazy-chart.js';
import { prepareSurvival, type Survival } from '../../charts/prepare/survival.js';
import { Section } from '../../elements/section.js';
import { type ExportedTable } from '../../export/export-menu.js';
import { metricPath } from '../../metrics/fetch-metric.js';
import { type View } from '../../filters/view.js';
import { formatRate } from '../../format/number.js';

const SurvivalChart = lazyChart(() => import('../../charts/draw/survival-chart.js'));

interface SurvivalSectionProps {
  readonly view: View;
  readonly names: Names;
  readonly team: string;
}

interface Curves {
  readonly team: Curve | undefined;
  readonly all: Curve | undefined;
}

const METRIC = 'time-to-response';

/** "Still waiting after so long", of the team and of the organisation: the honest picture of a latency. */
export function SurvivalSection({ view, names, team }: SurvivalSectionProps) {
  const { asked } = view;
  const whole = { ...asked, team: [] };
  const part = useFetched<Curves>(
    [metricPath(METRIC, asked, [], '/curve'), metricPath(METRIC, whole, [], '/curve')],
    async (signal) => {
      const [own, all] = await Promise.all([
        fetchCurves(METRIC, asked, [], signal),
        fetchCurves(METRIC, whole, [], signal),
      ]);
      return { team: own[0], all: all[0] };
    },
  );
  const about = names.teams.find((each) => each.team === team);
  const [stage] = view.filter.stage;
  const stages = new Map(Object.entries(about?.stages ?? {}));
  const own = view.filter.stage.length === 1 ? stages.get(stage ?? '')?.['response'] : undefined;
  const due = own ?? about?.dueBusinessDays['response'] ?? view.organisation.dueBusinessDays['response'];
  const survivalOf = (curves: Curves): Survival | undefined =>
    prepareSurvival(curves.team, curves.all, {
      clock: view.filter.clock ?? 'elapsed',
      dayHours: about?.businessDayHours ?? 8,
      dueDays: due,
    });
  const name = names.team(team);
  return (
    <Section
      title="Still waiting after …"
      testId="survival"
      part={part}
      exported={(curves) => exportedSurvival(survivalOf(curves), name)}
      hasChart
    >
      {(curves) => {
        const survival = survivalOf(curves);
        if (survival === undefined)
          return <p className="muted">No interviews of this team in the selection.</p>;
        return <SurvivalFigure survival={survival} name={name} dueDays={due} />;
      }}
    </Section>
  );
}

interface SurvivalFigureProps {
  readonly survival: Survival;
  readonly name: string;
  readonly dueDays: number | undefined;
}

function SurvivalFigure({ survival, name, dueDays }: SurvivalFigureProps) {
  return (
    <figure>
      <p className="finding" data-testid="survival-reading">
        {survival.reading}
      </p>
      <p className="trend-key" aria-hidden="true">
        <span className="series-0">
          <span className="key-line" /> <span dir="auto">{name}</span>
        </span>
        <span className="series-soft">
          <span className="key-line key-dashed" /> organisation
        </span>
      </p>
      <div className="plot" aria-hidden="true">
        <Suspense fallback={<div className="skeleton plot" />}>
          <SurvivalChart survival={survival} teamName={name} />
        </Suspense>
      </div>
      <p className="basis">
        {dueDays === undefined
          ? 'No due time is set for a response.'
          : `An answer is due within ${dueDays} business days${survival.due !== undefined && survival.due.to > survival.due.from ? '; where a weekend lies between, the shaded span later' : ''}.`}{' '}
        Those who withdrew and those who still wait count as long as they were seen to wait.
      </p>
      <details className="trend-table">
        <summary>As a table</summary>
        <SurvivalTable survival={survival} name={name} />
      </details>
    </figure>
  );
}

const share = (value: number | undefined): string => (value === undefined ? 'not known' : formatRate(value));

function SurvivalTable({ survival, name }: { readonly survival: Survival; readonly name: string }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">After</th>
          <th scope="col" dir="auto">
            {name}
          </th>
          <th scope="col">Organisation</th>
        </tr>
      </thead>
      <tbody>
        {survival.marks.map((mark) => (
          <tr key={mark.seconds}>
            <th scope="row">
              {mark.days} {survival.clock === 'business' ? 'working ' : ''}
              {mark.days === 1 ? 'day' : 'days'}
            </th>
            <td>{share(mark.team)}</td>
            <td>{share(mark.all)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function exportedSurvival(survival: Survival | undefined, name: string): ExportedTable {
  return {
    columns: [
      survival?.clock === 'business' ? 'Working seconds' : 'Seconds',
      `Still waiting: ${name}`,
      'Still waiting: organisation',
    ],
    rows: survival?.points.map(({ seconds, team, all }) => [seconds, team, all]) ?? [],
  };
}
