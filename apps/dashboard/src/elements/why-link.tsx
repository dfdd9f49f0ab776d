import { type MetricName } from '@hearback/domain/metrics';
import { type ReactNode } from 'react';
import { Link } from 'react-router';
import { type Changes } from '../filters/use-filter.js';
import { type View } from '../filters/view.js';

interface WhyLinkProps {
  readonly metric: MetricName;
  readonly view: Pick<View, 'linkTo'>;
  /** Where the figure is of less than the page's selection. */
  readonly changes?: Changes;
  /** Where it counts only what enters the metric in some ways: these. */
  readonly counted?: readonly string[] | undefined;
  /** In words, what is behind: for those who don't see where the link stands. */
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** From a figure to what is behind it. */
export function WhyLink({
  metric,
  view,
  changes,
  counted = [],
  label,
  className = '',
  children,
}: WhyLinkProps) {
  return (
    <Link
      to={view.linkTo(`/why/${metric}`, changes, { counted })}
      className={`why ${className}`}
      title={label}
      data-why={metric}
    >
      {children}
      <span className="visually-hidden"> ({label})</span>
    </Link>
  );
}
