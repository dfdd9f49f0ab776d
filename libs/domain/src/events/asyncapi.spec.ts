import { describe, expect, it } from '@jest/globals';
import specifications from '@asyncapi/specs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { asyncApiDocument } from './asyncapi.js';
import { catalogue } from './catalogue.js';

interface Message {
  readonly payload: object;
  readonly description: string;
  readonly examples: readonly [{ readonly payload: { readonly type: string } }];
}
interface Document {
  readonly channels: {
    readonly events: { readonly address: string; readonly messages: Record<string, unknown> };
  };
  readonly operations: Record<
    string,
    { readonly action: string; readonly messages: readonly { $ref: string }[] }
  >;
  readonly components: { readonly messages: Record<string, Message> };
}

const document = (options = {}) =>
  asyncApiDocument({ topic: 'hearback.events.v1', version: '0.1.0', ...options }) as unknown as Document;

/** By the schema that AsyncAPI publishes; without its ids, since ajv brings those of JSON Schema itself along. */
function faultsOf(value: unknown): string[] {
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(specifications.schemasWithoutId['3.0.0']);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** Every `$ref` anywhere in a document. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
  );
}

function resolve(root: unknown, reference: string): unknown {
  return reference
    .slice(2)
    .split('/')
    .reduce((at, name) => (at as Record<string, unknown> | undefined)?.[name], root);
}

describe('given the AsyncAPI document', () => {
  it.each([{}, { servers: { kafka: { host: 'kafka.example.com:9092', protocol: 'kafka' } } }])(
    'then it is valid by the specification 3.0.0 (with %j)',
    (options) => {
      expect(faultsOf(document(options))).toEqual([]);
    },
  );

  it('then the check of the specification sees a fault deep inside', () => {
    const spoiled = structuredClone(document()) as unknown as {
      operations: { receiveEvents: { action: string } };
    };
    spoiled.operations.receiveEvents.action = 'listen';
    expect(faultsOf(spoiled)).toContain(
      '/operations/receiveEvents/action must be equal to one of the allowed values',
    );
  });

  it('then it is plain JSON and the same every time', () => {
    expect(JSON.parse(JSON.stringify(document()))).toEqual(document());
  });

  it('then every reference leads somewhere', () => {
    const all = references(document());
    expect(all.length).toBeGreaterThan(3 * catalogue.length);
    expect(all.filter((reference) => resolve(document(), reference) === undefined)).toEqual([]);
  });

  it('then the topic is the address of its one channel, with a message per event type', () => {
    const { channels } = document({ topic: 'acme.hiring' });
    expect(channels.events.address).toBe('acme.hiring');
    expect(Object.keys(channels.events.messages)).toEqual(catalogue.map(({ type }) => type));
  });

  it('then Hearback sends scores, erasures and merges, and receives all the rest', () => {
    const { receiveEvents, publishScores, recordRequests } = document().operations;
    expect(publishScores).toMatchObject({
      action: 'send',
      messages: [{ $ref: '#/channels/events/messages/hearback.score.published.v1' }],
    });
    expect(receiveEvents?.action).toBe('receive');
    expect(recordRequests).toMatchObject({
      action: 'send',
      messages: [
        { $ref: '#/channels/events/messages/hearback.candidate.merged.v1' },
        { $ref: '#/channels/events/messages/hearback.candidate.erased.v1' },
      ],
    });
    expect(receiveEvents?.messages).toHaveLength(catalogue.length - 3);
  });

  it.each(catalogue)(
    'then $type tells the key that keyOf gives it (keyedBy in its definition)',
    ({ keyedBy, example }) => {
      expect(keyedBy === 'application').toBe('applicationId' in example.data);
    },
  );

  it.each(catalogue.map(({ type }) => type))(
    'then the example of %s is valid by its payload schema',
    (type) => {
      const { payload, examples, description } = document().components.messages[type]!;
      const ajv = new Ajv({ allErrors: true });
      addFormats.default(ajv);
      const validate = ajv.compile(payload);
      validate(examples[0].payload);
      expect(validate.errors ?? []).toEqual([]);
      expect(examples[0].payload.type).toBe(type);
      expect(description).toMatch(/^Key of the message: .+`\S+`\.$/);
    },
  );
});
