import { type HealthBand } from '@hearback/domain/metrics';
import { bandLooks } from '../metrics/health.js';

/** A band in word, mark and colour: none of them alone. */
export function Band({ band }: { readonly band: HealthBand | undefined }) {
  if (band === undefined) return null;
  const { text, mark, className } = bandLooks[band];
  return (
    <span className={`band ${className}`}>
      <span aria-hidden="true">{mark}</span> {text}
    </span>
  );
}
