import { type ReactNode } from 'react';
import { type PageProps } from '../app.js';
import { type Freshness } from '../api/use-fetched.js';
import { type Names } from '../api/use-names.js';
import { FilterBar, type FilterPart } from '../filters/filter-bar.js';
import { type View } from '../filters/view.js';
import { StaleBanner } from '../live/freshness.js';
import { IgnoredParameters, NamelessBanner, PastBanner, SampleBanner } from '../states/banners.js';
import { SimulatedBanner } from '../states/simulated-banner.js';

interface PageFrameProps extends PageProps {
  readonly view: View;
  readonly names: Names;
  readonly title: ReactNode;
  /** Filters that this page does not know. */
  readonly without?: readonly FilterPart[];
  /** What stands beside the title. */
  readonly tools?: ReactNode;
  /** What of the page is fetched, for saying how old it is. */
  readonly parts: readonly Freshness[];
  readonly children: ReactNode;
}

/** What all pages share: title, filters, and everything that must be said of the figures below. */
export function PageFrame(props: PageFrameProps) {
  const { view, names, title, without = [], tools, parts, connection, stale, organisation, children } = props;
  const reasons = parts.map((part) => part.stale?.message);
  const reason = stale ?? reasons.find(Boolean);
  return (
    <>
      <div className="page-title">
        <h1>{title}</h1>
        {tools}
      </div>
      <FilterBar view={view} names={names} without={without} />
      <IgnoredParameters ignored={view.ignored} />
      <PastBanner view={view} />
      <SampleBanner view={view} />
      <SimulatedBanner organisation={organisation} />
      <StaleBanner
        connection={connection}
        zone={organisation.timeZone}
        reason={reason}
        fetchedAt={parts.length === 0 ? undefined : Math.min(...parts.map(({ fetchedAt }) => fetchedAt))}
      />
      {names.areAway && parts.length > 0 && reason === undefined && <NamelessBanner />}
      {children}
    </>
  );
}
