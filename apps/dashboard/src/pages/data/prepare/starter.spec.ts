import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { yamlOf } from './form-yaml.js';
import { readCsv, readJsonl } from './sheet.js';
import { slugOf, starterOf, type Starter } from './starter.js';

function starterFor(text: string, delimiter = ',', fileName = 'rows.csv'): Starter {
  const csv = { delimiter, hasHeader: true, encoding: 'utf-8' } as const;
  return starterOf({ sheet: readCsv(text, csv), isWhole: true, fileName, csv, zone: 'Europe/Berlin' });
}

const mappingOf = ({ form }: Starter): unknown => parse(yamlOf(form, () => undefined));

describe('the mapping to begin with', () => {
  it('given a usual export with answers, then interviews and answers are made of it', () => {
    const starter = starterFor(
      [
        'Application ID;Interview ID;Stage;Team;Candidate ID;End;Status;Decision sent at',
        '1;11;Onsite;Payments;c1;02.03.2026 12:00;Completed;14.03.2026 09:30',
        '2;12;Phone;Payments;c2;03.03.2026 12:00;No show;',
      ].join('\n'),
      ';',
      'ATS Export (März).csv',
    );
    expect(mappingOf(starter)).toEqual({
      source: 'urn:hearback:import:ats-export-marz',
      times: { format: 'dd.MM.yyyy HH:mm', zone: 'Europe/Berlin' },
      csv: { delimiter: ';' },
      rules: [
        {
          name: 'interview',
          when: { Status: 'Completed' },
          event: 'interview.completed',
          time: '{End}',
          data: {
            applicationId: '{Application ID}',
            interviewId: '{Interview ID}',
            endedAt: '{End}',
            candidateId: '{Candidate ID}',
            teamId: '{Team}',
            stage: '{Stage}',
          },
        },
        {
          name: 'answer',
          when: { 'Decision sent at': { present: true } },
          event: 'response.sent',
          time: '{Decision sent at}',
          data: {
            applicationId: '{Application ID}',
            interviewId: '{Interview ID}',
            kind: 'decision',
            channel: 'unknown',
          },
        },
      ],
    });
    expect(starter.notes.join('\n')).toContain('read in Europe/Berlin');
    expect(starter.notes.join('\n')).toContain('dd.MM.yyyy HH:mm');
    expect(starter.notes.join('\n')).toContain('“Completed” in “Status”');
  });

  it('given a log of steps, then only those that are interviews count, and decisions answer them', () => {
    const starter = starterFor(
      [
        'case,activity,resource,timestamp',
        '1,Hand In Job Application,Front Desk,2015-01-05T00:00:08+00:00',
        '1,Telephonic Screening,HR,2015-01-05T22:12:58+00:00',
        '1,Application Rejected,HR,2015-01-06T22:12:58+00:00',
      ].join('\n'),
    );
    expect(mappingOf(starter)).toMatchObject({
      rules: [
        { when: { activity: 'Telephonic Screening' }, data: { interviewId: '{case}-{activity}' } },
        {
          when: { activity: 'Application Rejected' },
          event: 'response.sent',
          data: { applicationId: '{case}' },
        },
      ],
    });
    expect(mappingOf(starter)).not.toHaveProperty('times');
    expect(mappingOf(starter)).not.toHaveProperty('rules.1.data.interviewId');
  });

  it('given a stage that comes twice in an application, then the time tells its interviews apart', () => {
    const starter = starterFor(
      [
        'application id,stage,ended at',
        '1,Onsite,2026-03-02T10:00:00Z',
        '1,Onsite,2026-03-02T11:00:00Z',
      ].join('\n'),
    );
    expect(mappingOf(starter)).toMatchObject({
      rules: [{ data: { interviewId: '{application id}-{stage}-{ended at}' } }],
    });
    expect(starter.notes.join('\n')).toContain('“application id”, “stage”, “ended at” together');
  });

  it('given the same row twice, or no stage, then it is no second interview', () => {
    const row = '1,Onsite,2026-03-02T10:00:00Z';
    expect(mappingOf(starterFor(`application id,stage,ended at\n${row}\n${row}`))).toMatchObject({
      rules: [{ data: { interviewId: '{application id}-{stage}' } }],
    });
    expect(mappingOf(starterFor('application id,ended at\n1,2026-03-02T10:00:00Z'))).toMatchObject({
      rules: [{ data: { interviewId: '{application id}-{ended at}' } }],
    });
  });

  it('given interviews that have no end yet, then they are left out, not failed', () => {
    const starter = starterFor('application id,ended at\n1,2026-03-02T10:00:00Z\n2,\n');
    expect(mappingOf(starter)).toMatchObject({ rules: [{ when: { 'ended at': { present: true } } }] });
  });

  it('given times in two formats, then the second is told where it stands', () => {
    const starter = starterFor(
      'application id,ended at,answered at\n1,2026-03-02T10:00:00Z,1772456400\n2,2026-03-02T10:00:00Z,1772456400\n',
    );
    expect(mappingOf(starter)).toMatchObject({
      rules: [{ time: '{ended at}' }, { time: { column: 'answered at', format: 'epoch-seconds' } }],
    });
  });

  it('given nested records, then it knows no CSV', () => {
    const sheet = readJsonl('{"application":{"id":"1"},"round":{"id":2,"name":"Onsite"},"at":1772456400}');
    const starter = starterOf({ sheet, isWhole: true, fileName: 'rows.jsonl', zone: 'UTC' });
    expect(mappingOf(starter)).toMatchObject({
      source: 'urn:hearback:import:rows',
      times: { format: 'epoch-seconds' },
      rules: [
        { data: { applicationId: '{application.id}', interviewId: '{round.id}', stage: '{round.name}' } },
      ],
    });
    expect(mappingOf(starter)).not.toHaveProperty('csv');
  });

  it('given no ids of applications, then candidates stand for them, and it says so', () => {
    const { form, notes } = starterFor('candidate id,ended at\n1,2026-03-02T10:00:00Z\n');
    expect(form.rules[0]?.data['applicationId']).toEqual({ from: 'column', column: 'candidate id' });
    expect(notes.join('\n')).toContain('as long as nobody applies twice');
  });

  it('given columns that say nothing, then it says what is missing, and makes up nothing', () => {
    const { form, notes } = starterFor('foo,bar\n1,2\n');
    expect(form.rules).toEqual([
      { key: 'interview', name: 'interview', event: 'interview.completed', data: {} },
    ]);
    expect(notes.join('\n')).toContain('id of an application: choose one');
    expect(notes.join('\n')).toContain('time of an interview: choose one');
  });

  it('given times in no format that is known, then it says so', () => {
    expect(starterFor('application id,ended at\n1,next Tuesday\n').notes.join('\n')).toContain(
      'Times like “next Tuesday”',
    );
  });
});

describe('a source of its own for each file', () => {
  it.each([
    ['ATS Interviews.csv', 'ats-interviews'],
    ['interviews 2026-03.csv', 'interviews'],
    ['interviews (1).csv', 'interviews'],
    ['2026.csv', '2026'],
    ['Größe.final.CSV', 'gro-e-final'],
    ['面接.jsonl', 'file'],
  ])('given %s, then it is %s', (name, slug) => expect(slugOf(name)).toBe(slug));
});
