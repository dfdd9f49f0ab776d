import type { CandidateAnswer, Merge } from '../ingestion/candidates/candidate-requests.js';
import type { Service } from './service.js';

/** Erases a candidate for good. */
export function eraseCandidate(service: Service, candidateId: string, json: boolean): Promise<void> {
  return request(service, '/api/v1/erasures', { candidateId }, json);
}

/** Says that two candidate ids are one person. */
export function mergeCandidates(service: Service, merge: Merge, json: boolean): Promise<void> {
  return request(service, '/api/v1/merges', merge, json);
}

async function request(service: Service, route: string, body: object, json: boolean): Promise<void> {
  const answer = await service.post<CandidateAnswer>(route, JSON.stringify(body), 'application/json');
  console.log(json ? JSON.stringify(answer) : answer.detail);
}
