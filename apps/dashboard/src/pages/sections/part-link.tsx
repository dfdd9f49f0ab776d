import { type HealthComponent } from '@hearback/domain/metrics';
import { type ReactNode } from 'react';
import { WhyLink } from '../../elements/why-link.js';
import { type Changes } from '../../filters/use-filter.js';
import { type View } from '../../filters/view.js';
import { type ShownFigure } from '../../metrics/figure.js';
import { componentNames, metricOfComponent } from '../../metrics/health.js';

interface PartLinkProps {
  readonly component: HealthComponent;
  readonly shown: ShownFigure;
  readonly view: Pick<View, 'linkTo'>;
  /** The days that the health figure is about, and whose it is. */
  readonly changes: Changes;
  readonly teamName?: string;
  readonly children: ReactNode;
}

/** From a part of a health figure to the metric that it is, over the days of the health figure. */
export function PartLink({ component, shown, view, changes, teamName, children }: PartLinkProps) {
  // What is not measured has nothing behind it; what is withheld has rows, though none is told.
  if (shown.kind === 'none' || shown.kind === 'not-measured') return <>{children}</>;
  const { long } = componentNames[component];
  return (
    <WhyLink
      metric={metricOfComponent[component]}
      view={view}
      changes={changes}
      label={`What is behind ${long === 'cNPS' ? long : long.toLowerCase()}${teamName === undefined ? '' : ` of ${teamName}`}`}
      className="why-quiet"
    >
      {children}
    </WhyLink>
  );
}
