import { rangeOf } from '../filters/asked.js';
import { type View } from '../filters/view.js';
import { Link } from 'react-router';
import { backTo } from './banners.js';

/** A command as this page's reader can paste it: the same host and port as the page. */
function sendCommand(origin: string): string {
  const event = {
    specversion: '1.0',
    id: 'first',
    source: 'https://ats.example.com',
    type: 'hearback.interview.completed.v1',
    time: '2026-03-02T11:05:00Z',
    data: {
      applicationId: 'app-1',
      interviewId: 'int-1',
      endedAt: '2026-03-02T11:04:00Z',
      teamId: 'payments',
      stage: 'Onsite',
    },
  };
  return `curl -X POST ${origin}/api/v1/events \\
  -H 'content-type: application/cloudevents+json' \\
  -d '${JSON.stringify(event)}'`;
}

/** Nothing has ever arrived. The only state that explains how to begin. */
export function EmptyState() {
  return (
    <div className="card state state-empty" data-testid="empty">
      <h1>No events yet</h1>
      <p>
        Hearback shows how long candidates wait once it hears of interviews and of the answers to them. This
        page fills by itself as soon as the first event arrives.
      </p>
      <div className="ways">
        <section>
          <h2>Send an event</h2>
          <p>From your applicant-tracking system or a script, as CloudEvents over HTTP:</p>
          <pre tabIndex={0}>{sendCommand(window.location.origin)}</pre>
        </section>
        <section>
          <h2>Import a file</h2>
          <p>Rows of any CSV or JSON Lines file, with a mapping that says what they mean:</p>
          <pre tabIndex={0}>npx hearback import FILE --mapping FILE --dry-run</pre>
          <p className="muted">Without --dry-run it is imported.</p>
          <p>
            Or <Link to="/data">drop it on the page “Data”</Link>, which helps with the mapping and shows what
            would come of it first.
          </p>
        </section>
      </div>
    </div>
  );
}

interface NoMatchProps {
  readonly narrowed: boolean;
  readonly view: View;
  readonly onClear: () => void;
}

/** There are events, but none of them is an interview in this selection. */
export function NoMatch({ narrowed, view, onClear }: NoMatchProps) {
  const isRanged = rangeOf(view.filter) !== 'all';
  return (
    <div className="card state state-no-match" data-testid="no-match">
      <h2>{narrowed || isRanged ? 'No interviews match these filters' : 'No interview was over yet'}</h2>
      <p>
        {narrowed || isRanged
          ? 'There are events, but no finished interview of these teams, stages and jobs in these days, and nobody who waits.'
          : 'There are events, but no interview was over at this moment, so nobody was owed an answer.'}
      </p>
      {view.filter.asOf !== undefined && (
        <p>
          <Link to={view.hrefFor({ asOf: undefined })}>Back to {backTo(view)}</Link>
        </p>
      )}
      {(narrowed || isRanged) && (
        <button type="button" className="button" onClick={onClear}>
          Show all teams and all time
        </button>
      )}
    </div>
  );
}
