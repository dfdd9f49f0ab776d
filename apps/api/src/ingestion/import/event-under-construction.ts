import type { Cell } from './row.js';

type ListItem = { readonly values: Map<string, Cell>; isTold: boolean };

/** An event whose fields are set one by one, by their places. Absent values leave nothing behind. */
export class EventUnderConstruction {
  readonly #attributes: Map<string, unknown>;
  readonly #data = new Map<string, unknown>();
  readonly #lists = new Map<string, Map<string, ListItem>>();

  constructor(attributes: Readonly<Record<string, unknown>>) {
    this.#attributes = new Map(Object.entries(attributes));
  }

  /**
   * @param place `time`, `data.stage`, `data.interviewers.0.id`
   * @param isFromRow whether the value comes from the row, rather than being the same for all rows
   */
  set(place: string, value: Cell | undefined, isFromRow: boolean): void {
    if (value === undefined) return;
    const [top, name, index, part] = place.split('.');
    if (top !== 'data') this.#attributes.set(place, value);
    else if (index === undefined || part === undefined) this.#data.set(name ?? '', value);
    else this.#setItem(name ?? '', index, part, value, isFromRow);
  }

  /** Items of a list about which the row says nothing are left out: fewer interviewers than columns for them. */
  finish(): Readonly<Record<string, unknown>> {
    for (const [name, items] of this.#lists) {
      const told = [...items.values()]
        .filter(({ isTold }) => isTold)
        .map(({ values }) => Object.fromEntries(values));
      if (told.length > 0) this.#data.set(name, told);
    }
    return { ...Object.fromEntries(this.#attributes), data: Object.fromEntries(this.#data) };
  }

  #setItem(name: string, index: string, part: string, value: Cell, isFromRow: boolean): void {
    const items = this.#lists.get(name) ?? new Map<string, ListItem>();
    this.#lists.set(name, items);
    const item = items.get(index) ?? { values: new Map<string, Cell>(), isTold: false };
    items.set(index, item);
    item.values.set(part, value);
    item.isTold ||= isFromRow;
  }
}
