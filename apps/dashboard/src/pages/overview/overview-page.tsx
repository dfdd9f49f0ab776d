import { useMemo } from 'react';
import { type PageProps } from '../../app.js';
import { useNames, type Names } from '../../api/use-names.js';
import { shownOf, type Fetched } from '../../api/use-fetched.js';
import { preparePeriods, type Extent } from '../../charts/prepare/periods.js';
import { prepareSparkline, rowsByTeam } from '../../charts/prepare/sparkline.js';
import { prepareTeams, type TeamAnswers } from '../../charts/prepare/teams.js';
import { Section } from '../../elements/section.js';
import { firstDayOf, withoutDays, type Asked } from '../../filters/asked.js';
import { isNarrowed, widened } from '../../filters/filter.js';
import { useView, type View } from '../../filters/view.js';
import { useAnswers, type Answered } from '../../metrics/use-answers.js';
import { PageFrame } from '../../shell/page-frame.js';
import { NoMatch } from '../../states/empty-state.js';
import { LoadingState } from '../../states/loading-state.js';
import { OutageCard } from '../../states/outage-card.js';
import { headlineMetrics, healthMetric, responseMetric, waitingMetric } from './asked-metrics.js';
import { Headline } from './headline.js';
import { MessagesBanner } from './messages-banner.js';
import { Movements } from './movements.js';
import { exportedTeams } from './exported-teams.js';
import { type TrendOf } from './team-line.js';
import { TeamsTable } from './teams-table.js';
import { useOncePainted } from './use-once-painted.js';
import { useShownTeams } from './use-shown-teams.js';
import { WholeOrganisation } from './whole-organisation.js';

/** Which teams are healthy and which leave candidates in the dark; and what changed. */
export function OverviewPage(props: PageProps) {
  const { organisation } = props;
  const view = useView(organisation);
  const headline = useAnswers(headlineMetrics, view.asked);
  const waiting = useAnswers(waitingMetric, view.askedOfWaiting);
  // What the eye goes to first is asked and drawn first: the headline, then the teams, then the rest. Where the headline
  // fails, the outage stands in place of all of it; the filters name their teams all the same.
  const isHeadlinePainted = useOncePainted(headline.status !== 'loading' && waiting.status !== 'loading');
  const names = useNames(isHeadlinePainted);
  const health = useAnswers(healthMetric, view.askedOfWaiting, ['team'], isHeadlinePainted);
  const response = useAnswers(responseMetric, view.asked, ['team'], isHeadlinePainted);
  const waitingByTeam = useAnswers(waitingMetric, view.askedOfWaiting, ['team'], isHeadlinePainted);
  const isThere = headline.status === 'shown' && health.status === 'shown';
  const before = useAnswers(headlineMetrics, view.askedBefore, [], isThere);
  const waitingBefore = useAnswers(waitingMetric, withoutDays(view.askedBefore), [], isThere);
  const healthBefore = useAnswers(healthMetric, withoutDays(view.askedBefore), ['team'], isThere);
  const waitingByTeamBefore = useAnswers(waitingMetric, withoutDays(view.askedBefore), ['team'], isThere);
  const trendOf = useTrends(view, isThere);
  const table = tableOf(health, response, waitingByTeam);

  return (
    <PageFrame
      {...props}
      view={view}
      names={names}
      title="Teams"
      parts={shownOf([headline, waiting, health, response, waitingByTeam])}
    >
      <MessagesBanner view={view} isEnabled={isThere} />
      <Body headline={headline} waiting={waiting} view={view}>
        <Headline
          view={view}
          answers={headline.status === 'shown' ? headline.value : {}}
          waiting={waiting.status === 'shown' ? waiting.value : {}}
          before={before}
          waitingBefore={waitingBefore}
          updating={headline.status === 'shown' && headline.updating}
          stale={headline.status === 'shown' && headline.stale !== undefined}
        />
        {isHeadlinePainted && (
          <>
            <Movements
              view={view}
              nameOf={names.team}
              health={health}
              healthBefore={healthBefore}
              waiting={waitingByTeam}
              waitingBefore={waitingByTeamBefore}
            />
            <TeamsSection view={view} names={names} part={table} before={healthBefore} trendOf={trendOf} />
            <WholeOrganisation view={view} isEnabled={isThere} />
          </>
        )}
      </Body>
    </PageFrame>
  );
}

interface TeamsSectionProps {
  readonly view: View;
  readonly names: Names;
  readonly part: Fetched<Omit<TeamAnswers, 'before'>>;
  readonly before: Answered;
  readonly trendOf: TrendOf;
}

function TeamsSection({ view, names, part, before, trendOf }: TeamsSectionProps) {
  const prior = before.status === 'shown' ? before.value : undefined;
  const value = part.status === 'shown' ? part.value : undefined;
  const rows = useMemo(
    () => (value === undefined ? [] : prepareTeams({ ...value, before: prior }, names.team)),
    [value, prior, names],
  );
  const teams = useShownTeams(rows);
  return (
    <Section
      title="Health of every team"
      testId="teams"
      part={part}
      exported={() => exportedTeams(teams.shown, view)}
    >
      {() => <TeamsTable teams={teams} count={rows.length} view={view} trendOf={trendOf} />}
    </Section>
  );
}

/** The three that a line of the table is made of, as one part of the page. */
function tableOf(
  health: Answered,
  response: Answered,
  waiting: Answered,
): Fetched<Omit<TeamAnswers, 'before'>> {
  const parts = [health, response, waiting];
  const failed = parts.find((part) => part.status === 'failed');
  if (failed !== undefined) return failed;
  if (health.status !== 'shown' || response.status !== 'shown' || waiting.status !== 'shown')
    return { status: 'loading' };
  const stale = [health, response, waiting].map((part) => part.stale).find((error) => error !== undefined);
  return {
    status: 'shown',
    value: { health: health.value, response: response.value, waiting: waiting.value },
    updating: health.updating || response.updating || waiting.updating,
    fetchedAt: Math.min(health.fetchedAt, response.fetchedAt, waiting.fetchedAt),
    ...(stale !== undefined && { stale }),
  };
}

const NO_TRENDS: TrendOf = () => undefined;

/** Of every team, week by week: many rows, so they come after the table. */
function useTrends(view: View, isEnabled: boolean): TrendOf {
  const { asOfDay } = view;
  const from = firstDayOf('12w', asOfDay)!;
  const asked: Asked = { ...view.askedOfWaiting, from };
  const answered = useAnswers(responseMetric, asked, ['team', 'week'], isEnabled);
  const answers = answered.status === 'shown' ? answered.value : undefined;
  return useMemo(() => {
    if (answers === undefined) return NO_TRENDS;
    const extent: Extent = { from, firstDay: from, lastDay: asOfDay, asOfDay };
    const weeks = preparePeriods(extent, 'week');
    const byTeam = rowsByTeam(answers['time-to-response']);
    return (team: string) => prepareSparkline(byTeam.get(team) ?? [], weeks);
  }, [answers, from, asOfDay]);
}

interface BodyProps {
  readonly headline: Answered;
  readonly waiting: Answered;
  readonly view: View;
  readonly children: React.ReactNode;
}

/** The headline decides what the page is: loading, away, without a match, or full. */
function Body({ headline, waiting, view, children }: BodyProps) {
  const clear = (): void => view.change(widened);
  const failed = [headline, waiting].find((part) => part.status === 'failed');
  if (failed !== undefined) {
    return (
      <OutageCard
        error={failed.error}
        what="The figures"
        onClear={() => view.change({ ...widened, asOf: undefined, clock: undefined })}
      />
    );
  }
  if (headline.status !== 'shown' || waiting.status !== 'shown') return <LoadingState />;
  // What is not measured has a row also where no interview is.
  const isEmpty = [headline.value['time-to-response'], waiting.value['waiting-now']].every(
    (answer) => (answer?.rows.length ?? 0) === 0,
  );
  if (isEmpty) return <NoMatch narrowed={isNarrowed(view.filter)} view={view} onClear={clear} />;
  return <>{children}</>;
}
