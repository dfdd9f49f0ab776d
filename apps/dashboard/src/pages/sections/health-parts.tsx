import { type HealthPart } from '@hearback/domain/metrics';
import { type CSSProperties } from 'react';
import { type Changes } from '../../filters/use-filter.js';
import { type View } from '../../filters/view.js';
import { formatNumber } from '../../format/number.js';
import { FigureText } from '../../metrics/figure-text.js';
import { componentNames, showPart } from '../../metrics/health.js';
import { PartLink } from './part-link.js';

interface HealthPartsProps {
  readonly parts: readonly HealthPart[];
  readonly view: Pick<View, 'linkTo'>;
  /** The days that the figure is about, and whose it is. */
  readonly changes: Changes;
}

/** What a health figure is made of: each part on its own scale, and how much of the figure it makes up. */
export function HealthParts({ parts, view, changes }: HealthPartsProps) {
  return (
    <table className="health-parts" data-testid="health-parts">
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">0 to 100</th>
          <th scope="col" className="bar-column">
            <span className="visually-hidden">As a bar</span>
          </th>
          <th scope="col">Of the figure</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => {
          const shown = showPart(part);
          const { long, hint } = componentNames[part.component];
          return (
            <tr key={part.component} data-component={part.component}>
              <th scope="row" title={hint}>
                {long}
              </th>
              <td>
                <PartLink component={part.component} shown={shown} view={view} changes={changes}>
                  <FigureText figure={shown} />
                </PartLink>
              </td>
              <td className="bar-column" aria-hidden="true">
                {shown.value !== undefined && (
                  <span className="part-bar" style={{ '--share': `${shown.value}%` } as CSSProperties} />
                )}
              </td>
              <td>{part.share === 0 ? 'drops out' : `${formatNumber(part.share * 100)} %`}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
