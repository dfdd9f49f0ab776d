import type { PublishedWeek } from '../scores/publishing/publish-week.command.js';
import type { Service } from './service.js';

/** Publishes a finished week by hand, and says what was done already. */
export async function publishScores(
  service: Service,
  { week }: { readonly week?: string },
  json: boolean,
): Promise<void> {
  const query = week === undefined ? '' : `?week=${encodeURIComponent(week)}`;
  const done = await service.post<PublishedWeek>(`/api/v1/scores/publish${query}`, '');
  if (json) {
    console.log(JSON.stringify(done));
    return;
  }
  const { published, before } = done;
  if (published.length + before.length === 0) {
    console.log(`Week ${done.week}: no team had interviews, and nobody waits; there is nothing to publish.`);
    return;
  }
  console.log(`Week ${done.week}: published now ${published.length}, found published ${before.length}.`);
}
