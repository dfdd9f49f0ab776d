import { preparePeriods, periodUnit } from '../../charts/prepare/periods.js';
import { Section } from '../../elements/section.js';
import { extentOf } from '../../filters/extent.js';
import { type View } from '../../filters/view.js';
import { latencies } from '../../metrics/declarations.js';
import { useAnswers } from '../../metrics/use-answers.js';
import { exportedStages, Stages } from '../sections/stages.js';
import { exportedTrends, Trends } from '../sections/trends.js';

const names = latencies.map(({ name }) => name);

/** All chosen teams together: in which stages candidates wait, and whether it gets better. */
export function WholeOrganisation({ view, isEnabled }: { readonly view: View; readonly isEnabled: boolean }) {
  const extent = extentOf(view);
  const unit = periodUnit(extent);
  const byStage = useAnswers(names, view.asked, ['stage'], isEnabled);
  const byPeriod = useAnswers(names, view.asked, [unit], isEnabled);
  const periods = preparePeriods(extent);
  return (
    <div className="columns">
      <Section
        title="Stages"
        testId="stages"
        part={byStage}
        exported={(answers) => exportedStages(answers, view)}
        hasChart
      >
        {(answers) => <Stages answers={answers} view={view} />}
      </Section>
      <Section
        title={`Trend by ${unit}`}
        testId="trend"
        part={byPeriod}
        exported={(answers) => exportedTrends(answers, view, periods, unit)}
        hasChart
      >
        {(answers) => <Trends answers={answers} periods={periods} unit={unit} view={view} />}
      </Section>
    </div>
  );
}
