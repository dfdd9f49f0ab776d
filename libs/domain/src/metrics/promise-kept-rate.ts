import { declareMetric } from './declaration.js';

export const promiseKeptRate = declareMetric({
  name: 'promise-kept-rate',
  title: 'Promises kept',
  version: 2,
  unit: 'share',
  obligation: 'promise',
  clocks: ['elapsed'],
  definition:
    'Of the promises whose first due time has passed, the share kept (contact by then), moved (contact by the time promised last) and broken (that one has passed as well). Promises not yet due are counted, but are in no share; who withdrew before the first due time is left out.',
  figures: [
    { name: 'rate', label: 'Share kept', shape: 'rate', additive: false, better: 'higher' },
    { name: 'kept', label: 'Kept', shape: 'count', additive: true },
    { name: 'moved', label: 'Moved', shape: 'count', additive: true },
    { name: 'broken', label: 'Broken', shape: 'count', additive: true, better: 'lower' },
    { name: 'open', label: 'Not yet due', shape: 'count', additive: true },
  ],
  needs: 'response.promised',
});
