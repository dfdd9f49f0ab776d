import { type MetricDeclaration, type MetricName, type MetricRow } from '@hearback/domain/metrics';
import { WhyLink } from '../../elements/why-link.js';
import { type Changes } from '../../filters/use-filter.js';
import { type View } from '../../filters/view.js';
import { formatCount, plural } from '../../format/number.js';

interface BasisProps {
  readonly name: MetricName;
  readonly metric: MetricDeclaration;
  readonly row: MetricRow | undefined;
  readonly view: View;
}

/** A number that the figures rest on, with the rows that it counts. */
interface BasisPart {
  readonly count: number;
  readonly text: string;
  /** What is behind it, where the text does not say so itself. */
  readonly label?: string;
  /** What stands before it. */
  readonly after: '' | ' of ' | ' · ';
  /** Of the rows of the card's metric, those that count in these ways; absent: all. */
  readonly counted?: readonly string[];
  /** Where they are those of another metric. */
  readonly metric?: MetricName;
  readonly changes?: Changes;
}

/** What the figures rest on: without it, nobody can tell a pattern from three interviews. */
export function Basis({ name, metric, row, view }: BasisProps) {
  if (metric.unit === 'obligations' || row === undefined) return null;
  return (
    <p className="basis" data-figure="n">
      {basisOf(metric, row, view).map(({ count, text, label, after, metric: other, counted, changes }) => (
        <span key={text}>
          {after}
          {count === 0 ? (
            text
          ) : (
            <WhyLink
              metric={other ?? name}
              view={view}
              changes={changes ?? {}}
              counted={counted}
              label={label ?? 'Each of them'}
              className="why-quiet"
            >
              {text}
            </WhyLink>
          )}
        </span>
      ))}
    </p>
  );
}

const OLD_ENOUGH = ['numerator', 'denominator'];
const FALLEN_DUE = ['kept', 'moved', 'broken'] as const;

function basisOf(metric: MetricDeclaration, row: MetricRow, view: View): readonly BasisPart[] {
  if (metric.obligation === 'promise') {
    const due = FALLEN_DUE.reduce((sum, name) => sum + Number(row[name]), 0);
    const open = Number(row['open']);
    return [
      { count: due, text: plural(due, 'promise due', 'promises due'), after: '', counted: FALLEN_DUE },
      { count: open, text: `${formatCount(open)} open`, after: ' · ', counted: ['open'] },
    ];
  }
  const { n, waiting, numerator } = row;
  if (metric.unit === 'share') {
    const of = plural(n, 'interview old enough', 'interviews old enough');
    if (typeof numerator !== 'number') return [{ count: n, text: of, after: '', counted: OLD_ENOUGH }];
    return [
      {
        count: numerator,
        text: formatCount(numerator),
        label: `Each of them: ${metric.figures[0]?.label.toLowerCase()}`,
        after: '',
        counted: ['numerator'],
      },
      { count: n, text: of, after: ' of ', counted: OLD_ENOUGH },
    ];
  }
  const all: BasisPart = { count: n, text: plural(n, 'interview'), after: '' };
  if (waiting === 0) return [all];
  // Those of these days alone, though who waits is else told whenever the interview was.
  const { from, to } = view.asked;
  return [
    all,
    {
      count: waiting,
      text: `${formatCount(waiting)} still waiting`,
      after: ' · ',
      metric: 'waiting-now',
      ...(from === undefined && to === undefined ? {} : { changes: { range: undefined, from, to } }),
    },
  ];
}
