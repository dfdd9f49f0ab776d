import { type FigureDeclaration, type MetricRow } from '@hearback/domain/metrics';
import { type ReactNode } from 'react';
import { Link } from 'react-router';
import { whenever } from '../filters/own-time.js';
import { type View } from '../filters/view.js';
import { showFigure } from '../metrics/figure.js';
import { FigureText } from '../metrics/figure-text.js';
import { WhyLink } from './why-link.js';

/** Which of those who wait: everybody, only whose answer is overdue, or everybody with the longest wait first. */
export type WhoWaits = 'all' | 'overdue' | 'oldest';

const PARAMETERS: Readonly<Record<WhoWaits, Readonly<Record<string, string>>>> = {
  all: {},
  overdue: { overdue: 'true' },
  oldest: { order: 'oldest' },
};

const LABELS: Readonly<Record<WhoWaits, string>> = {
  all: 'Who waits',
  overdue: 'Who waits beyond the due time',
  oldest: 'Who waits, longest first',
};

interface WaitingLinkProps {
  readonly who: WhoWaits;
  readonly view: Pick<View, 'linkTo'>;
  /** Of one team, with its name where the page is about several. */
  readonly team?: string | undefined;
  readonly teamName?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** From a number to those who wait that it counts. */
export function WaitingLink({ who, view, team, teamName, className = '', children }: WaitingLinkProps) {
  const label = teamName === undefined ? LABELS[who] : `${LABELS[who]}: ${teamName}`;
  const changes = { ...whenever, clock: undefined, ...(team !== undefined && { team: [team] }) };
  return (
    <Link
      to={view.linkTo('/waiting', changes, PARAMETERS[who])}
      className={`why ${className}`}
      title={label}
      data-waiting={who}
    >
      {children}
      <span className="visually-hidden"> ({label})</span>
    </Link>
  );
}

interface WaitingFigureProps extends Pick<WaitingLinkProps, 'view' | 'team' | 'className'> {
  readonly figure: FigureDeclaration;
  readonly row: MetricRow | undefined;
}

/** A figure of those who wait that leads to them; zero leads nowhere. */
export function WaitingFigure({ figure, row, view, team, className }: WaitingFigureProps) {
  const shown = showFigure(row, figure);
  const text = <FigureText figure={shown} name={figure.name} />;
  if (shown.value === undefined || shown.value === 0) return text;
  if (figure.name === 'overdue' || figure.name === 'oldestSeconds') {
    const who = figure.name === 'overdue' ? 'overdue' : 'oldest';
    return (
      <WaitingLink who={who} view={view} team={team} className={className}>
        {text}
      </WaitingLink>
    );
  }
  return (
    <WhyLink
      metric="waiting-now"
      view={view}
      changes={{ ...whenever, ...(team !== undefined && { team: [team] }) }}
      label={`Behind ${figure.label.toLowerCase()}: every interview without an answer`}
      className={className}
    >
      {text}
    </WhyLink>
  );
}
