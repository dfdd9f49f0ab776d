import type { MetricAnswer, MetricDeclaration, MetricFilter } from '@hearback/domain';
import { configurationVersion, type Organisation } from '../platform/organisation.js';
import type { MetricRequest } from './metric-request.js';

/** What every answer about a metric says besides its rows: what was asked, of which definition, under which rules. */
export function answerHead(
  { name, version, unit }: MetricDeclaration,
  request: MetricRequest,
  organisation: Organisation,
): Omit<MetricAnswer, 'rows'> & Required<Pick<MetricAnswer, 'configuration'>> {
  return {
    metric: name,
    version,
    unit,
    clock: request.clock,
    ...(request.otherClock === undefined
      ? {}
      : {
          note: `clock: ${name} is told on the ${request.clock} clock only, not on the ${request.otherClock} one`,
        }),
    asOf: new Date(request.asOf).toISOString(),
    configuration: configurationVersion(organisation),
    filter: toldFilter(request),
  };
}

/** What was asked for, to be told with the answer. */
export function toldFilter({ filter, by, obligation }: MetricRequest): MetricFilter {
  return {
    ...filter,
    ...(by.length > 0 ? { by } : {}),
    ...(obligation === undefined ? {} : { obligation }),
  };
}
