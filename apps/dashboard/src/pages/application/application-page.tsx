import { type PageProps } from '../../app.js';
import { fetchApplication, type Application } from '../../api/application.js';
import { shownOf, useFetched } from '../../api/use-fetched.js';
import { useNames, type Names } from '../../api/use-names.js';
import { AtsLink } from '../../elements/ats-link.js';
import { Section } from '../../elements/section.js';
import { useView, type View } from '../../filters/view.js';
import { formatInstant } from '../../format/instant.js';
import { nameOrUnassigned } from '../../format/name.js';
import { PastBanner, SampleBanner } from '../../states/banners.js';
import { useIdInAddress } from '../../shell/use-id-in-address.js';
import { SimulatedBanner } from '../../states/simulated-banner.js';
import { StaleBanner } from '../../live/freshness.js';
import { exportedObligations, OwedTable } from './owed-table.js';
import { Timeline } from './timeline.js';

const STATUS = {
  scheduled: 'scheduled',
  completed: 'took place',
  cancelled: 'cancelled',
  no_show: 'candidate did not come',
} as const;

/** One application: its interviews, what is owed, and every event with what it changed. */
export default function ApplicationPage({ organisation, connection, stale }: PageProps) {
  const id = useIdInAddress();
  const view = useView(organisation);
  const names = useNames();
  const { asOf } = view.asked;
  const part = useFetched(['application', id, asOf ?? ''], (signal) => fetchApplication(id, asOf, signal));
  const freshness = shownOf([part])[0];
  return (
    <>
      <div className="page-title">
        <h1>Application {id}</h1>
      </div>
      <PastBanner view={view} />
      <SampleBanner view={view} />
      <SimulatedBanner organisation={organisation} />
      <StaleBanner
        connection={connection}
        zone={organisation.timeZone}
        reason={stale ?? freshness?.stale?.message}
        fetchedAt={freshness?.fetchedAt}
      />
      <Section title="Interviews" testId="interviews" part={part}>
        {(application) => <Interviews application={application} view={view} names={names} />}
      </Section>
      <Section
        title="What is owed"
        testId="owed"
        part={part}
        exported={({ obligations }) => exportedObligations(obligations)}
      >
        {({ obligations }) => <OwedTable obligations={obligations} view={view} />}
      </Section>
      <Section title="What happened" testId="timeline" part={part}>
        {({ timeline }) =>
          timeline.length === 0 ? (
            <p className="muted">Nothing yet at this moment.</p>
          ) : (
            <Timeline entries={timeline} zone={organisation.timeZone} />
          )
        }
      </Section>
    </>
  );
}

interface InterviewsProps {
  readonly application: Application;
  readonly view: View;
  readonly names: Names;
}

function Interviews({ application, view, names }: InterviewsProps) {
  const zone = view.organisation.timeZone;
  if (application.interviews.length === 0) return <p className="muted">None at this moment.</p>;
  return (
    <ul className="interviews">
      {application.interviews.map((interview) => {
        const { interviewId, stage, team, jobTitle, job, status, assumed, endedAt, endsAt, url } = interview;
        const end = endedAt ?? endsAt;
        return (
          <li key={interviewId}>
            <strong dir="auto">{nameOrUnassigned(stage)}</strong>{' '}
            <span className="muted">({interviewId})</span>: {STATUS[status]}
            {assumed && ', assumed'}
            {end !== null && `, ${formatInstant(Date.parse(end), zone)}`} · team{' '}
            <span dir="auto">{names.team(team)}</span> · job{' '}
            <span dir="auto">{jobTitle ?? names.job(job)}</span>{' '}
            <AtsLink url={url} label="Open the application in the applicant-tracking system" />
          </li>
        );
      })}
      {application.closings.map(({ at, outcome }) => (
        <li key={at + outcome}>
          Closed: {outcome.replace('_', ' ')}, {formatInstant(Date.parse(at), zone)}
        </li>
      ))}
    </ul>
  );
}
