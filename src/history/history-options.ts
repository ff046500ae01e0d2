/** How history is kept: for how long, and in segments of which size. Given when it is opened. */
import { type Clock, systemClock } from '../model/clock.ts';

/** How history is kept. */
export interface HistoryOptions {
  /** How long at least; 30 days by default. */
  readonly retentionSeconds?: number;
  /** How much a segment weighs, at least: 1 for a value, 8 for a whole record. */
  readonly sealWeight?: number;
  readonly clock?: Clock;
  /** Told what went wrong while nobody waited for an answer. */
  readonly onFailure?: (error: unknown) => void;
}

/** What is not given. */
export const defaultOptions: Required<HistoryOptions> = {
  retentionSeconds: 30 * 86_400,
  sealWeight: 131_072,
  clock: systemClock,
  onFailure: () => {},
};
