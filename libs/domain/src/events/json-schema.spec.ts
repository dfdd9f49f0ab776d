import { describe, expect, it } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { catalogue } from './catalogue.js';
import { cloudEventSchemaOf, cloudEventSchemas, dataSchemaOf, type JsonSchemaDraft } from './json-schema.js';

const compile = (schema: object, draft: JsonSchemaDraft): ValidateFunction => {
  const ajv = new (draft === 'draft-07' ? Ajv : Ajv2020)({ allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(schema);
};

const faultsOf = (validate: ValidateFunction, value: unknown): string[] => {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

describe.each(['draft-2020-12', 'draft-07'] as const)('given the schemas in %s', (draft) => {
  describe.each(catalogue.map((definition) => [definition.type, definition] as const))(
    'of %s',
    (type, definition) => {
      const event = compile(cloudEventSchemaOf(definition, draft), draft);
      const data = compile(dataSchemaOf(definition, draft), draft);

      it('then its example is valid, as a whole and by its data alone', () => {
        expect(faultsOf(event, definition.example)).toEqual([]);
        expect(faultsOf(data, definition.example.data)).toEqual([]);
      });

      it('then unknown attributes and fields are allowed: the door ignores them', () => {
        const more = {
          ...definition.example,
          traceparent: '00-1',
          data: { ...definition.example.data, extra: { a: 1 } },
        };
        expect(faultsOf(event, more)).toEqual([]);
      });

      it('then another type, a missing id and empty data are faults', () => {
        const { id: _id, ...without } = definition.example;
        expect(faultsOf(event, without)).toEqual([" must have required property 'id'"]);
        expect(faultsOf(event, { ...definition.example, type: `${type}0` })).toHaveLength(1);
        expect(faultsOf(data, {})).not.toEqual([]);
      });

      it('then a time without a zone is a fault', () => {
        expect(faultsOf(event, { ...definition.example, time: '2026-03-02T11:05:00' })).not.toEqual([]);
      });
    },
  );
});

describe('given the schemas of all events', () => {
  it('then there is one per type, titled by it and telling its meaning', () => {
    const schemas = cloudEventSchemas();
    expect(Object.keys(schemas)).toEqual(catalogue.map(({ type }) => type));
    for (const { type, meaning } of catalogue) {
      expect(schemas[type]).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: type,
        description: meaning,
      });
    }
  });

  it('then free text is allowed where it is counted, and only there', () => {
    const properties = (definition: (typeof catalogue)[number]) =>
      Object.keys(dataSchemaOf(definition)['properties'] as object);
    const withText = catalogue.filter((definition) => properties(definition).includes('text'));
    expect(withText.map(({ type }) => type)).toEqual([
      'hearback.scorecard.submitted.v1',
      'hearback.response.sent.v1',
    ]);
  });
});
