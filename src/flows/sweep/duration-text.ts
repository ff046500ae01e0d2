/** A length of time in words a planner can read. Used by `estimateSweep`. */

const units: readonly (readonly [seconds: number, name: string])[] = [
  [365.25 * 86_400, 'years'],
  [86_400, 'days'],
  [3600, 'hours'],
  [60, 'minutes'],
  [1, 'seconds'],
];

/** Two digits of the largest unit of which there are two: `3.2 years`, `45 minutes`. */
export function durationText(seconds: number): string {
  const [size, name] = units.find(([unit]) => seconds >= 2 * unit) ?? [1, 'seconds'];
  const count = seconds / size;
  if (count >= 1e6) return `${count.toExponential(1)} ${name}`;
  return `${count >= 10 ? Math.round(count).toLocaleString('en-US') : Number(count.toPrecision(2))} ${name}`;
}
