import type { Cell } from './row.js';

type ListItem = { readonly values: Record<string, Cell>; isTold: boolean };

/** An event whose fields are set one by one, by their places. Absent values leave nothing behind. */
export class EventUnderConstruction {
  readonly #data: Record<string, unknown> = {};
  readonly #lists = new Map<string, Map<string, ListItem>>();

  constructor(private readonly attributes: Record<string, unknown>) {}

  /**
   * @param place `time`, `data.stage`, `data.interviewers.0.id`
   * @param isFromRow whether the value comes from the row, rather than being the same for all rows
   */
  set(place: string, value: Cell | undefined, isFromRow: boolean): void {
    if (value === undefined) return;
    const [top, name, index, part] = place.split('.');
    if (top !== 'data') this.attributes[place] = value;
    else if (index === undefined || part === undefined) this.#data[name ?? ''] = value;
    else this.#setItem(name ?? '', index, part, value, isFromRow);
  }

  /** Items of a list about which the row says nothing are left out: fewer interviewers than columns for them. */
  finish(): Readonly<Record<string, unknown>> {
    for (const [name, items] of this.#lists) {
      const told = [...items.values()].filter(({ isTold }) => isTold).map(({ values }) => values);
      if (told.length > 0) this.#data[name] = told;
    }
    return { ...this.attributes, data: this.#data };
  }

  #setItem(name: string, index: string, part: string, value: Cell, isFromRow: boolean): void {
    const items = this.#lists.get(name) ?? new Map<string, ListItem>();
    this.#lists.set(name, items);
    const item = items.get(index) ?? { values: {}, isTold: false };
    items.set(index, item);
    item.values[part] = value;
    item.isTold ||= isFromRow;
  }
}
