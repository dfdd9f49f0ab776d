import { type MetricRow } from '@hearback/domain/metrics';
import { type ExportedTable } from '../../export/export-menu.js';
import { Section } from '../../elements/section.js';
import { WhyLink } from '../../elements/why-link.js';
import { widened } from '../../filters/filter.js';
import { type View } from '../../filters/view.js';
import { formatInstant } from '../../format/instant.js';
import { formatCount, formatRate, plural } from '../../format/number.js';
import { type Answers } from '../../metrics/answers-query.js';
import { type Answered } from '../../metrics/use-answers.js';

const READINGS = [
  {
    name: 'assumed',
    title: 'End assumed',
    meaning:
      'Nobody said that the interview took place. Its planned end had passed and nothing called it off, so it counts as held and over by then.',
  },
  {
    name: 'inferred',
    title: 'Answer inferred',
    meaning:
      'Nobody said that an answer was sent. The candidate was invited to or interviewed at another stage, or was hired, so they must have heard by then.',
  },
  {
    name: 'early',
    title: 'Answered early',
    meaning: 'The answer came before the interview was over. It counts as no wait at all.',
  },
] as const;

interface BetweenLinesProps {
  readonly part: Answered;
  readonly view: View;
}

/** What no source said in so many words and the figures rest on all the same. */
export function BetweenLines({ part, view }: BetweenLinesProps) {
  const hasAny = part.status === 'shown' && (part.value['time-to-response']?.rows[0]?.n ?? 0) > 0;
  return (
    <Section
      title="Read between the lines"
      testId="data-between-lines"
      part={part}
      {...(hasAny && { exported: exportedReadings })}
    >
      {(answers) => <Readings row={answers['time-to-response']?.rows[0]} view={view} />}
    </Section>
  );
}

function exportedReadings(answers: Answers): ExportedTable {
  const row = answers['time-to-response']?.rows[0];
  return {
    columns: ['Reading', 'Interviews', 'Of', 'Meaning'],
    rows: READINGS.map(({ name, title, meaning }) => [title, row?.[name], row?.n, meaning]),
  };
}

function Readings({ row, view }: { readonly row: MetricRow | undefined; readonly view: View }) {
  if (row === undefined || row.n === 0) {
    return (
      <p className="muted">No interview has ended yet, so there was nothing to read between the lines.</p>
    );
  }
  return (
    <>
      <p className="basis">
        Of {plural(row.n, 'interview')} that had ended by{' '}
        {formatInstant(view.asOf, view.organisation.timeZone)}:
      </p>
      <dl className="data-readings">
        {READINGS.map(({ name, title, meaning }) => (
          <div key={name} data-reading={name}>
            <dt>{title}</dt>
            <dd>
              {row[name] === 0 ? (
                <span className="data-count">0</span>
              ) : (
                <WhyLink
                  metric="time-to-response"
                  view={view}
                  changes={widened}
                  counted={[name]}
                  label={`The interviews behind it: ${title.toLowerCase()}`}
                  className="data-count figure"
                >
                  {formatCount(row[name])}
                </WhyLink>
              )}{' '}
              <span className="muted">({formatRate(row[name] / row.n)})</span>
              <p>{meaning}</p>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
