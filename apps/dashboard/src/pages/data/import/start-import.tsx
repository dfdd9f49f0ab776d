import { useId } from 'react';
import { type ChosenFile } from './chosen-file.js';
import { startImport } from './ongoing-import.js';
import { type Preview } from './use-preview.js';

interface StartImportProps {
  readonly preview: Preview;
  readonly chosen: ChosenFile;
  readonly mapping: string;
}

/** The step from looking to recording. */
export function StartImport({ preview, chosen, mapping }: StartImportProps) {
  const reasonId = useId();
  const { file, format, head } = chosen;
  const obstacle = obstacleOf(preview, head.isWhole);
  return (
    <div className="data-step">
      <h3>4. Import it</h3>
      <p id={reasonId} className="basis" data-testid="import-obstacle">
        {obstacle ??
          'What is recorded stays: an event can be taken back by another one, but not deleted. Importing the same file again changes nothing, so a mapping is to be right the first time.'}
      </p>
      <p>
        <button
          type="button"
          className="button"
          disabled={obstacle !== undefined}
          aria-describedby={reasonId}
          onClick={() => void startImport({ file, name: file.name, format, mapping })}
          data-testid="import-start"
        >
          Import the whole file
        </button>
      </p>
    </div>
  );
}

function obstacleOf({ answer, isUpdating, error }: Preview, isWhole: boolean): string | undefined {
  if (error !== undefined) return 'The service does not answer, so nothing can be imported right now.';
  if (isUpdating || answer === undefined) return 'The mapping is being tried…';
  if (answer.kind === 'mapping') return 'First the faults of the mapping are to be mended.';
  if (answer.kind === 'file') return 'File and mapping do not fit together yet: see the preview.';
  if (isWhole && answer.state.counts.events === 0) return 'No event would come of this file.';
  return undefined;
}
