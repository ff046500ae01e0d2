/**
 * The steps that a batch of telemetry goes through, in the order in which `ingest` calls them:
 * one meaning each and components as single properties (files of their own), readings, oldest
 * first, commit, keep what was refused.
 */
import type { Changeset } from '../model/changeset.ts';
import type { Problem } from '../model/errors.ts';
import type { Reading } from '../model/reading.ts';
import { compareStamps, stampAt } from '../model/twin.ts';
import type { Rejection, TwinStore } from '../store/twin-store.ts';
import type { TelemetryMessage } from '../telemetry/telemetry-source.ts';

/** A reading on its way, with the message that brought it. */
export interface Item {
  readonly reading: Reading;
  readonly message: TelemetryMessage;
}

/** What became of the readings of a batch. */
export interface Outcome {
  /** How many the store did not refuse. */
  readonly kept: number;
  /** How many of those had an effect: the others were late, or had come before. */
  readonly applied: number;
  readonly refused: readonly { readonly item: Item; readonly problem: Problem }[];
}

/** The readings of a batch, each with its message. */
export function itemsOf(messages: readonly TelemetryMessage[]): readonly Item[] {
  return messages.flatMap((message) => message.readings.map((reading) => ({ reading, message })));
}

/** By source time, then sequence and writer: the order in which the readings were made. */
export function oldestFirst(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => compareStamps(a.reading, b.reading));
}

/** Commits the readings; those that the ontology or the graph refuses are left out and returned. */
export async function commit(
  items: readonly Item[],
  store: Pick<TwinStore, 'commit'>,
): Promise<Outcome> {
  if (items.length === 0) return { kept: 0, applied: 0, refused: [] };
  const changes = items.map(({ reading }) => ({ observe: reading }));
  const { changeset, rejected } = await store.commit(changes, { skipRefused: true });
  const refused = rejected.map(({ index = 0, ...problem }) => ({
    item: items[index] as Item,
    problem,
  }));
  const left = new Set(refused.map(({ item }) => item));
  const kept = items.filter((item) => !left.has(item)).map(({ reading }) => reading);
  const applied = kept.filter((reading) => hadEffect(reading, changeset));
  return { kept: kept.length, applied: applied.length, refused };
}

/** Whether a reading was newer than what its property held before, and not newer than what it holds. */
function hadEffect({ twin, path, ...stamp }: Reading, changeset: Changeset): boolean {
  const touched = changeset.twins.updated.get(twin);
  if (touched === undefined) return false;
  const [before, after] = [stampAt(touched.from, path), stampAt(touched.to, path)];
  const newer = before === undefined || compareStamps(stamp, before) > 0;
  return newer && (after === undefined || compareStamps(stamp, after) <= 0);
}

/** Keeps what was refused, in the messages themselves or by the commit; how much that was. */
export async function keepRefused(
  messages: readonly TelemetryMessage[],
  { refused }: Outcome,
  { store, now }: { readonly store: Pick<TwinStore, 'keepRejections'>; readonly now: number },
): Promise<number> {
  const rejection = ({ source, payload }: TelemetryMessage, problem: Problem): Rejection => ({
    time: now,
    source,
    problem,
    payload,
  });
  const rejections = [
    ...messages.flatMap((message) => message.problems.map((found) => rejection(message, found))),
    ...refused.map(({ item, problem }) => rejection(item.message, problem)),
  ];
  if (rejections.length > 0) await store.keepRejections(rejections);
  return rejections.length;
}
