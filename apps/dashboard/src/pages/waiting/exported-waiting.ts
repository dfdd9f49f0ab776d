import { type Names } from '../../api/use-names.js';
import { type Waiting } from '../../api/waiting.js';
import { type ExportedTable } from '../../export/export-menu.js';

export function exportedWaiting(rows: readonly Waiting[], names: Names): ExportedTable {
  return {
    columns: [
      'Application',
      'Interview',
      'Candidate',
      'Team',
      'Stage',
      'Job',
      'Waiting since',
      'Waiting (seconds)',
      'Waiting (working seconds)',
      'Due',
      'Overdue',
      'Promised for',
      'Promise passed',
      'Last contact',
      'End assumed',
      'Link',
    ],
    rows: rows.map((row) => [
      row.applicationId,
      row.interviewId,
      row.candidateId,
      names.team(row.team),
      row.stage,
      names.job(row.job),
      row.startedAt,
      row.ageSeconds,
      row.businessSeconds,
      row.dueAt,
      row.overdue,
      row.promise?.dueAt,
      row.promise?.passed,
      row.lastContactAt,
      row.assumed,
      row.url,
    ]),
  };
}
