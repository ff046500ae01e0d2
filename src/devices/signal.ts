/**
 * A measured signal in time: mean-reverting noise over a daily cycle, the exact discretisation of
 * an Ornstein-Uhlenbeck process (Gillespie 1996, Phys. Rev. E 54, 2084), so that samples may come
 * at any distance. Called by a simulated device for each of its instruments.
 */
import { normal } from '../model/random.ts';
import type { Instrument } from './instruments.ts';

/** Time in which the noise forgets itself, in seconds. */
const relaxationSeconds = 900;
const daySeconds = 86_400;
/** The daily cycle peaks at 16:00 UTC. */
const peakSeconds = 57_600;

/** Keys the random draws of one signal. */
export interface SignalKey {
  readonly seed: number;
  /** The twin's and the path's, as of `hashText`. */
  readonly entity: number;
  readonly stream: number;
}

/** The next sample of the signal; `time` in epoch milliseconds must not fall. */
export function signal(instrument: Instrument, key: SignalKey): (time: number) => number {
  const { level, spread, swing } = instrument;
  let noise = 0;
  let last: number | undefined;
  let counter = 0;
  return (time) => {
    const seconds = last === undefined ? Number.POSITIVE_INFINITY : (time - last) / 1000;
    const kept = Math.exp(-seconds / relaxationSeconds);
    const fresh = normal(key.seed, key.entity, key.stream, counter++);
    noise = noise * kept + spread * Math.sqrt(1 - kept * kept) * fresh;
    last = time;
    const phase = (2 * Math.PI * (time / 1000 - peakSeconds)) / daySeconds;
    return within(level + swing * Math.cos(phase) + noise, instrument);
  };
}

/** A value as the instrument can show it: within its range, in whole numbers or six digits. */
function within(value: number, { least, most, whole }: Instrument): number {
  const inside = Math.min(most, Math.max(least, value));
  return whole ? Math.round(inside) : Number(inside.toPrecision(6));
}
