import {
  changesOf,
  historyOf,
  isApplicationEvent,
  stateAsOf,
  touchpointKinds,
  obligationKinds,
} from '@hearback/domain';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Store } from '../clickhouse/store.js';
import {
  tellingColumns,
  toToldObligation,
  type ObligationRow,
  type ToldObligation,
} from '../metrics/behind/told-obligation.js';
import {
  toToldTouchpoint,
  type ToldTouchpoint,
  type TouchpointRow,
} from '../metrics/behind/told-touchpoint.js';
import { chosenObligations, chosenTouchpoints } from '../metrics/selection.js';
import {
  configurationVersion,
  foldOptionsOf,
  ORGANISATION,
  type Organisation,
} from '../platform/organisation.js';
import { fromEventRow, type StoredEvent } from '../projection/events/event-row.js';
import type { Application } from './application.js';
import { GetApplication } from './get-application.query.js';
import { tellInterviews, tellStep } from './tell.js';

/** The course of an application is folded from its events; what is owed is what the figures count. */
@QueryHandler(GetApplication)
export class GetApplicationHandler implements IQueryHandler<GetApplication> {
  constructor(
    private readonly store: Store,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
  ) {}

  async execute({ applicationId, asOf }: GetApplication): Promise<Application | undefined> {
    const rows = await this.store.rows<StoredEvent>(
      `SELECT subject, source, id, type, time, recorded_time, data FROM stored_events FINAL
       WHERE application_id = {application:String} ORDER BY topic, partition, offset`,
      { application: applicationId },
    );
    if (rows.length === 0) return undefined;
    const events = rows
      .map(fromEventRow)
      .filter(isApplicationEvent)
      .filter(({ time }) => Date.parse(time) <= asOf);
    const [obligations, touchpoints] = await Promise.all([
      this.#obligations(applicationId, asOf),
      this.#touchpoints(applicationId, asOf),
    ]);
    const state = stateAsOf(historyOf(events), asOf);
    const steps = changesOf(events, foldOptionsOf(this.organisation)).filter(({ at }) => at <= asOf);
    return {
      applicationId,
      asOf: new Date(asOf).toISOString(),
      configuration: configurationVersion(this.organisation),
      interviews: tellInterviews(state, asOf),
      closings: state.closings.map(({ at, outcome }) => ({ at: new Date(at).toISOString(), outcome })),
      obligations,
      touchpoints,
      timeline: steps.map((step) => tellStep(step, applicationId)),
    };
  }

  async #obligations(application: string, asOf: number): Promise<ToldObligation[]> {
    const choice = { filter: {}, by: [], clock: 'elapsed', asOf, application } as const;
    const { text, parameters } = chosenObligations(obligationKinds, choice, this.organisation);
    const rows = await this.store.rows<ObligationRow>(
      `SELECT *, ${tellingColumns(this.organisation)} FROM (${text}) ORDER BY started_at, obligation_id`,
      { ...parameters },
    );
    return rows.map(toToldObligation);
  }

  async #touchpoints(application: string, asOf: number): Promise<ToldTouchpoint[]> {
    const choice = { filter: {}, by: [], clock: 'elapsed', asOf, application } as const;
    const ofKind = async (kind: (typeof touchpointKinds)[number]): Promise<TouchpointRow[]> => {
      const { text, parameters } = chosenTouchpoints(kind, choice, this.organisation);
      return this.store.rows<TouchpointRow>(text, { ...parameters });
    };
    const rows = (await Promise.all(touchpointKinds.map(ofKind))).flat();
    return rows
      .map((row) => toToldTouchpoint(row))
      .sort((a, b) => (`${a.at} ${a.touchpointId}` < `${b.at} ${b.touchpointId}` ? -1 : 1));
  }
}
