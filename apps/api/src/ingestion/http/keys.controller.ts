import { createHash, timingSafeEqual } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import { Controller, Get, Headers, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { z } from 'zod';
import { ENVIRONMENT, type Environment } from '../../platform/environment.js';
import { Problem } from '../../platform/problem.js';
import type { CandidateKeys } from '../candidate-keys.js';
import { Pseudonyms } from '../pseudonyms.js';
import { MOST_RECORDS_PER_REQUEST } from '../marks/remote-marks.js';
import { KEYS_ROUTE, MOST_KEYS_PER_REQUEST } from './keys-route.js';
import { readBody } from './read-body.js';
import { atMostValues } from './scanned-body.js';

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const texts = z.array(z.string().min(1)).max(MOST_KEYS_PER_REQUEST);
const idsBody = z.strictObject({ ids: texts });
const pseudonymsBody = z.strictObject({ pseudonyms: texts });
const place = { topic: z.string().min(1), partition: z.int().min(0) };
const offset = z.string().regex(/^\d{1,19}$/, 'must be an offset');
const recordsBody = z.strictObject({
  records: z.array(z.strictObject({ ...place, offset, content: z.string() })).max(MOST_RECORDS_PER_REQUEST),
});
const rangesBody = z.strictObject({
  ranges: z.array(z.strictObject({ ...place, from: offset, to: offset })),
});

/**
 * The one door to the candidate keys for other processes. Whoever holds the token can ask who stands behind which
 * pseudonym, and make marks, so it is compared in constant time, and without one nothing is served.
 */
@ApiExcludeController()
@Controller(KEYS_ROUTE)
export class KeysController {
  constructor(
    @Inject(Pseudonyms) private readonly keys: CandidateKeys,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  @Get()
  state(@Headers('authorization') authorization: string | undefined): { readonly status: 'owner' } {
    this.#admit(authorization);
    return { status: 'owner' };
  }

  @Post('pseudonyms')
  @HttpCode(200)
  async pseudonyms(
    @Headers('authorization') authorization: string | undefined,
    @Req() request: IncomingMessage,
  ): Promise<{ readonly pseudonyms: readonly string[] }> {
    this.#admit(authorization);
    const { ids } = await bodyOf(request, idsBody);
    const pseudonyms = await this.keys.of(ids);
    return { pseudonyms: ids.map((id) => pseudonyms.get(id)!) };
  }

  @Post('known')
  @HttpCode(200)
  async known(
    @Headers('authorization') authorization: string | undefined,
    @Req() request: IncomingMessage,
  ): Promise<{ readonly pseudonyms: readonly (string | null)[] }> {
    this.#admit(authorization);
    const { ids } = await bodyOf(request, idsBody);
    const pseudonyms = await this.keys.known(ids);
    return { pseudonyms: ids.map((id) => pseudonyms.get(id) ?? null) };
  }

  @Post('erasures')
  @HttpCode(200)
  async erase(
    @Headers('authorization') authorization: string | undefined,
    @Req() request: IncomingMessage,
  ): Promise<{ readonly status: 'erased' }> {
    this.#admit(authorization);
    const { pseudonyms } = await bodyOf(request, pseudonymsBody);
    await this.keys.erase(pseudonyms);
    return { status: 'erased' };
  }

  @Post('marks')
  @HttpCode(200)
  async marks(
    @Headers('authorization') authorization: string | undefined,
  ): Promise<{ readonly key: string; readonly settled: boolean }> {
    this.#admit(authorization);
    const key = Buffer.from(await this.keys.marks.key()).toString('base64');
    return { key, settled: await this.keys.marks.isSettled() };
  }

  @Post('marks/keep')
  @HttpCode(200)
  async keepUnmarked(
    @Headers('authorization') authorization: string | undefined,
    @Req() request: IncomingMessage,
  ): Promise<{ readonly status: 'kept' }> {
    this.#admit(authorization);
    await this.keys.marks.keep((await bodyOf(request, recordsBody)).records);
    return { status: 'kept' };
  }

  @Post('marks/settle')
  @HttpCode(200)
  async settleUnmarked(
    @Headers('authorization') authorization: string | undefined,
    @Req() request: IncomingMessage,
  ): Promise<{ readonly status: 'settled' }> {
    this.#admit(authorization);
    await this.keys.marks.settle((await bodyOf(request, rangesBody)).ranges);
    return { status: 'settled' };
  }

  @Post('marks/accepted')
  @HttpCode(200)
  async acceptedUnmarked(
    @Headers('authorization') authorization: string | undefined,
    @Req() request: IncomingMessage,
  ): Promise<{ readonly accepted: readonly boolean[] }> {
    this.#admit(authorization);
    const { records } = await bodyOf(request, recordsBody);
    return { accepted: await this.keys.marks.accepted(records) };
  }

  /** @throws Problem 404 where this process serves no keys, 401 without the right token */
  #admit(authorization: string | undefined): void {
    const { url, token } = this.environment.keys;
    if (url !== undefined)
      throw new Problem(404, 'Keys not served', 'This process uses the candidate keys of another one.');
    if (token === undefined)
      throw new Problem(
        404,
        'Keys not served',
        'This process serves no keys: it has no HEARBACK_KEYS_TOKEN.',
      );
    if (!isSame(authorization ?? '', `Bearer ${token}`))
      throw new Problem(401, 'Wrong token', 'The token is missing, or another one than HEARBACK_KEYS_TOKEN.');
  }
}

async function bodyOf<T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const remedy = `Send at most ${MOST_KEYS_PER_REQUEST} at a time.`;
  const most = atMostValues(MOST_KEYS_PER_REQUEST + 10, remedy);
  const bytes = await readBody(request, MAX_BODY_BYTES, remedy, most);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Problem(400, 'Body is not JSON', 'The body is not JSON.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new Problem(400, 'Invalid body', `The body has ${problems.length} problem(s). ${remedy}`, {
    problems,
  });
}

/** By digests: of equal length, as the comparison wants them, whatever was sent. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
