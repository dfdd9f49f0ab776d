import { All, Controller, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Problem } from '../platform/problem.js';

/** In a process without the scheduler: says who has the schedule and the outbox, instead of having others of its own. */
@ApiExcludeController()
@Controller('api/v1')
export class ElsewhereController {
  @Post('scores/publish')
  publish(): never {
    throw notHere();
  }

  @All(['messages', 'messages/{*rest}'])
  messages(): never {
    throw notHere();
  }
}

function notHere(): Problem {
  return new Problem(
    409,
    'Role not run here',
    'This process does not run the role scheduler, which closes weeks and keeps the messages. Ask the process that does: it serves the same routes on its own port (for the command line: HEARBACK_URL).',
    { role: 'scheduler' },
  );
}
