import { useState, type RefObject } from 'react';
import { PopoverButton } from '../elements/popover-button.js';

/** A table as people see it, with exact values in place of rounded ones. */
export interface ExportedTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Cell = string | number | boolean | null | undefined;

interface ExportMenuProps {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly title: string;
  readonly table: () => ExportedTable;
  /** What is taken as a picture. */
  readonly chart?: RefObject<HTMLElement | null>;
}

export function ExportMenu({ name, title, table, chart }: ExportMenuProps) {
  return (
    <PopoverButton
      className="link opens"
      summary="Export"
      label={`Export: ${title}`}
      name={`Export: ${title}`}
      testId={`export-${name}`}
    >
      {(close) => <ExportPanel name={name} table={table} chart={chart} close={close} />}
    </PopoverButton>
  );
}

interface ExportPanelProps {
  readonly name: string;
  readonly table: () => ExportedTable;
  readonly chart: RefObject<HTMLElement | null> | undefined;
  readonly close: () => void;
}

function ExportPanel({ name, table, chart, close }: ExportPanelProps) {
  const [failed, setFailed] = useState(false);
  const run = (work: () => Promise<void>) => (): void => {
    work().then(close, () => setFailed(true));
  };
  const saveCsv = async (): Promise<void> => {
    const { csvOf, saveFile } = await import('./save.js');
    saveFile(`hearback-${name}.csv`, 'text/csv;charset=utf-8', csvOf(table()));
  };
  const savePicture = async (): Promise<void> => {
    const { pictureOf, saveFile } = await import('./save.js');
    if (chart?.current) saveFile(`hearback-${name}.png`, 'image/png', await pictureOf(chart.current));
  };
  return (
    <div className="menu">
      <button type="button" className="choice-item" onClick={run(saveCsv)} data-testid="export-csv">
        Data as CSV
      </button>
      {chart !== undefined && (
        <button type="button" className="choice-item" onClick={run(savePicture)} data-testid="export-png">
          Picture (PNG)
        </button>
      )}
      <p role="status" className="muted">
        {failed && 'This browser could not make the file.'}
      </p>
    </div>
  );
}
