/**
 * When simulated devices and their assets fail, and how: a pure function of seed, device and time,
 * so that a run can be repeated. Called by a simulated device before each message.
 */
import { uniform } from '../model/random.ts';

/** Time is cut into spells of this length; a fault lasts for one. */
export const spellMilliseconds = 180_000;

/** What is wrong with a device or its asset for the length of a spell. */
export type Fault =
  /** The asset is out of service: `operational` is false. */
  | { readonly kind: 'outage' }
  /** One instrument repeats its last value. */
  | { readonly kind: 'stuck'; readonly instrument: number }
  /** One instrument moves away from the truth; `share` of the way, 0 … 1, is behind it. */
  | { readonly kind: 'drift'; readonly instrument: number; readonly share: number }
  /** One instrument reads far out of its range. */
  | { readonly kind: 'outlier'; readonly instrument: number };

const kinds = ['outage', 'stuck', 'drift', 'outlier'] as const;

/** What decides the faults of one device. */
export interface FaultKey {
  readonly seed: number;
  /** The twin's, as of `hashText`. */
  readonly entity: number;
  /** How many instruments the device has, at least one. */
  readonly instruments: number;
  /** Probability that a spell is one of fault, 0 … 1. */
  readonly probability: number;
}

/** The fault of a device at a time (epoch milliseconds), undefined while it is well. */
export function faultAt(time: number, key: FaultKey): Fault | undefined {
  const spell = Math.floor(time / spellMilliseconds);
  const draw = (stream: number) => uniform(key.seed, key.entity, stream, spell);
  if (draw(1) >= key.probability) return undefined;
  const kind = kinds[Math.floor(draw(2) * kinds.length)] as Fault['kind'];
  const instrument = Math.floor(draw(3) * key.instruments);
  if (kind === 'outage') return { kind };
  if (kind !== 'drift') return { kind, instrument };
  return { kind, instrument, share: time / spellMilliseconds - spell };
}
