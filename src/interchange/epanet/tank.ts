/** How long a tank lasts: the estimate that becomes its `failureDelay`. */
import type { InpCase } from './case.ts';

/** What decides how much a tank holds above its lowest level. */
export interface TankShape {
  /** Levels and diameter in metre. */
  readonly initial: number | undefined;
  readonly least: number | undefined;
  readonly diameter: number | undefined;
  /** Name of the curve of volume over level, where the tank is no cylinder. */
  readonly curve: string | undefined;
}

/**
 * Seconds until a tank is down to its lowest level when it alone serves the network's mean demand
 * (litre per second); undefined without demand. An estimate: the hydraulic simulation knows better.
 */
export function autonomySeconds(
  part: InpCase,
  tank: TankShape,
  demand: number,
): number | undefined {
  const { initial = 0, least = 0 } = tank;
  const volume =
    tank.curve === undefined
      ? (Math.PI / 4) * (tank.diameter ?? 0) ** 2 * (initial - least)
      : volumeAt(part, tank.curve, initial) - volumeAt(part, tank.curve, least);
  const seconds = (1000 * volume) / demand;
  return demand > 0 && seconds >= 0 && Number.isFinite(seconds) ? Math.round(seconds) : undefined;
}

/** Volume in cubic metre at a level in metre, between the points of the curve. */
function volumeAt(part: InpCase, curve: string, level: number): number {
  const { length, volume } = part.units;
  const points = part.sections
    .rows('CURVES')
    .filter(({ words }) => words[0] === curve)
    .map(({ words }) => ({ x: Number(words[1]) * length, y: Number(words[2]) * volume }));
  const above = points.findIndex(({ x }) => x >= level);
  const [lower, upper] = [points[above - 1], points[above]];
  if (upper === undefined) return points.at(-1)?.y ?? 0;
  if (lower === undefined) return upper.y;
  return lower.y + ((upper.y - lower.y) * (level - lower.x)) / (upper.x - lower.x);
}
