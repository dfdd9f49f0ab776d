import { teamColumns, type TeamRow } from '../../charts/prepare/teams.js';
import { figureCells, figureColumns } from '../../export/figure-cells.js';
import { type ExportedTable } from '../../export/export-menu.js';

export function exportedTeams(rows: readonly TeamRow[]): ExportedTable {
  return {
    columns: [
      'Team id',
      'Team',
      'Band',
      ...teamColumns.flatMap(({ id, title }) => figureColumns(title, id === 'response' ? 'seconds' : '')),
    ],
    rows: rows.map(({ team, name, band, figures }) => [
      team,
      name,
      band ?? '',
      ...teamColumns.flatMap(({ id }) => figureCells(figures[id])),
    ]),
  };
}
