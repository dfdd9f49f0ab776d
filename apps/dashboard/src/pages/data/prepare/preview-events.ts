import { shortNameOf, type EventKind } from '../../../api/data-catalogue.js';

/** An event as a preview shows it. */
export interface PreviewEvent {
  readonly id: string;
  readonly title: string;
  readonly name: string;
  /** When it happened, in milliseconds; `undefined`: not a time. */
  readonly time: number | undefined;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly json: string;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

/** What a preview's answer holds, made readable. What is no event is left out. */
export function readableEvents(
  events: readonly unknown[],
  catalogue: readonly EventKind[],
): readonly PreviewEvent[] {
  return events.filter(isRecord).map((event): PreviewEvent => {
    const type = textOf(event['type']);
    const time = Date.parse(textOf(event['time']));
    const data = isRecord(event['data']) ? event['data'] : {};
    return {
      id: textOf(event['id']),
      title: catalogue.find((kind) => kind.type === type)?.title ?? shortNameOf(type),
      name: shortNameOf(type),
      time: Number.isFinite(time) ? time : undefined,
      fields: Object.entries(data).map(([name, value]) => [name, textOf(value)] as const),
      json: JSON.stringify(event, null, 2),
    };
  });
}
