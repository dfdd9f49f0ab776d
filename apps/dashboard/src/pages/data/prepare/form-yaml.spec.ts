import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { emptyRule, type MappingForm, type RuleForm } from './form.js';
import { yamlOf } from './form-yaml.js';

const rule: RuleForm = {
  key: 'a',
  name: 'interview',
  event: 'interview.completed',
  time: { from: 'column', column: 'End' },
  data: { applicationId: { from: 'column', column: 'Case' } },
};

const form: MappingForm = { source: 'urn:x:y', times: { format: 'iso', zone: '' }, rules: [rule] };

const kinds: Readonly<Record<string, 'number' | 'boolean'>> = { nps: 'number', automated: 'boolean' };
const written = (changes: Partial<MappingForm>): unknown =>
  parse(yamlOf({ ...form, ...changes }, (_, field) => kinds[field]));

describe('the mapping that a form writes', () => {
  it('given the least, then it says no more than that', () => {
    expect(yamlOf(form, () => undefined)).toBe(
      [
        'source: urn:x:y',
        'rules:',
        '  - name: interview',
        '    event: interview.completed',
        "    time: '{End}'",
        '    data:',
        "      applicationId: '{Case}'",
        '',
      ].join('\n'),
    );
  });

  it('given times and a file that are not the usual ones, then it says how they are written', () => {
    expect(
      written({
        times: { format: 'dd.MM.yyyy HH:mm', zone: 'Europe/Berlin' },
        csv: { delimiter: '\t', encoding: 'windows-1252', hasHeader: false, columns: ['column 1'] },
      }),
    ).toMatchObject({
      times: { format: 'dd.MM.yyyy HH:mm', zone: 'Europe/Berlin' },
      csv: { delimiter: '\t', encoding: 'windows-1252', columns: ['column 1'] },
    });
    const usual = { delimiter: ',', encoding: 'utf-8', hasHeader: true, columns: ['a'] } as const;
    expect(written({ csv: usual })).not.toHaveProperty('csv');
  });

  it.each([
    [['done'], 'done'],
    [
      ['done', 'finished'],
      ['done', 'finished'],
    ],
    [[], { present: true }],
    [['true'], 'true'],
  ])('given the condition %j, then rows are taken by it', (values, expected) => {
    expect(written({ rules: [{ ...rule, condition: { column: 'Status', values } }] })).toMatchObject({
      rules: [{ when: { Status: expected } }],
    });
  });

  it('given constants, then they are what their fields hold, and braces stay braces', () => {
    const data = {
      nps: { from: 'constant', value: '9' },
      automated: { from: 'constant', value: 'false' },
      channel: { from: 'constant', value: '{mail}' },
      stage: { from: 'constant', value: '3' },
      teamId: { from: 'constant', value: '' },
    } as const;
    expect(written({ rules: [{ ...rule, data }] })).toMatchObject({
      rules: [{ data: { nps: 9, automated: false, channel: '{{mail}}', stage: '3' } }],
    });
    expect(written({ rules: [{ ...rule, data }] })).not.toHaveProperty('rules.0.data.teamId');
  });

  it('given columns that a template could not name, or with a format, then in the long form', () => {
    const data = {
      stage: { from: 'column', column: 'a{b}' },
      startedAt: { from: 'column', column: 'Start', format: 'epoch-seconds' },
      interviewId: { from: 'template', template: '{Case}-{Round}' },
    } as const;
    expect(written({ rules: [{ ...rule, data }] })).toMatchObject({
      rules: [
        {
          data: {
            stage: { column: 'a{b}' },
            startedAt: { column: 'Start', format: 'epoch-seconds' },
            interviewId: '{Case}-{Round}',
          },
        },
      ],
    });
  });

  it('given what is not filled in yet, then it is left out, and the service will ask for it', () => {
    const empty = { ...emptyRule([], 'response.sent'), time: { from: 'column', column: '' } } as const;
    expect(written({ rules: [empty] })).toMatchObject({
      rules: [{ name: 'rule 1', event: 'response.sent', data: {} }],
    });
    expect(written({ rules: [empty] })).not.toHaveProperty('rules.0.time');
  });

  it('given a rule that was taken away, then a new one takes no name that is in use', () => {
    const second = { ...rule, name: 'rule 2' };
    expect(emptyRule([second], 'x').name).toBe('rule 3');
  });
});
