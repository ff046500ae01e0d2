/**
 * The walk of a telemetry message from a source to the store: messages that come in while a commit
 * is under way share the next one, and each is acknowledged when it is on disk. Subscribers hear
 * of it through the store's `commits`. Made by the service, which gives `deliver` to its sources.
 */
import { type Clock, systemClock } from '../model/clock.ts';
import { LinchpinError } from '../model/errors.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import type { TwinStore } from '../store/twin-store.ts';
import type { Deliver, TelemetryMessage } from '../telemetry/telemetry-source.ts';
import { singleProperties } from './ingest-components.ts';
import { settled } from './ingest-meanings.ts';
import { commit, itemsOf, keepRefused, oldestFirst } from './ingest-steps.ts';

/** What ingest needs of a checked store. */
export interface IngestStore
  extends Pick<TwinStore, 'twins' | 'snapshot' | 'commit' | 'keepRejections'> {
  catalogue(): Catalogue;
}

/** Where telemetry goes, and how much of it may wait. */
export interface IngestOptions {
  readonly store: IngestStore;
  readonly clock?: Clock;
  /** Messages that may wait for a commit; 50,000 by default. */
  readonly queueMessages?: number;
  /** Messages in one commit; 2,000 by default. */
  readonly batchMessages?: number;
}

/** Counts since the start. */
export interface IngestCounts {
  readonly messages: number;
  /** Readings that had an effect. */
  readonly applied: number;
  /** Readings that had none: older than what their property held, or delivered before. */
  readonly stale: number;
  /** Rejections that were kept. */
  readonly refused: number;
  /** Messages that the full queue turned away, unacknowledged, to be sent again. */
  readonly turnedAway: number;
  readonly commits: number;
}

/** The way in for telemetry. */
export interface Ingest {
  /**
   * Resolves when the message is on disk; until then its sender is slowed, by its source's window.
   * Rejects when the store could not keep it, or with `RATE_LIMITED` when the queue is full.
   */
  readonly deliver: Deliver;
  counts(): IngestCounts;
  /** Messages that wait for a commit now. */
  waiting(): number;
}

const noCounts: IngestCounts = {
  messages: 0,
  applied: 0,
  stale: 0,
  refused: 0,
  turnedAway: 0,
  commits: 0,
};

interface Waiting {
  readonly message: TelemetryMessage;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** The one writer of telemetry into a store. */
export function ingest(options: IngestOptions): Ingest {
  const { store, clock = systemClock, queueMessages = 50_000, batchMessages = 2000 } = options;
  const queue: Waiting[] = [];
  let counts = noCounts;
  let running = false;

  async function run(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, batchMessages);
      try {
        const messages = batch.map(({ message }) => message);
        counts = sum(counts, await takeIn(messages, { store, clock }));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = false;
  }

  return {
    deliver: (message) =>
      new Promise((resolve, reject) => {
        if (queue.length >= queueMessages) {
          counts = sum(counts, { turnedAway: 1 });
          return reject(queueFull(message.source, queueMessages));
        }
        queue.push({ message, resolve, reject });
        if (running) return;
        running = true;
        // After this turn's input, so that what arrived together is committed together.
        setImmediate(run);
      }),
    counts: () => counts,
    waiting: () => queue.length,
  };
}

/** One batch, step by step; what it adds to the counts. */
async function takeIn(
  delivered: readonly TelemetryMessage[],
  { store, clock }: { readonly store: IngestStore; readonly clock: Clock },
): Promise<Omit<IngestCounts, 'turnedAway'>> {
  const messages = await settled(delivered, store);
  const items = await singleProperties(itemsOf(messages), store);
  const outcome = await commit(oldestFirst(items), store);
  const refused = await keepRefused(messages, outcome, { store, now: clock.now() });
  return {
    messages: messages.length,
    applied: outcome.applied,
    stale: outcome.kept - outcome.applied,
    refused,
    commits: 1,
  };
}

function sum(counts: IngestCounts, more: Partial<IngestCounts>): IngestCounts {
  const names = Object.keys(counts) as (keyof IngestCounts)[];
  const sums = names.map((name) => [name, counts[name] + (more[name] ?? 0)]);
  return Object.fromEntries(sums) as unknown as IngestCounts;
}

function queueFull(where: string, limit: number): LinchpinError {
  const message = `${limit} telemetry messages wait for the store`;
  return new LinchpinError({ code: 'RATE_LIMITED', where, message, action: 'send it again later' });
}
