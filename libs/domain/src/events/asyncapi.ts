import { catalogue, keyOf, type EventType, type HearbackEvent } from './catalogue.js';
import { MAX_EVENT_BYTES } from './decode.js';
import { type EventDefinition } from './define-event.js';
import { cloudEventSchemaOf, type JsonSchema } from './json-schema.js';

export interface AsyncApiOptions {
  /** Of the log that the events travel on, like `hearback.events.v1`. */
  readonly topic: string;
  /** Of the service that publishes the document. */
  readonly version: string;
  /** Where the log is, by a name of one's own. */
  readonly servers?: Readonly<Record<string, { readonly host: string; readonly protocol: string }>>;
}

/** An AsyncAPI 3.0 document as plain JSON. */
export type AsyncApiDocument = Readonly<Record<string, unknown>>;

/** What Hearback itself writes; everything else it receives. */
const PUBLISHED: readonly EventType[] = ['hearback.score.published.v1'];
const REQUESTED: readonly EventType[] = ['hearback.candidate.merged.v1', 'hearback.candidate.erased.v1'];

const MEDIA_TYPE = 'application/cloudevents+json';

const KEYS = {
  application: 'The application id: events of one application stay in order.',
  candidate: 'The candidate id (of a merge: the one that is given up).',
  team: 'The team id.',
} as const;

/**
 * Describes the events of the catalogue as an AsyncAPI 3.0 document: one channel, a message per event type with
 * its schema (JSON Schema draft-07, on which AsyncAPI builds), its key and an example.
 *
 * Pure: the same options always give an equal document. Source: https://www.asyncapi.com/docs/reference/specification/v3.0.0
 */
export function asyncApiDocument({ topic, version, servers }: AsyncApiOptions): AsyncApiDocument {
  const published = catalogue.filter(({ type }) => PUBLISHED.includes(type));
  const requested = catalogue.filter(({ type }) => REQUESTED.includes(type));
  const received = catalogue.filter(({ type }) => ![...PUBLISHED, ...REQUESTED].includes(type));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Hearback events',
      version,
      description:
        'How long candidates wait to hear back after an interview. Every event is a CloudEvent 1.0 in JSON. Its ' +
        'source and id identify it: sent twice, it counts once. Unknown fields are ignored, a null field is an ' +
        'absent one, free text is counted and dropped. What cannot be read is kept as a dead letter with its reason.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: MEDIA_TYPE,
    ...(servers === undefined ? {} : { servers }),
    channels: {
      events: {
        address: topic,
        title: 'The event log',
        description:
          'Every event, in order per key. Kept for good: all figures can be computed again from it alone.',
        messages: refs(catalogue, ({ type }) => `#/components/messages/${type}`),
        bindings: { kafka: { topic, topicConfiguration: { 'max.message.bytes': MAX_EVENT_BYTES } } },
      },
    },
    operations: {
      receiveEvents: operation(
        'receive',
        'What sources tell: interviews, answers, promises, ratings.',
        received,
      ),
      publishScores: operation(
        'send',
        'What Hearback tells a team once a week, and never changes.',
        published,
      ),
      recordRequests: operation(
        'send',
        'What people had Hearback record about candidates, by POST /api/v1/erasures and POST /api/v1/merges.',
        requested,
      ),
    },
    components: {
      messages: Object.fromEntries(catalogue.map((definition) => [definition.type, message(definition)])),
      schemas: { headers: HEADERS },
    },
  };
}

const HEADERS: JsonSchema = {
  type: 'object',
  required: ['content-type'],
  properties: {
    'content-type': {
      type: 'string',
      pattern: '^application/cloudevents\\+json',
      description: 'Structured mode of the Kafka protocol binding for CloudEvents.',
    },
  },
};

function operation(action: 'receive' | 'send', summary: string, definitions: readonly EventDefinition[]) {
  return {
    action,
    channel: { $ref: '#/channels/events' },
    summary,
    messages: definitions.map(({ type }) => ({ $ref: `#/channels/events/messages/${type}` })),
  };
}

function message(definition: EventDefinition) {
  const { type, meaning, keyedBy, example } = definition;
  const { $schema: _draft, ...payload } = cloudEventSchemaOf(definition, 'draft-07');
  const key = keyOf(example as unknown as HearbackEvent);
  return {
    name: type,
    title: titleOf(type),
    summary: meaning,
    description: `Key of the message: ${KEYS[keyedBy]} In the example: \`${key}\`.`,
    contentType: MEDIA_TYPE,
    headers: { $ref: '#/components/schemas/headers' },
    payload,
    bindings: { kafka: { key: { type: 'string', description: KEYS[keyedBy] } } },
    examples: [{ name: example.id, headers: { 'content-type': MEDIA_TYPE }, payload: example }],
  };
}

/** `hearback.interview.scheduled.v1` is titled "Interview scheduled". */
function titleOf(type: string): string {
  const words = type.split('.').slice(1, -1).join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function refs(definitions: readonly EventDefinition[], to: (definition: EventDefinition) => string) {
  return Object.fromEntries(definitions.map((definition) => [definition.type, { $ref: to(definition) }]));
}
