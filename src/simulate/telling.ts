/**
 * When a finding about a capacity says anything: mechanisms leave out what nobody waits for, and
 * `bottlenecks` ranks by it.
 */

/** Share of a capacity below which it holds nothing up. */
export const tellingUtilisation = 0.9;

/** Share of a key figure below which a gain in it is none that a planner would act on. */
export const tellingGain = 1e-3;
