import { expect, it } from '@jest/globals';
import { showDeadLetter } from './dead-letters.js';
import { WrongUse } from './failure.js';
import { Service } from './service.js';
import { showApplication } from './show-application.js';

const NOBODY = new Service('http://127.0.0.1:9');

it.each(['', '.', '..'])('given the id "%s", then it is wrong use, and nothing is asked', async (id) => {
  await expect(showDeadLetter(NOBODY, id, {}, false)).rejects.toThrow(WrongUse);
  await expect(showApplication(NOBODY, id, {}, false)).rejects.toThrow(WrongUse);
  await expect(NOBODY.post(`/api/v1/messages/${id}/send`, '')).rejects.toThrow(WrongUse);
});
