/** How much of what is not the graph itself a journal keeps; the same on every medium. */

/** How many of each are kept, the newest. */
export interface Retention {
  /** Commits that a feed can resume from. */
  readonly commits: number;
  /** Operation ids whose repeat is harmless. */
  readonly operations: number;
  /** Readings whose repeat, by message id, is harmless. */
  readonly messages: number;
  readonly rejections: number;
}

/** What is kept when nothing else is asked for. */
export const defaultRetention: Retention = {
  commits: 100_000,
  operations: 100_000,
  messages: 500_000,
  rejections: 100_000,
};
