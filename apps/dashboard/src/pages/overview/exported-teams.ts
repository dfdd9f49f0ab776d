import { teamColumns, type TeamRow } from '../../charts/prepare/teams.js';
import { type View } from '../../filters/view.js';
import { figureCells, figureColumns, secondsUnit } from '../../export/figure-cells.js';
import { type ExportedTable } from '../../export/export-menu.js';

/** @param rows as they are shown: those that were searched for, in the order that was chosen */
export function exportedTeams(rows: readonly TeamRow[], view: View): ExportedTable {
  return {
    columns: [
      'Team id',
      'Team',
      'Band',
      ...teamColumns.flatMap(({ id, title }) =>
        figureColumns(title, id === 'response' ? secondsUnit(view) : ''),
      ),
    ],
    rows: rows.map(({ team, name, band, figures }) => [
      team,
      name,
      band ?? '',
      ...teamColumns.flatMap(({ id }) => figureCells(figures[id])),
    ]),
  };
}
