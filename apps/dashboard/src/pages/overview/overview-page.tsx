import { useQuery } from '@tanstack/react-query';
import { type Organisation } from '../../api/organisation.js';
import { fetchTeams } from '../../api/teams.js';
import { periodUnit, preparePeriods, type Extent } from '../../charts/prepare/periods.js';
import { prepareTeams, teamMetrics } from '../../charts/prepare/teams.js';
import { FilterBar } from '../../filters/filter-bar.js';
import { isNarrowed } from '../../filters/filter.js';
import { useView, type View } from '../../filters/view.js';
import { StaleBanner } from '../../live/freshness.js';
import { type Connection } from '../../live/stream.js';
import { declarations, latencies } from '../../metrics/declarations.js';
import { FIGURES, retryInterval, useAnswers, type Answered } from '../../metrics/use-answers.js';
import { IgnoredParameters, PastBanner, SampleBanner } from '../../states/banners.js';
import { NoMatch } from '../../states/empty-state.js';
import { LoadingState } from '../../states/loading-state.js';
import { OutageCard } from '../../states/outage-card.js';
import { SimulatedBanner } from '../../states/simulated-banner.js';
import { dayOf } from '../../time/zoned.js';
import { Headline } from './headline.js';
import { Section } from './section.js';
import { Stages } from './stages-section.js';
import { TeamsTable } from './teams-table.js';
import { Trends } from './trend-section.js';

interface OverviewProps {
  readonly organisation: Organisation;
  readonly connection: Connection;
  /** Why the organisation itself could not be asked again. */
  readonly stale: string | undefined;
}

function extentOf({ organisation, filter, asOf, asOfDay }: View): Extent {
  const { events, timeZone } = organisation;
  const day = (instant: string | null): string =>
    dayOf(instant === null ? asOf : Date.parse(instant), timeZone);
  return {
    from: filter.from,
    to: filter.to,
    firstDay: day(events.firstAt),
    lastDay: day(events.lastAt),
    asOfDay,
  };
}

const names = {
  all: declarations.map(({ name }) => name),
  latencies: latencies.map(({ name }) => name),
};

/** How long candidates wait, in which teams and stages, and whether it is getting better. */
export function OverviewPage({ organisation, connection, stale }: OverviewProps) {
  const view = useView(organisation);
  const extent = extentOf(view);
  const unit = periodUnit(extent);
  const headline = useAnswers(names.all, view.asked);
  const byTeam = useAnswers(teamMetrics, view.asked, ['team']);
  const byStage = useAnswers(names.latencies, view.asked, ['stage']);
  const byPeriod = useAnswers(names.latencies, view.asked, [unit]);
  const teams = useQuery({
    queryKey: [FIGURES, 'teams'],
    queryFn: ({ signal }) => fetchTeams(signal),
    refetchInterval: ({ state }) => retryInterval(state.error),
  });
  const parts = [headline, byTeam, byStage, byPeriod];
  const teamNames = new Map(teams.data?.map(({ team, name }) => [team, name]));

  return (
    <>
      <FilterBar view={view} teams={teams.data ?? []} />
      <IgnoredParameters ignored={view.ignored} />
      <PastBanner view={view} />
      <SampleBanner view={view} />
      <SimulatedBanner organisation={organisation} />
      <StaleBanner
        connection={connection}
        zone={organisation.timeZone}
        reason={stale ?? staleReason(parts)}
        fetchedAt={oldest(parts)}
      />
      <Body headline={headline} view={view}>
        <div className={`columns${isShort(byTeam) ? ' is-short' : ''}`}>
          <Section title="Teams" testId="teams" answered={byTeam}>
            {(answers) => <TeamsTable rows={prepareTeams(answers, teamNames)} view={view} />}
          </Section>
          <Section title="Stages" testId="stages" answered={byStage}>
            {(answers) => <Stages answers={answers} view={view} />}
          </Section>
          <Section title={`Trend by ${unit}`} testId="trend" answered={byPeriod}>
            {(answers) => <Trends answers={answers} periods={preparePeriods(extent)} unit={unit} />}
          </Section>
        </div>
      </Body>
    </>
  );
}

interface BodyProps {
  readonly headline: Answered;
  readonly view: View;
  readonly children: React.ReactNode;
}

/** The headline decides what the page is: loading, away, without a match, or full. */
function Body({ headline, view, children }: BodyProps) {
  const clear = (): void => view.change({ team: [], stage: [], from: undefined, to: undefined });
  if (headline.status === 'loading') return <LoadingState />;
  if (headline.status === 'failed') {
    const startOver = (): void =>
      view.change({ team: [], stage: [], from: undefined, to: undefined, asOf: undefined });
    return <OutageCard error={headline.error} what="The figures" onClear={startOver} />;
  }
  const isEmpty = declarations.every(({ name }) => (headline.answers[name]?.rows.length ?? 0) === 0);
  if (isEmpty) return <NoMatch narrowed={isNarrowed(view.filter)} onClear={clear} />;
  return (
    <>
      <Headline answered={headline} />
      {children}
    </>
  );
}

/** Few teams leave room below them, many beside them: the trend goes where the room is. */
function isShort(byTeam: Answered): boolean {
  const rows = byTeam.status === 'shown' ? (byTeam.answers['time-to-response']?.rows.length ?? 0) : 0;
  return rows <= 12;
}

function staleReason(parts: readonly Answered[]): string | undefined {
  return parts.map((part) => (part.status === 'shown' ? part.stale?.message : undefined)).find(Boolean);
}

function oldest(parts: readonly Answered[]): number | undefined {
  const times = parts.flatMap((part) => (part.status === 'shown' ? [part.fetchedAt] : []));
  return times.length === 0 ? undefined : Math.min(...times);
}
