import { type EventKind } from '../../../api/data-catalogue.js';
import { type ImportState } from '../../../api/data-imports.js';
import { plural } from '../../../format/number.js';
import { OutageCard } from '../../../states/outage-card.js';
import { readableEvents } from '../prepare/preview-events.js';
import { FailedRows } from './failed-rows.js';
import { MappingFaults } from './mapping-faults.js';
import { PreviewEvents } from './preview-events.js';
import { type Preview } from './use-preview.js';

interface PreviewPanelProps {
  readonly preview: Preview;
  readonly catalogue: readonly EventKind[];
  readonly zone: string;
  /** The first rows are all of them. */
  readonly isWhole: boolean;
  /** Of the list of faults, to point to. */
  readonly faultsId: string;
}

/** What would come of the first rows with the mapping as it stands. */
export function PreviewPanel({ preview, catalogue, zone, isWhole, faultsId }: PreviewPanelProps) {
  const { answer, isUpdating, error } = preview;
  return (
    <div className={`data-preview${isUpdating ? ' is-updating' : ''}`} aria-busy={isUpdating}>
      <h3>3. What would come of it</h3>
      <p role="status" className="basis" data-testid="preview-status">
        {statusOf(preview, isWhole)}
      </p>
      {error !== undefined && <OutageCard error={error} what="The previews" />}
      {answer?.kind === 'mapping' && <MappingFaults faults={answer.faults} id={faultsId} />}
      {answer?.kind === 'file' && (
        <p className="data-error" id={faultsId} data-testid="preview-refused">
          {answer.message}
        </p>
      )}
      {answer?.kind === 'done' && (
        <Outcome key={answer.state.id} state={answer.state} catalogue={catalogue} zone={zone} />
      )}
    </div>
  );
}

function statusOf({ answer, isUpdating, error }: Preview, isWhole: boolean): string {
  if (error !== undefined) return 'Without the service there is no preview.';
  if (isUpdating || answer === undefined) return 'Trying the mapping…';
  if (answer.kind !== 'done') return 'With this mapping, nothing would come of it.';
  const { rows, counts } = answer.state;
  const which = isWhole ? 'A preview of the whole file' : 'A preview of the beginning only';
  const parts = [
    plural(counts.events, 'event'),
    ...(counts.failed > 0 ? [`${plural(counts.failed, 'row fails', 'rows fail')}`] : []),
    ...(counts.ignored > 0 ? [`${plural(counts.ignored, 'row')} ignored`] : []),
  ];
  return `${which}, ${plural(rows, 'row')}: ${parts.join(', ')}. Nothing is recorded yet.`;
}

interface OutcomeProps {
  readonly state: ImportState;
  readonly catalogue: readonly EventKind[];
  readonly zone: string;
}

function Outcome({ state, catalogue, zone }: OutcomeProps) {
  const events = readableEvents(state.firstEvents ?? [], catalogue);
  const { failed, ignored, events: all } = state.counts;
  return (
    <>
      {failed > 0 && (
        <>
          <h4>
            Rows that fail{failed > state.firstFailures.length && `: the first ${state.firstFailures.length}`}
          </h4>
          <FailedRows failures={state.firstFailures} testId="preview-failure" />
        </>
      )}
      {events.length > 0 ? (
        <>
          <h4>{all > events.length ? `The first ${events.length} events` : 'Events'}</h4>
          <PreviewEvents events={events} zone={zone} />
        </>
      ) : (
        <p className="data-error">
          No event would come of these rows
          {ignored > 0 && failed === 0 && ': no rule takes them. Look at the conditions'}.
        </p>
      )}
    </>
  );
}
