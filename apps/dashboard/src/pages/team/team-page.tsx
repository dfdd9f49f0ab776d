import { useMemo } from 'react';
import { type PageProps } from '../../app.js';
import { ApiError } from '../../api/get-json.js';
import { shownOf } from '../../api/use-fetched.js';
import { useNames } from '../../api/use-names.js';
import { preparePeriods, periodUnit } from '../../charts/prepare/periods.js';
import { Section } from '../../elements/section.js';
import { extentOf } from '../../filters/extent.js';
import { firstDayOf, withoutDays } from '../../filters/asked.js';
import { useView, type View } from '../../filters/view.js';
import { latencies } from '../../metrics/declarations.js';
import { useAnswers } from '../../metrics/use-answers.js';
import { PageFrame } from '../../shell/page-frame.js';
import { useIdInAddress } from '../../shell/use-id-in-address.js';
import { OutageCard } from '../../states/outage-card.js';
import { exportedStages, Stages } from '../sections/stages.js';
import { exportedTrends, Trends } from '../sections/trends.js';
import { exportedHeat, HeatMap } from './heat-map.js';
import { exportedScores, ScoreHistory } from './score/score-history.js';
import { ScoreMessage } from './score/score-message.js';
import { ScoreSection } from './score/score-section.js';
import { useScores } from './score/use-scores.js';
import { SurvivalSection } from './survival-section.js';
import { TeamHead } from './team-head.js';

const waits = latencies.map(({ name }) => name);
const HEALTH = ['health', 'waiting-now'] as const;
const RESPONSE = ['time-to-response'] as const;

/** One team: how healthy it is and why, how long its candidates wait, and where. */
export default function TeamPage(props: PageProps) {
  const team = useIdInAddress();
  const inAddress = useView(props.organisation, team);
  const scores = useScores(inAddress, team);
  const view = { ...inAddress, ignored: [...inAddress.ignored, ...scores.ignored] };
  const names = useNames();
  const health = useAnswers(HEALTH, view.askedOfWaiting);
  const healthBefore = useAnswers(HEALTH, withoutDays(view.askedBefore), [], health.status === 'shown');
  const weeks = useWeeks(view);
  const heat = useAnswers(RESPONSE, { ...view.askedOfWaiting, from: weeks.from }, ['week', 'stage']);
  const byStage = useAnswers(waits, view.asked, ['stage']);
  const extent = extentOf(view);
  const unit = periodUnit(extent);
  const byPeriod = useAnswers(waits, view.asked, [unit]);
  const periods = preparePeriods(extent);
  if (names.areKnown && !names.teams.some((known) => known.team === team)) {
    return <OutageCard error={new ApiError('unknown', `There is no team “${team}”.`)} what="Team figures" />;
  }
  return (
    <PageFrame
      {...props}
      view={view}
      names={names}
      title={<span dir="auto">{names.team(team)}</span>}
      without={['team']}
      parts={shownOf([health, scores.detail, scores.points, heat, byStage, byPeriod])}
    >
      <div className="columns is-even">
        <Section title="Health" testId="health" part={health}>
          {(answers) => (
            <TeamHead
              answers={answers}
              before={healthBefore.status === 'shown' ? healthBefore.value : undefined}
              view={view}
              team={team}
            />
          )}
        </Section>
        <SurvivalSection view={view} names={names} team={team} />
      </div>
      <div className="columns is-even">
        <div className="stack">
          <ScoreSection
            part={scores.detail}
            weeks={scores.weeks}
            view={view}
            team={team}
            week={scores.week}
          />
          <Section
            title="Score by week"
            testId="scores"
            part={scores.points}
            exported={exportedScores}
            hasChart
          >
            {(points) => (
              <ScoreHistory points={points} week={scores.week} organisation={props.organisation} />
            )}
          </Section>
        </div>
        <ScoreMessage detail={scores.detail} view={view} team={team} week={scores.week} />
      </div>
      <Section
        title="Median response by stage and week"
        testId="heat"
        part={heat}
        exported={(answers) => exportedHeat(answers, weeks.periods, view)}
        hasChart
      >
        {(answers) => <HeatMap answers={answers} weeks={weeks.periods} view={view} team={team} />}
      </Section>
      <div className="columns">
        <Section
          title="Stages"
          testId="stages"
          part={byStage}
          exported={(answers) => exportedStages(answers, view)}
          hasChart
        >
          {(answers) => <Stages answers={answers} view={view} team={team} />}
        </Section>
        <Section
          title={`Trend by ${unit}`}
          testId="trend"
          part={byPeriod}
          exported={(answers) => exportedTrends(answers, view, periods, unit)}
          hasChart
        >
          {(answers) => <Trends answers={answers} periods={periods} unit={unit} view={view} team={team} />}
        </Section>
      </div>
    </PageFrame>
  );
}

/** The last twelve weeks, the one that is filling included. */
function useWeeks({ asOfDay }: View): {
  readonly from: string;
  readonly periods: ReturnType<typeof preparePeriods>;
} {
  return useMemo(() => {
    const from = firstDayOf('12w', asOfDay) ?? asOfDay;
    const extent = { from: undefined, firstDay: from, lastDay: asOfDay, asOfDay };
    const periods = preparePeriods(extent, 'week');
    return { from: periods[0]?.from ?? from, periods };
  }, [asOfDay]);
}
