import { type Sheet } from '../prepare/sheet.js';

const SHOWN = 5;

/** The columns of a file and what its first rows hold in them. */
export function SheetTable({ sheet }: { readonly sheet: Sheet }) {
  const { columns, rows } = sheet;
  return (
    <div className="table-scroll" role="region" aria-label="The first rows of the file" tabIndex={0}>
      <table className="data-sheet" data-testid="first-rows">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" dir="auto">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row, index) => (
            <tr key={index}>
              {columns.map((column, cell) => (
                <td key={column} dir="auto">
                  {row[cell]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
