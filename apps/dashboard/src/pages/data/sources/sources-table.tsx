import { shortNameOf } from '../../../api/data-catalogue.js';
import { type Source } from '../../../api/data-sources.js';
import { exactSeconds, formatDuration } from '../../../format/duration.js';
import { formatInstant } from '../../../format/instant.js';
import { formatCount, plural } from '../../../format/number.js';

interface SourcesTableProps {
  readonly sources: readonly Source[];
  readonly zone: string;
}

/** A row per source: how much, until when, how late. */
export function SourcesTable({ sources, zone }: SourcesTableProps) {
  return (
    <div className="table-scroll" role="region" aria-label="Sources" tabIndex={0}>
      <table className="data-sources">
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              Source
            </th>
            <th scope="col" rowSpan={2}>
              Events
            </th>
            <th scope="col" rowSpan={2}>
              Last event
            </th>
            <th scope="colgroup" colSpan={3} className="data-group">
              How late
            </th>
          </tr>
          <tr>
            <th scope="col">half within</th>
            <th scope="col">9 in 10 within</th>
            <th scope="col">longest</th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <SourceRow key={source.source} source={source} zone={zone} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SourceRow({ source, zone }: { readonly source: Source; readonly zone: string }) {
  const { lateness, types } = source;
  return (
    <tr data-source={source.source}>
      <th scope="row">
        <span className="data-id">{source.source}</span>
        {source.sample && <span className="data-mark">Sample data</span>}
        {source.simulated && <span className="data-mark">Simulated</span>}
        <details className="data-types">
          <summary>{plural(types.length, 'event type')}</summary>
          <ul>
            {types.map(({ type, events }) => (
              <li key={type}>
                {formatCount(events)} {shortNameOf(type)}
              </li>
            ))}
          </ul>
        </details>
      </th>
      <td>{formatCount(source.events)}</td>
      <td>{formatInstant(Date.parse(source.lastAt), zone)}</td>
      {(['median', 'p90', 'longest'] as const).map((name) => (
        <td key={name} title={exactSeconds(lateness[name])}>
          {formatDuration(Math.max(0, lateness[name]))}
        </td>
      ))}
    </tr>
  );
}
