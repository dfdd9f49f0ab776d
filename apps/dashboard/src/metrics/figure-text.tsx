import { type ShownFigure } from './figure.js';

interface FigureTextProps {
  readonly figure: ShownFigure;
  readonly className?: string;
  /** Further words for the title: how many it rests on. */
  readonly basis?: string;
  /** The figure's declared name, for tests and scripts that read the page. */
  readonly name?: string;
}

/** A figure with its exact value in the title; what is no plain number says why, to screen readers too. */
export function FigureText({ figure, className = '', basis, name }: FigureTextProps) {
  const title = basis === undefined ? figure.title : `${figure.title} · ${basis}`;
  return (
    <span className={`figure figure-${figure.kind} ${className}`} title={title} data-figure={name}>
      {figure.text}
      {figure.kind !== 'value' && <span className="visually-hidden"> ({figure.title})</span>}
    </span>
  );
}
