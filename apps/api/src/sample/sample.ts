import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../../../../samples/hiring-log/', import.meta.url);

/** The bundled hiring log: what a visitor sees first. */
export const SAMPLE = {
  /** Of every event that comes from it; as in its mapping. */
  source: 'urn:hearback:sample:hiring-log',
  title: 'Hiring log: 10,000 job applications, 5 to 12 January 2015',
  authors:
    'Timo Pohl, Alessandro Berti, Mahnaz Sadat Qafari, Wil M. P. van der Aalst: A Collection of Simulated Event Logs for Fairness Assessment in Process Mining (BPM 2023), log "hiring, high"',
  licence: 'CC BY 4.0',
  file: fileURLToPath(new URL('hiring-log.csv', FOLDER)),
  mapping: fileURLToPath(new URL('mapping.yaml', FOLDER)),
} as const;
