import type { INestApplication } from '@nestjs/common';
import { allowedHostsOnly } from './allowed-hosts.js';
import { allowedMethodsOnly } from './allowed-methods.js';
import { ENVIRONMENT, type Environment } from './environment.js';
import { ownPagesOnly } from './own-pages-only.js';
import { securityHeaders } from './security-headers.js';
import { answerUnparsedRequests } from './unparsed-requests.js';

/** What every request passes before any route: headers for browsers, then whether it may go on at all. */
export function guardEveryRequest(app: INestApplication): void {
  const environment = app.get<Environment>(ENVIRONMENT);
  app.use(securityHeaders, allowedHostsOnly(environment), allowedMethodsOnly(app), ownPagesOnly);
  answerUnparsedRequests(app);
}
