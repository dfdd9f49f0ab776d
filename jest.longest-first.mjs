// Jest starts large files first until it knows how long each takes, which a fresh clone never does. These are small and
// run for minutes: begun last, they would be alone for as long.
import Sequencer from '@jest/test-sequencer';

const LONGEST = ['delivery.e2e', 'attack.e2e'];

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const isLong = ({ path }) => LONGEST.some((name) => path.includes(name));
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}
