/**
 * The port for large immutable pieces that a store keeps beside its records: checkpoints and
 * segments of history. Part of every journal; used by `src/history`.
 */

/** Blobs by key. Keys are printable ASCII, at most 200 characters; `/` has no meaning of its own. */
export interface Archive {
  /** Keeps a blob unless its key is taken; whether it was kept. Durable when it resolves. */
  put(key: string, bytes: Uint8Array): Promise<boolean>;
  get(key: string): Promise<Uint8Array | undefined>;
  /** The keys that begin so, in the order of their characters. */
  keys(prefix: string): Promise<readonly string[]>;
  /** Removes blobs; those that are not there are no error. */
  remove(keys: readonly string[]): Promise<void>;
}
