import { describe, expect, it } from '@jest/globals';
import { asyncApiDocument, catalogue, reservedTypes } from '@hearback/domain';
import { parseCatalogue } from './data-catalogue.js';

const kinds = parseCatalogue(asyncApiDocument({ topic: 'events', version: '1' }));

describe('the events that a mapping may make', () => {
  it('given the document of the service, then all that sources send, under their short names', () => {
    const sent = catalogue.filter(({ type }) => !reservedTypes.includes(type));
    expect(kinds.map(({ type }) => type)).toEqual(sent.map(({ type }) => type));
    expect(kinds.find(({ name }) => name === 'interview.completed')).toMatchObject({
      title: 'Interview completed',
      meaning: 'The interview took place.',
    });
  });

  it('given fields of every kind, then each is told by what it holds', () => {
    const fields = kinds.flatMap((kind) => kind.fields.map((field) => ({ event: kind.name, ...field })));
    const field = (event: string, name: string): unknown =>
      fields.find((one) => one.event === event && one.name === name);
    expect(field('interview.completed', 'endedAt')).toMatchObject({ kind: 'time', isRequired: true });
    expect(field('interview.completed', 'interviewers')).toMatchObject({ kind: 'list', isRequired: false });
    expect(field('response.sent', 'kind')).toMatchObject({
      kind: 'text',
      choices: ['feedback', 'decision', 'next_step', 'status_update'],
    });
    expect(field('response.sent', 'automated')).toMatchObject({ kind: 'boolean', isRequired: false });
    expect(field('response.sent', 'text')).toMatchObject({ kind: 'text', isRequired: false });
    expect(field('candidate.rated', 'nps')).toMatchObject({ kind: 'number' });
    expect(field('response.sent', 'channel')).toMatchObject({
      hint: 'How, in the words of the source: email, phone, portal, in person.',
    });
  });

  it.each([[undefined], [{}], [{ operations: { receiveEvents: { messages: [] } } }]])(
    'given %j, then it is no catalogue',
    (body) => expect(() => parseCatalogue(body)).toThrow('no events are described'),
  );
});
