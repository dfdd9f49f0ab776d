import { useSearchParams } from 'react-router';
import { type PageProps } from '../../app.js';
import { shownOf } from '../../api/use-fetched.js';
import { useNames } from '../../api/use-names.js';
import { usePages } from '../../api/use-pages.js';
import { behindCsvPath } from '../../api/behind.js';
import { fetchWaiting, waitingOrders, waitingPath, type WaitingOrder } from '../../api/waiting.js';
import { MoreButton } from '../../elements/more-button.js';
import { NarrowedTo } from '../../elements/narrowed-to.js';
import { Section } from '../../elements/section.js';
import { WaitingFigure } from '../../elements/waiting-link.js';
import { WhyLink } from '../../elements/why-link.js';
import { isNarrowed, widened } from '../../filters/filter.js';
import { whenever } from '../../filters/own-time.js';
import { useView } from '../../filters/view.js';
import { declarationOf } from '../../metrics/declarations.js';
import { Definition } from '../../metrics/definition.js';
import { useAnswers } from '../../metrics/use-answers.js';
import { PageFrame } from '../../shell/page-frame.js';
import { NoMatch } from '../../states/empty-state.js';
import { WaitingTable } from './waiting-table.js';

const ORDERS: Readonly<Record<WaitingOrder, string>> = {
  overdue: 'Overdue first',
  oldest: 'Longest wait first',
};

const METRICS = ['waiting-now'] as const;
const metric = declarationOf('waiting-now');

/** Everybody who waits, made for going through the list. */
export default function WaitingPage(props: PageProps) {
  const inAddress = useView(props.organisation);
  const names = useNames();
  const [params, setParams] = useSearchParams();
  const overdue = params.get('overdue');
  const overdueOnly = overdue === 'true';
  // Dropped unsaid, it would widen the list.
  const ignored = overdue === null || overdueOnly ? [] : [`overdue=${overdue}`];
  const view = { ...inAddress, ignored: [...inAddress.ignored, ...ignored] };
  const order = waitingOrders.find((known) => known === params.get('order')) ?? 'overdue';
  // Both clocks stand in the list, so none is to be chosen here.
  const { clock: _clock, ...asked } = view.askedOfWaiting;
  const list = { order, overdueOnly };
  const count = useAnswers(METRICS, asked);
  const pages = usePages(waitingPath(asked, list), (cursor, signal) =>
    fetchWaiting(waitingPath(asked, list, cursor), signal),
  );
  const row = count.status === 'shown' ? count.value['waiting-now']?.rows[0] : undefined;
  const orderBy = (next: WaitingOrder): void => {
    const changed = new URLSearchParams(params);
    changed.set('order', next);
    setParams(changed, { replace: true, preventScrollReset: true });
  };
  return (
    <PageFrame
      {...props}
      view={view}
      names={names}
      title="Waiting now"
      without={['range', 'clock']}
      parts={shownOf([count, pages.part])}
    >
      {row !== undefined && (
        <p className="lead" data-testid="waiting-summary">
          <WhyLink
            metric="waiting-now"
            view={view}
            changes={{ ...whenever, clock: undefined }}
            label="What is behind the count of those who wait"
          >
            <strong data-figure="n">{row.n.toLocaleString('en-GB')}</strong>
          </WhyLink>{' '}
          interviews without an answer
          {metric.figures.map((figure) => (
            <span key={figure.name}>
              {' · '}
              {figure.label.toLowerCase()}{' '}
              <strong>
                <WaitingFigure figure={figure} row={row} view={view} />
              </strong>
            </span>
          ))}{' '}
          <Definition metric={metric} />
        </p>
      )}
      {overdueOnly && (
        <NarrowedTo parameter="overdue" widen="Show everybody who waits">
          Only those whose answer is <strong>overdue</strong>
        </NarrowedTo>
      )}
      <Section
        title="Who waits"
        testId="waiting"
        part={pages.part}
        tools={
          <>
            <a
              className="link"
              href={behindCsvPath('waiting-now', asked, overdueOnly ? ['overdue'] : [])}
              download
            >
              {overdueOnly ? 'These' : 'All'} as CSV
            </a>
            <label className="inline-field">
              <span className="visually-hidden">Order</span>
              <select
                value={order}
                onChange={({ target }) =>
                  orderBy(waitingOrders.find((known) => known === target.value) ?? 'overdue')
                }
                data-testid="waiting-order"
              >
                {waitingOrders.map((name) => (
                  <option key={name} value={name}>
                    {ORDERS[name]}
                  </option>
                ))}
              </select>
            </label>
          </>
        }
      >
        {(value) => {
          const rows = value.flatMap((page) => page.rows);
          const total = value.at(-1)?.total ?? 0;
          const isAnythingHeld = count.status !== 'shown' || row !== undefined;
          if (total === 0 && !isAnythingHeld) {
            return (
              <NoMatch narrowed={isNarrowed(view.filter)} view={view} onClear={() => view.change(widened)} />
            );
          }
          if (total === 0 && overdueOnly) {
            return (
              <div className="state state-empty" data-testid="nobody-overdue">
                <p>
                  <strong>Nobody waits beyond the due time.</strong> Whoever else waits is still within it.
                </p>
              </div>
            );
          }
          if (total === 0) {
            return (
              <div className="state state-empty" data-testid="nobody-waits">
                <p>
                  <strong>Nobody waits.</strong> Every interview of this selection has been answered, or its
                  candidate withdrew.
                </p>
                {isNarrowed(view.filter) && (
                  <button type="button" className="button" onClick={() => view.change(widened)}>
                    Show all teams
                  </button>
                )}
              </div>
            );
          }
          return (
            <>
              <p className="basis screen-only">
                With the keyboard: arrow keys go through the list, Enter opens the application.
              </p>
              <WaitingTable rows={rows} view={view} names={names} />
              <MoreButton pages={pages} shown={rows.length} total={total} what="who wait" />
            </>
          );
        }}
      </Section>
    </PageFrame>
  );
}
