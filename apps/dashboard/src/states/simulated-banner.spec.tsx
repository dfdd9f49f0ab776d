import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, render, screen } from '@testing-library/react';
import { parseOrganisation, type Organisation } from '../api/organisation.js';
import { SimulatedBanner } from './simulated-banner.js';

afterEach(cleanup);

const SIMULATED = {
  events: 1200,
  firstAt: '2026-05-26T09:00:00.000Z',
  lastAt: '2026-11-24T15:00:00.000Z',
  remove: 'Delete the folder /data',
};

const organisation = (count: number, simulatedData?: unknown): Organisation =>
  parseOrganisation({
    timeZone: 'Europe/Berlin',
    stages: [],
    events: { count },
    simulatedData,
    minimumGroup: 5,
    health: { bands: { healthy: 75, watch: 50 } },
    scores: { publishAt: 'mon 08:00', simulated: false },
  });

const text = (): string => screen.getByTestId('simulated-banner').textContent ?? '';

describe('the banner over simulated data', () => {
  it('given none, also from a service that does not know it, then there is none', () => {
    render(<SimulatedBanner organisation={organisation(5)} />);
    expect(screen.queryByTestId('simulated-banner')).toBeNull();
  });

  it('given nothing else in the store, then it says that every figure is made up, and how to remove it', () => {
    render(<SimulatedBanner organisation={organisation(1200, SIMULATED)} />);
    expect(text()).toContain('Simulated data: all 1,200 events are made up, and so is every figure.');
    expect(text()).toContain('26 May 2026, 11:00 CEST to 24 Nov 2026, 16:00 CET');
    expect(text()).toContain('To remove it: Delete the folder /data');
  });

  it('given other events beside them, then it says that the figures mix them', () => {
    render(<SimulatedBanner organisation={organisation(2000, SIMULATED)} />);
    expect(text()).toContain('1,200 of 2,000 events are made up; the figures mix them with the others.');
  });
});
