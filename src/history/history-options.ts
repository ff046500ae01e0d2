/** How history is kept: for how long, and in segments of which size. Given when it is opened. */
import { type Clock, systemClock } from '../model/clock.ts';

/** How history is kept. */
export interface HistoryOptions {
  /** How long at least; 30 days by default. */
  readonly retentionSeconds?: number;
  /** The property paths of a model that are kept longer, of the twins that are there; none by default. */
  readonly historized?: (model: string) => readonly string[];
  /** How long these are, at least; for good by default. */
  readonly historizedSeconds?: number;
  /** How much a segment weighs, at least: 1 for a value, 8 for a whole record. */
  readonly sealWeight?: number;
  readonly clock?: Clock;
  /** Told why history cannot be kept up: once, and again when the reason is another one. */
  readonly onFailure?: (error: unknown) => void;
  /** Told when that is over. */
  readonly onRecovery?: () => void;
}

/** What is not given. */
export const defaultOptions: Required<HistoryOptions> = {
  retentionSeconds: 30 * 86_400,
  historized: () => [],
  historizedSeconds: Number.POSITIVE_INFINITY,
  sealWeight: 131_072,
  clock: systemClock,
  onFailure: () => {},
  onRecovery: () => {},
};
