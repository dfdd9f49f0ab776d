import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { FIGURES } from '../../../api/figures-query.js';
import { ChooseFile } from './choose-file.js';
import { openFile, type ChosenFile } from './chosen-file.js';
import { ImportProgress } from './import-progress.js';
import { ImportResult } from './import-result.js';
import { MappingEditor } from './mapping-editor.js';
import { dismissImport, useOngoingImport } from './ongoing-import.js';
import { isFocusLost } from './use-focus-when-lost.js';

interface ImportSectionProps {
  /** Of times that name none. */
  readonly zone: string;
}

/** From a file to recorded events: choose it, say what its rows mean, see what would come of it, import it. */
export function ImportSection({ zone }: ImportSectionProps) {
  const [chosen, setChosen] = useState<ChosenFile>();
  const [problem, setProblem] = useState<string>();
  const [isBack, setBack] = useState(false);
  const editor = useRef<HTMLDivElement>(null);
  const ongoing = useOngoingImport();
  const { phase } = ongoing;
  useEffect(() => {
    if (phase === 'none' && isFocusLost()) editor.current?.focus();
  }, [phase]);
  useNewsAfterImport(phase === 'ended');

  const choose = (file: File): void => {
    openFile(file).then(
      (opened) => {
        setProblem(undefined);
        setChosen(opened);
      },
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  };
  const leaveFile = (): void => {
    setBack(true);
    setChosen(undefined);
  };
  const close = (): void => {
    // What failed can be mended; what is done makes room.
    if (ongoing.phase === 'ended' && ongoing.answer.kind === 'done') leaveFile();
    dismissImport();
  };
  return (
    <section className="card part-import" aria-label="Import a file" data-testid="import-section">
      <header className="card-header">
        <h2>Import a file</h2>
      </header>
      {ongoing.phase === 'running' && <ImportProgress {...ongoing} />}
      {ongoing.phase === 'ended' && (
        <ImportResult {...ongoing} canMend={chosen !== undefined} onClose={close} />
      )}
      {chosen === undefined && phase === 'none' && (
        <ChooseFile onChoose={choose} problem={problem} takesFocus={isBack} />
      )}
      {chosen !== undefined && (
        <div ref={editor} tabIndex={-1} className="data-editor" hidden={phase !== 'none'}>
          <MappingEditor
            key={`${chosen.file.name} ${chosen.file.lastModified} ${chosen.file.size}`}
            opened={chosen}
            zone={zone}
            onCancel={leaveFile}
          />
        </div>
      )}
    </section>
  );
}

function useNewsAfterImport(hasEnded: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (hasEnded) void client.invalidateQueries({ queryKey: [FIGURES] });
  }, [client, hasEnded]);
}
