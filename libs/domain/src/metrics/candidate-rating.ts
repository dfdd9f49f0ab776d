import { declareMetric } from './declaration.js';

export const candidateRating = declareMetric({
  name: 'candidate-rating',
  title: 'Candidate rating',
  version: 1,
  unit: 'points',
  touchpoint: 'rating',
  clocks: ['elapsed'],
  definition:
    'What candidates say themselves: cNPS is the percentage who rate 9 or 10 minus the percentage who rate 0 to 6; the others are means from 1 to 5. The latest rating per application and interview counts, on its day. The response rate is that of the surveys sent in the period.',
  figures: [
    { name: 'cnps', label: 'cNPS', shape: 'number', additive: false, better: 'higher' },
    { name: 'specific', label: 'Specific', shape: 'number', additive: false, better: 'higher' },
    { name: 'constructive', label: 'Constructive', shape: 'number', additive: false, better: 'higher' },
    { name: 'respectful', label: 'Respectful', shape: 'number', additive: false, better: 'higher' },
    { name: 'timely', label: 'Timely', shape: 'number', additive: false, better: 'higher' },
    {
      name: 'surveyResponseRate',
      label: 'Surveys answered',
      shape: 'rate',
      additive: false,
      better: 'higher',
    },
  ],
  needs: 'candidate.rated',
});
