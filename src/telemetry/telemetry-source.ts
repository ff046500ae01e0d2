/**
 * The port of a telemetry source: delivers messages and acknowledges each to its sender only
 * after `deliver` has resolved, which is when its readings are on disk. Adapters: `mqtt`.
 */
import type { Problem } from '../model/errors.ts';
import type { Reading } from '../model/reading.ts';

/** Where the messages of devices come from. */
export interface TelemetrySource {
  /** Begins delivery; resolves once subscribed. */
  start(deliver: Deliver): Promise<void>;
  /** Ends delivery; resolves once every delivered message is acknowledged or given back. */
  stop(): Promise<void>;
}

/** Takes one message; never rejects because of its content, only when nothing can be kept. */
export type Deliver = (message: TelemetryMessage) => Promise<void>;

/** One message, decoded: its readings, and the problems of those parts that are not readings. */
export interface TelemetryMessage {
  /** Where it came from: the MQTT topic. */
  readonly source: string;
  readonly readings: readonly Reading[];
  readonly problems: readonly Problem[];
  /** The beginning of the payload as text, at most 1,024 characters, for rejections. */
  readonly payload: string;
}
