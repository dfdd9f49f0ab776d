import { type Sparkline, type SparkPoint } from '../prepare/sparkline.js';

const WIDTH = 88;
const HEIGHT = 22;
const EDGE = 3;

const x = (point: SparkPoint): number => EDGE + point.x * (WIDTH - 2 * EDGE);
const y = (point: SparkPoint): number => HEIGHT - EDGE - point.y * (HEIGHT - 2 * EDGE);
const along = (line: readonly SparkPoint[]): string =>
  line.map((point) => `${x(point).toFixed(1)},${y(point).toFixed(1)}`).join(' ');

/**
 * A line in a table. Drawn as bare SVG: there are as many as teams, and the drawing library must not be part of the
 * first load.
 */
export function Spark({ sparkline }: { readonly sparkline: Sparkline }) {
  const { lines, bounds, last, text } = sparkline;
  return (
    <svg className="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} role="img">
      <title>{text}</title>
      {lines.map((line) =>
        line.length === 1 ? (
          <circle key={along(line)} cx={x(line[0]!)} cy={y(line[0]!)} r={1.5} className="spark-point" />
        ) : (
          <polyline key={along(line)} points={along(line)} className="spark-line" />
        ),
      )}
      {bounds.map((point) => (
        <path key={point.x} d={`M${x(point) - 3} ${y(point) + 3} h6 l-3 -5 z`} className="spark-bound" />
      ))}
      {last !== undefined && <circle cx={x(last)} cy={y(last)} r={2.25} className="spark-point" />}
    </svg>
  );
}
