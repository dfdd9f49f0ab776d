import type { OrganisationOverview } from '../overview/organisation-overview.query.js';
import type { Service } from './service.js';

/** How many simulated events the store holds; a service that knows of none says none. */
export async function simulatedEvents(service: Service): Promise<number> {
  const { simulatedData } = await service.get<Partial<OrganisationOverview>>('/api/v1/organisation');
  return simulatedData?.events ?? 0;
}

/** No figure goes out without a word, on standard error, that part of it is made up. */
export async function noteSimulated(service: Service): Promise<void> {
  const count = await simulatedEvents(service);
  if (count > 0) {
    console.error(`Note: the store holds simulated data (${count.toLocaleString('en')} events).`);
  }
}
