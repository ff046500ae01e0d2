/**
 * A scenario: a what-if as a content-addressed value. Its hash is its id, its cache key and its
 * audit record: the same base, edits, seed and horizon give the same hash and the same result.
 */
import { createHash } from 'node:crypto';
import type { Change } from './change.ts';
import { canonicalJson, type Json } from './json.ts';

/** What a twin that is out does no more: everything, or one step of a supply chain's period. */
export type OutageKind = 'all' | 'orders' | 'shipments' | 'receipts' | 'transit';

/** One edit: a change (without readings), or something only a what-if can do. */
export type Edit = TimedEdit &
  (
    | Exclude<
        Change,
        | { observe: unknown }
        | { putTwin: unknown }
        | { putRelationship: unknown }
        | { replaceTwins: unknown }
      >
    /** Multiplies a numeric property. */
    | {
        readonly scale: {
          readonly twin: string;
          readonly property: string;
          readonly factor: number;
        };
      }
    /** Takes a twin out of service from one time until another, in seconds after the start. */
    | { readonly outage: Outage }
    /** Gives a twin another replenishment or dispatching policy, with its parameters. */
    | {
        readonly policy: {
          readonly twin: string;
          readonly policy: string;
          readonly parameters?: { readonly [name: string]: Json };
        };
      }
  );

/** When an edit takes effect, in seconds after the start; at the start by default. */
export interface TimedEdit {
  readonly at?: number;
}

/** A twin out of service for a time. */
export interface Outage {
  readonly twin: string;
  /** Seconds after the start; 0 by default. */
  readonly from?: number;
  /** Seconds after the start; the horizon by default. */
  readonly until?: number;
  /** `all` by default. */
  readonly kind?: OutageKind;
}

/** What is asked, as a value: equal scenarios have equal results. */
export interface Scenario {
  /** The revision of the graph the edits are applied to. */
  readonly base: number;
  /** Hash of the models it is meant by, see `modelsHash`; a simulator, which is given them, needs none. */
  readonly models?: string;
  readonly edits: readonly Edit[];
  /** Keys every random draw; an unsigned 32-bit integer. */
  readonly seed: number;
  readonly horizonSeconds: number;
}

/** The scenario's id: SHA-256 over its canonical JSON, in hexadecimal. */
export function scenarioHash(scenario: Scenario): string {
  return scenarioTextHash(canonicalJson(scenario as unknown as Json));
}

/** The same of a canonical JSON that is at hand. */
export function scenarioTextHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
