import { declareMetric } from './declaration.js';

export const feedbackSubstance = declareMetric({
  name: 'feedback-substance',
  title: 'Feedback substance',
  version: 2,
  unit: 'share',
  touchpoint: 'feedback',
  clocks: ['elapsed'],
  definition:
    'Of the feedback that was given to candidates, the share with examples and the share with next steps, and the median number of words. Where a source does not say, the feedback is left out of that figure.',
  figures: [
    { name: 'withExamples', label: 'With examples', shape: 'rate', additive: false, better: 'higher' },
    { name: 'withNextSteps', label: 'With next steps', shape: 'rate', additive: false, better: 'higher' },
    { name: 'medianWords', label: 'Median words', shape: 'number', additive: false, better: 'higher' },
  ],
  needs: 'response.sent of kind feedback',
});
