import { describe, expect, test } from '@jest/globals';
import { commitReason } from './commit-reason.js';

describe('Why a commit failed', () => {
  test('is what the second promise says, which is listened to from the start', async () => {
    let reject: (reason: Error) => void = () => undefined;
    const commitError = new Promise<never>((_, no) => (reject = no));
    const failed = Object.assign(new Error('Commit failed'), { commitError });
    const reason = commitReason(failed);
    reject(new Error('No space left on device'));
    await expect(reason).resolves.toMatchObject({ message: 'No space left on device' });
  });

  test('is the error itself where it has no more to say', async () => {
    const failed = new Error('closed');
    await expect(commitReason(failed)).resolves.toBe(failed);
    await expect(commitReason(Object.assign(failed, { commitError: Promise.resolve() }))).resolves.toBe(
      failed,
    );
  });
});
