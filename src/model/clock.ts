/** Time as a capability, so that tests hold the clock. */
export interface Clock {
  /** Epoch milliseconds, UTC. */
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/**
 * The least step between two times, in milliseconds: a thousandth, which a double still tells
 * apart at present times (its own step is a quarter of that).
 */
export const leastStep = 0.001;

/**
 * A clock of which every reading is later than the one before, also within a millisecond and when
 * the clock under it is set back: what comes later then is newer.
 */
export function arrivalClock(clock: Clock): Clock {
  let last = Number.NEGATIVE_INFINITY;
  return {
    now() {
      last = Math.max(clock.now(), last + leastStep);
      return last;
    },
  };
}
