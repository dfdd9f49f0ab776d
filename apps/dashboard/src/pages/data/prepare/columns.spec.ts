import { describe, expect, it } from '@jest/globals';
import { guessRoles, wordsIn } from './columns.js';

describe('what columns hold, by their names', () => {
  it.each(['interviewId', 'Interview ID', 'interview_id', 'INTERVIEW-ID', ' interview.id '])(
    'given %j, then its words are the same',
    (name) => expect(wordsIn(name)).toBe('interview id'),
  );

  it('given the names of a usual export, then each has its role', () => {
    expect(
      guessRoles([
        'Application ID',
        'Candidate ID',
        'Interview ID',
        'Interview Stage',
        'Department',
        'Job Title',
        'Requisition ID',
        'Start Time',
        'End Time',
        'Feedback sent at',
        'Status',
        'Recruiter',
      ]),
    ).toEqual({
      applicationId: 'Application ID',
      candidateId: 'Candidate ID',
      interviewId: 'Interview ID',
      stage: 'Interview Stage',
      teamId: 'Department',
      jobTitle: 'Job Title',
      jobId: 'Requisition ID',
      startedAt: 'Start Time',
      endedAt: 'End Time',
      respondedAt: 'Feedback sent at',
      status: 'Status',
    });
  });

  it('given a log of steps, then its words are understood', () => {
    expect(guessRoles(['case', 'activity', 'resource', 'timestamp'])).toEqual({
      applicationId: 'case',
      stage: 'activity',
      teamId: 'resource',
      time: 'timestamp',
    });
  });

  it('given nested records, then their paths are', () => {
    expect(
      guessRoles(['application.id', 'application.candidate', 'round.id', 'round.name', 'panel.0.role', 'at']),
    ).toEqual({
      applicationId: 'application.id',
      candidateId: 'application.candidate',
      interviewId: 'round.id',
      stage: 'round.name',
      time: 'at',
    });
  });

  it('given names that say nothing, then nothing is guessed', () => {
    expect(guessRoles(['column 1', 'foo', 'Größe'])).toEqual({});
  });
});
