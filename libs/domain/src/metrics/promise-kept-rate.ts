import { declareMetric } from './declaration.js';

export const promiseKeptRate = declareMetric({
  name: 'promise-kept-rate',
  title: 'Promises kept',
  version: 2,
  unit: 'share',
  obligation: 'promise',
  clocks: ['elapsed'],
  definition:
    'Of the promises whose first due time has passed, the share kept (contact by then, or the candidate was invited on), moved (contact by the time promised last) and broken (that one has passed as well). One that was moved and whose new time is yet to come, or whose candidate withdrew before that time, is open: it is counted, but is in no share. Who withdrew by the first due time is left out.',
  figures: [
    { name: 'rate', label: 'Share kept', shape: 'rate', additive: false, better: 'higher' },
    { name: 'kept', label: 'Kept', shape: 'count', additive: true },
    { name: 'moved', label: 'Moved', shape: 'count', additive: true },
    { name: 'broken', label: 'Broken', shape: 'count', additive: true, better: 'lower' },
    { name: 'open', label: 'Open', shape: 'count', additive: true },
  ],
  needs: 'response.promised',
});
