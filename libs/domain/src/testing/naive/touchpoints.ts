import type { ApplicationEvent } from '../../events/catalogue.js';
import { ownerOfMoment } from './belonging.js';
import { readInterviews, type Read } from './course.js';
import { candidateIn, contactsIn, earliest, knownAsOf, ms, originOf, ratingsIn, surveysIn } from './known.js';
import type { NaiveTouchpoint } from './shape.js';

/** What happened to the candidate on a day and in a team, as of T: feedback given, ratings, surveys. */
export function naiveTouchpoints(log: readonly ApplicationEvent[], T: number): NaiveTouchpoint[] {
  const known = knownAsOf(log, T);
  const interviews = readInterviews(known, T);
  const moments = [
    ...feedbackIn(known, interviews),
    ...latestRatings(known, interviews),
    ...surveys(known, interviews),
  ];
  return moments.map((each) => ({ ...each, candidateId: candidateIn(known) }));
}

function feedbackIn(known: readonly ApplicationEvent[], interviews: readonly Read[]): NaiveTouchpoint[] {
  const feedback = contactsIn(known).filter(({ data }) => data.kind === 'feedback');
  return feedback.map((event) => {
    const { wordCount, hasExamples, hasNextSteps } = event.data;
    return { kind: 'feedback', ...moment(event, interviews), words: wordCount, hasExamples, hasNextSteps };
  });
}

/** The latest per interview, and the latest about none. */
function latestRatings(known: readonly ApplicationEvent[], interviews: readonly Read[]): NaiveTouchpoint[] {
  const ratings = ratingsIn(known);
  const latest = ratings.filter(
    ({ data }, i) => !ratings.slice(i + 1).some((later) => later.data.interviewId === data.interviewId),
  );
  return latest.map((event) => {
    const { nps, specific, constructive, respectful, timely } = event.data;
    return {
      kind: 'rating',
      ...moment(event, interviews),
      nps,
      specific,
      constructive,
      respectful,
      timely,
    };
  });
}

function surveys(known: readonly ApplicationEvent[], interviews: readonly Read[]): NaiveTouchpoint[] {
  return surveysIn(known).map((survey) => {
    const answers = ratingsIn(known).filter(
      ({ data: { interviewId } }) => interviewId === survey.data.interviewId || interviewId === undefined,
    );
    const after = answers.map(({ time }) => ms(time)).filter((at) => at >= ms(survey.time));
    return { kind: 'survey', ...moment(survey, interviews), answeredAt: earliest(after) };
  });
}

function moment(
  event: ApplicationEvent & { readonly data: { readonly interviewId?: string | undefined } },
  interviews: readonly Read[],
) {
  const { interviewId } = event.data;
  const at = ms(event.time);
  return { origin: originOf(event), interviewId, at, ...ownerOfMoment(interviewId, at, interviews) };
}
