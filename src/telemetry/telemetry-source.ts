/**
 * The port of a telemetry source: delivers messages and acknowledges each to its sender only
 * after `deliver` has resolved, which is when its readings are on disk. Adapters: `mqtt`.
 */
import type { Problem } from '../model/errors.ts';
import type { Reading } from '../model/reading.ts';
import type { DeclaredTopic, DeclaredTopics } from './declared-topics.ts';
import type { ObservedValues } from './observed-values.ts';

/** Where the messages of devices come from. */
export interface TelemetrySource {
  /** Begins delivery; resolves once subscribed. */
  start(deliver: Deliver): Promise<void>;
  /**
   * Delivers from these topics too, in place of those it was given before; called at any time. A
   * subscription that is refused is delivered as a problem (`FORBIDDEN`) and hinders no other.
   */
  follow(topics: DeclaredTopics): Promise<void>;
  /** Ends delivery; resolves once every delivered message is acknowledged or given back. */
  stop(): Promise<void>;
}

/** Takes one message; never rejects because of its content, only when nothing can be kept. */
export type Deliver = (message: TelemetryMessage) => Promise<void>;

/** One message as its transport delivers it. */
export interface RawMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** When it came in, epoch milliseconds, UTC: the readings' time where the message has none. */
  readonly receivedAt: number;
}

/** One message, decoded: its readings, and the problems of those parts that are not readings. */
export interface TelemetryMessage {
  /** Where it came from: the MQTT topic. */
  readonly source: string;
  readonly readings: readonly Reading[];
  readonly problems: readonly Problem[];
  /** On a topic that models declare: what it may mean, instead of the above. */
  readonly meanings?: readonly Meaning[];
  /** The beginning of the payload as text, at most 1,024 characters, for rejections. */
  readonly payload: string;
}

/** What a message means if it is of a twin of one of the models that declare its topic alike. */
export interface Meaning {
  /** What these models declare; their subtypes do not use it. */
  readonly declared: ReadonlyMap<string, DeclaredTopic>;
  /** Absent where the declared topics have no token for it: the only twin of these models, then. */
  readonly twin?: string;
  /** What the message says of a twin with the model that declares this. */
  observed(by: DeclaredTopic): ObservedValues;
}
