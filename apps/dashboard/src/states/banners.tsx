import { Link } from 'react-router';
import { type Organisation } from '../api/organisation.js';
import { middleOfSample } from '../filters/opening-instant.js';
import { type View } from '../filters/view.js';
import { formatInstant } from '../format/instant.js';
import { Banner } from './banner.js';

/** What looking without a chosen instant is called, after "back to". */
export function backTo({ defaultLabel }: Pick<View, 'defaultLabel'>): string {
  return defaultLabel === 'now' ? 'now' : `the ${defaultLabel}`;
}

export function PastBanner({ view }: { readonly view: View }) {
  // A moment to come is refused where figures are asked for.
  if (view.filter.asOf === undefined || view.asOf > Date.parse(view.organisation.now)) return null;
  return (
    <Banner kind="past" testId="past-banner">
      <p>
        <strong>You are looking at the past:</strong> what was known on{' '}
        {formatInstant(view.asOf, view.organisation.timeZone)}.
      </p>
      <Link to={view.hrefFor({ asOf: undefined })} className="button">
        Back to {backTo(view)}
      </Link>
    </Banner>
  );
}

/** On a page that tells of now whatever moment the others look at. */
export function NowBanner({ view, but }: { readonly view: View; readonly but?: string }) {
  if (view.filter.asOf === undefined || view.asOf > Date.parse(view.organisation.now)) return null;
  return (
    <Banner kind="past" testId="now-banner">
      <p>
        <strong>This page tells of now.</strong> The other pages look at the past:{' '}
        {formatInstant(view.asOf, view.organisation.timeZone)}. {but}
      </p>
      <Link to={view.hrefFor({ asOf: undefined })} className="button">
        Back to {backTo(view)}
      </Link>
    </Banner>
  );
}

/** Only web addresses become links: the text comes with the sample. */
function Source({ source }: { readonly source: string }) {
  return /^https?:\/\//.test(source) ? <a href={source}>{source}</a> : <>{source}</>;
}

function WhereItStands({ view, organisation }: { readonly view: View; readonly organisation: Organisation }) {
  const middle = middleOfSample(organisation);
  if (view.defaultLabel === 'now') return <>Other events have come after it, so the page opens at now.</>;
  if (view.filter.asOf !== undefined) return <>It is seen here from the chosen moment.</>;
  return (
    <>
      It is seen from its last moment, {formatInstant(view.asOf, organisation.timeZone)}.{' '}
      {middle !== undefined && (
        <span className="screen-only">
          <Link to={view.hrefFor({ asOf: middle })}>See it half-way through</Link>, while candidates were
          still waiting.
        </span>
      )}
    </>
  );
}

export function SampleBanner({ view }: { readonly view: View }) {
  const { organisation } = view;
  const { sampleData } = organisation;
  if (sampleData === null) return null;
  return (
    <Banner kind="sample" testId="sample-banner">
      <div>
        <p>
          <strong>This is sample data.</strong> <WhereItStands view={view} organisation={organisation} />
        </p>
        <details>
          <summary>What it is, and how to remove it</summary>
          <p>
            “{sampleData.title}”, by <Source source={sampleData.source} />. Licence: {sampleData.licence}.
          </p>
          <p>To remove it: {sampleData.remove}</p>
        </details>
      </div>
    </Banner>
  );
}

/** Only names are away: the figures stand there. */
export function NamelessBanner() {
  return (
    <Banner kind="notice" testId="nameless-banner">
      <p>
        What teams and jobs are called can’t be told right now: they stand here by their ids, and the filters
        do not offer all of them. This page tries again by itself.
      </p>
    </Banner>
  );
}

export function IgnoredParameters({ ignored }: { readonly ignored: readonly string[] }) {
  if (ignored.length === 0) return null;
  return (
    <Banner kind="notice" testId="ignored-parameters">
      <p>
        This address holds something that cannot be read and was left out: <code>{ignored.join(', ')}</code>.
        The page may show more than was meant.
      </p>
    </Banner>
  );
}
