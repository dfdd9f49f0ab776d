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
  /** In words, what is behind: for those who don't see where the link stands. */
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** From a figure to what is behind it. */
export function WhyLink({ metric, view, changes, label, className = '', children }: WhyLinkProps) {
  return (
    <Link
      to={view.linkTo(`/why/${metric}`, changes)}
      className={`why ${className}`}
      title={label}
      data-why={metric}
    >
      {children}
      <span className="visually-hidden"> ({label})</span>
    </Link>
  );
}
