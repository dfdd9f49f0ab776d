import { ApiError } from './get-json.js';

/** A kind of event that a source may send. */
export interface EventKind {
  /** `hearback.interview.completed.v1` */
  readonly type: string;
  /** As mappings name it: `interview.completed`. */
  readonly name: string;
  readonly title: string;
  /** What has happened, in a sentence. */
  readonly meaning: string;
  readonly fields: readonly EventField[];
}

export interface EventField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly isRequired: boolean;
  readonly hint: string | undefined;
  /** The only values that it takes; empty: any. */
  readonly choices: readonly string[];
}

export type FieldKind = 'text' | 'number' | 'boolean' | 'time' | 'list';

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** What stands at a path; an empty node where nothing does. */
function at(node: unknown, ...path: readonly string[]): Node {
  const found = path.reduce<unknown>(
    (inner, name) => (isNode(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined),
    node,
  );
  return isNode(found) ? found : {};
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

function kindOf({ type, format }: Node): FieldKind {
  if (type === 'array') return 'list';
  if (type === 'boolean') return 'boolean';
  if (type === 'number' || type === 'integer') return 'number';
  return format === 'date-time' ? 'time' : 'text';
}

function fieldsOf(data: Node): readonly EventField[] {
  const required = textsOf(data['required']);
  return Object.entries(at(data, 'properties')).map(([name, schema]): EventField => {
    const field = isNode(schema) ? schema : {};
    const hint = textOf(field['description']);
    return {
      name,
      kind: kindOf(field),
      isRequired: required.includes(name),
      // Of an instant it only tells the first and the last that can be kept.
      hint: hint === '' || kindOf(field) === 'time' ? undefined : hint,
      choices: textsOf(field['enum']),
    };
  });
}

/**
 * Reads the events that sources may send out of the service's AsyncAPI document.
 *
 * @throws Error when it names none
 */
export function parseCatalogue(body: unknown): readonly EventKind[] {
  const received = at(body, 'operations', 'receiveEvents')['messages'];
  const types = (Array.isArray(received) ? received : []).map((message) =>
    textOf(isNode(message) ? message['$ref'] : undefined).replace(/^.*\//, ''),
  );
  const kinds = types
    .filter((type) => type !== '')
    .map((type): EventKind => {
      const message = at(body, 'components', 'messages', type);
      return {
        type,
        name: shortNameOf(type),
        title: textOf(message['title']),
        meaning: textOf(message['summary']),
        fields: fieldsOf(at(message, 'payload', 'properties', 'data')),
      };
    });
  if (kinds.length === 0) throw new Error('no events are described');
  return kinds;
}

/** `hearback.interview.completed.v1` as mappings may name it. */
export function shortNameOf(type: string): string {
  return type.replace(/^hearback\.|\.v\d+$/g, '');
}

/** @throws ApiError */
export async function fetchCatalogue(signal?: AbortSignal): Promise<readonly EventKind[]> {
  let response: Response;
  try {
    response = await fetch('/api/asyncapi.json', { signal: signal ?? null });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiError('away', 'The Hearback service does not answer.');
  }
  if (!response.ok) throw new ApiError('away', `The service answered with status ${response.status}.`);
  try {
    return parseCatalogue(await response.json());
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it has another shape';
    throw new ApiError('away', `The description of the events could not be read: ${reason}.`);
  }
}
