import Papa from 'papaparse';
import { domToBlob } from 'modern-screenshot';
import { type ExportedTable } from './export-menu.js';

/**
 * CSV with a byte-order mark, so that spreadsheets read names as they are; a cell that a spreadsheet would run as a
 * formula is made text.
 */
export function csvOf({ columns, rows }: ExportedTable): string {
  return `\uFEFF${Papa.unparse({ fields: [...columns], data: rows.map((row) => [...row]) }, { escapeFormulae: true })}\r\n`;
}

/** What a part of the page looks like, twice as sharp as the screen; without the buttons that stand on it. */
export async function pictureOf(element: HTMLElement): Promise<Blob> {
  const page = getComputedStyle(document.documentElement);
  return domToBlob(element, {
    scale: 2,
    backgroundColor: page.getPropertyValue('--card').trim() || '#ffffff',
    filter: (node) => !(node instanceof Element && node.matches('.card-tools, details')),
  });
}

export function saveFile(name: string, type: string, content: BlobPart): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by then; the memory is given back.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
