/** A reading: one observed property value with its source time, as it comes from a device. */
import type { Json } from './json.ts';

/** An observed value; the newest source time wins. */
export interface Reading {
  readonly twin: string;
  /** Property path, `thermostat/target` for a component's property. */
  readonly path: string;
  readonly value: Json;
  /** When the source observed it, epoch milliseconds, UTC. */
  readonly time: number;
  readonly sequence?: number;
  /** Who wrote it, to break ties of time and sequence. */
  readonly writer?: string;
  /** The sender's message id: a repeat of the same id for the same path has no further effect. */
  readonly messageId?: string;
}
