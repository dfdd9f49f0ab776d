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

/**
 * What a part of the page looks like, twice as sharp as the screen; without the buttons that stand on it, with what is
 * scrolled out of sight, and with where it is from.
 */
export async function pictureOf(element: HTMLElement): Promise<Blob> {
  const page = getComputedStyle(document.documentElement);
  const { stage, copy } = stagedCopy(element);
  document.body.append(stage);
  try {
    // What does not fit stands out of the copy, which grows by as much.
    const beyond = copy.scrollWidth - copy.clientWidth;
    if (beyond > 0) copy.style.width = `${copy.offsetWidth + beyond}px`;
    return await domToBlob(copy, {
      scale: 2,
      backgroundColor: page.getPropertyValue('--card').trim() || '#ffffff',
      filter: (node) => !(node instanceof Element && node.matches('.card-tools, details')),
    });
  } finally {
    stage.remove();
  }
}

/** A copy out of sight, in which nothing is scrolled: the page itself does not move for a picture. */
function stagedCopy(element: HTMLElement): { readonly stage: HTMLElement; readonly copy: HTMLElement } {
  const stage = document.createElement('div');
  stage.className = 'picture-stage';
  stage.inert = true;
  const copy = element.cloneNode(true) as HTMLElement;
  // It would be found in place of the part itself.
  for (const marked of [copy, ...copy.querySelectorAll('[data-testid]')])
    marked.removeAttribute('data-testid');
  copy.style.width = `${element.offsetWidth}px`;
  const from = document.createElement('p');
  from.className = 'basis';
  from.textContent = `${document.querySelector('h1')?.textContent ?? ''}: ${location.href}`;
  copy.append(from);
  stage.append(copy);
  return { stage, copy };
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
