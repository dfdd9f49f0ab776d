import { useState } from 'react';
import { Button, DropZone, FileTrigger, isFileDropItem, Text, type DropItem } from 'react-aria-components';

interface ChooseFileProps {
  readonly onChoose: (file: File) => void;
  /** Why the last one can't be used. */
  readonly problem: string | undefined;
  /** What had the focus made room for this. */
  readonly takesFocus: boolean;
}

const ENDINGS = ['.csv', '.tsv', '.jsonl', '.ndjson'] as const;

/** A place to drop a file on, or to choose one: by mouse, by keyboard, or by pasting it. */
export function ChooseFile({ onChoose, problem, takesFocus }: ChooseFileProps) {
  const [refused, setRefused] = useState<string>();
  const take = (file: File | undefined): void => {
    if (file === undefined) {
      setRefused('That was not a file.');
      return;
    }
    const isKnown = ENDINGS.some((ending) => file.name.toLowerCase().endsWith(ending));
    setRefused(
      isKnown
        ? undefined
        : `“${file.name}” is none of ${ENDINGS.join(', ')}. From a spreadsheet, save it as CSV in UTF-8.`,
    );
    if (isKnown) onChoose(file);
  };
  const drop = async (items: readonly DropItem[]): Promise<void> => {
    const files = items.filter(isFileDropItem);
    if (files.length > 1) {
      setRefused(`Those were ${files.length} files. Drop one at a time: each has a mapping of its own.`);
      return;
    }
    take(await files[0]?.getFile());
  };
  const said = refused ?? problem;
  return (
    <>
      <DropZone className="data-drop" data-testid="drop-zone" onDrop={({ items }) => void drop(items)}>
        <Text slot="label">Drop a file here: rows as CSV, or as JSON Lines</Text>
        <FileTrigger
          acceptedFileTypes={[...ENDINGS, 'text/csv']}
          onSelect={(files) => take(files?.[0])}
          data-testid="file-input"
        >
          <Button className="button" autoFocus={takesFocus}>
            Choose a file
          </Button>
        </FileTrigger>
        <p className="basis">
          It is looked at in this window and by your Hearback service, nowhere else. Nothing is recorded
          before you say so.
        </p>
      </DropZone>
      <p role="alert" className={said === undefined ? '' : 'data-error'} data-testid="file-refused">
        {said}
      </p>
    </>
  );
}
