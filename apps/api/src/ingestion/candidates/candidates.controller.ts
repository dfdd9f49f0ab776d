import { IncomingMessage } from 'node:http';
import { identifier, instant } from '@hearback/domain';
import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiForbiddenResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { documentedBody } from '../../platform/documented-body.js';
import { Problem } from '../../platform/problem.js';
import { readBody } from '../http/read-body.js';
import { CandidateRequests, invalid, type CandidateAnswer } from './candidate-requests.js';
import { ownMachineOnly } from './own-machine-only.js';

const MAX_BODY_BYTES = 64 * 1024;

const erasure = z.strictObject({ candidateId: identifier });
const two = z
  .looseObject({})
  .refine(({ fromCandidateId: from, intoCandidateId: into }) => from === undefined || from !== into, {
    path: ['intoCandidateId'],
    message: 'is the same candidate as fromCandidateId',
  });
// Beside each other rather than one after the other, so that all that is wrong is told at once.
const merge = z.intersection(
  z.strictObject({ fromCandidateId: identifier, intoCandidateId: identifier, time: instant.optional() }),
  two,
);

const ANSWER = {
  description: 'What became of it: recorded, known (it was before; nothing is recorded again)',
  schema: {
    type: 'object',
    required: ['status', 'detail'],
    properties: {
      status: { type: 'string', enum: ['recorded', 'known', 'nothing-to-merge'] },
      detail: { type: 'string' },
    },
  },
};
const FORBIDDEN = { description: 'Not from the machine that Hearback runs on, or through a proxy' };

/** What destroys and joins the keys of candidates; no event that a client sends does. */
@ApiTags('candidates')
@Controller('api/v1')
export class CandidatesController {
  constructor(private readonly requests: CandidateRequests) {}

  @Post('erasures')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Erase a candidate: their key is destroyed, and nothing can be found by their id any more',
    description:
      'Once the answer is there the erasure is durable. Figures stay as they are. Only from the machine that Hearback runs on. Erasing again changes nothing.',
  })
  @ApiBody(documentedBody(erasure, { candidateId: 'cand-77' }))
  @ApiOkResponse(ANSWER)
  @ApiForbiddenResponse(FORBIDDEN)
  async erase(@Req() request: IncomingMessage): Promise<CandidateAnswer> {
    const { candidateId } = await bodyOf(request, erasure, '{"candidateId": "cand-77"}');
    return this.requests.erase(candidateId);
  }

  @Post('merges')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Say that two candidate ids are one person: the first is counted as the second from then on',
    description: 'Only from the machine that Hearback runs on. Merging again changes nothing.',
  })
  @ApiBody(documentedBody(merge, { fromCandidateId: 'cand-78', intoCandidateId: 'cand-77' }))
  @ApiOkResponse(ANSWER)
  @ApiForbiddenResponse(FORBIDDEN)
  async merge(@Req() request: IncomingMessage): Promise<CandidateAnswer> {
    const example = '{"fromCandidateId": "cand-78", "intoCandidateId": "cand-77"}';
    return this.requests.merge(await bodyOf(request, merge, example));
  }
}

/** @throws Problem 403 for others, 415 for what is not JSON, 400 with everything that is wrong */
async function bodyOf<T>(request: IncomingMessage, schema: z.ZodType<T>, example: string): Promise<T> {
  ownMachineOnly(request);
  // Forms of a foreign page can't send JSON, so nothing else is taken.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new Problem(415, 'Unsupported media type', 'Send the body as application/json.');
  const bytes = await readBody(request, MAX_BODY_BYTES, `Send ${example}.`);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    const detail = `The body is not JSON: ${(error as Error).message}. Send ${example}.`;
    throw new Problem(400, 'Invalid body', detail);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(
    parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })),
  );
}
