/**
 * The graph that queries read, as it moves on: each step lays an overlay on it, and once the
 * overlays hold many records they are folded into a new base, in the background and in short
 * turns, so that neither commits nor queries wait for it. Owned by `Present`.
 */
import { setImmediate } from 'node:timers/promises';
import { type Changeset, sizeOf } from '../../model/changeset.ts';
import type { TwinGraph } from '../../model/graph.ts';
import { grownSteps, layersOf } from '../../model/packed/fold.ts';

interface Step {
  readonly changeset: Changeset;
  readonly revision: number;
}

/** Below this many overlaid records a new base is not worth its making. */
const leastFold = 8_192;

/** A fold is due when the overlays hold this share of the graph: its cost per commit is constant. */
const foldShare = 0.25;

/** A fold is due at this many overlaid records in any case, so that memory is bounded. */
const mostOverlaid = 131_072;

/** A fold is due at this many where none was removed, which costs little more than they do. */
const mostKept = 16_384;

/** A fold is due after this many commits in any case, so that images can be made of bases. */
const mostCommits = 40_000;

/** How long a fold may hold up everything else. */
const turnMilliseconds = 10;

/** The present graph. */
export class LiveGraph {
  readonly #onBase: (base: TwinGraph) => void;
  #graph: TwinGraph;
  #base: TwinGraph;
  /** How many records were written since the base was built, and whether none was removed. */
  #overlaid = 0;
  #keepsAll: boolean;
  /** What came since the fold began; undefined while there is none. */
  #meanwhile: Step[] | undefined;
  #folding: Promise<void> | undefined;
  /** After a fold that failed: when the next is due, in overlaid records. */
  #retryAt = 0;
  #closed = false;

  /** `onBase` is told of each new base, which may be some revisions behind. */
  constructor(graph: TwinGraph, onBase: (base: TwinGraph) => void) {
    const { base, layers } = layersOf(graph);
    this.#graph = graph;
    this.#base = base;
    this.#keepsAll = layers.length === 0;
    for (const { weight } of layers) this.#overlaid += weight;
    this.#onBase = onBase;
  }

  get graph(): TwinGraph {
    return this.#graph;
  }

  /** Moves on to `after`: the present graph with these changes. */
  advance(changeset: Changeset, after: TwinGraph): void {
    this.#graph = after;
    this.#count(changeset);
    if (this.#folding !== undefined) {
      this.#meanwhile?.push({ changeset, revision: after.revision });
    } else if (this.#isDue && !this.#closed) this.#startFold();
  }

  /** Resolves when there is room for more: at once, unless what came last is yet to be folded. */
  async room(): Promise<void> {
    if (this.#overlaid > 2 * this.#limit) await this.#folding;
  }

  /** Folds only where that costs little; gives the last base. */
  async close(): Promise<TwinGraph> {
    this.#closed = true;
    await this.#folding;
    if (this.#keepsAll && this.#overlaid > 0) {
      this.#startFold();
      await this.#folding;
    }
    return this.#base;
  }

  get #isDue(): boolean {
    const commits = this.#graph.revision - this.#base.revision;
    const isFull = this.#overlaid >= this.#limit || commits >= mostCommits;
    return isFull && this.#overlaid >= this.#retryAt;
  }

  get #limit(): number {
    if (this.#keepsAll) return mostKept;
    const { twins, relationships } = this.#graph.size;
    return Math.min(mostOverlaid, Math.max(leastFold, (twins + relationships) * foldShare));
  }

  #count(changeset: Changeset): void {
    this.#overlaid += sizeOf(changeset);
    this.#keepsAll &&= removesNothing(changeset);
  }

  #startFold(): void {
    this.#meanwhile = [];
    this.#folding = this.#fold(this.#meanwhile)
      // The overlays stay as they are; as many records later it is tried again.
      .catch((error) => {
        this.#retryAt = 2 * this.#overlaid;
        process.emitWarning(error);
      })
      .finally(() => {
        this.#meanwhile = undefined;
        this.#folding = undefined;
      });
  }

  async #fold(meanwhile: Step[]): Promise<void> {
    const isCheap = this.#keepsAll;
    const steps = folded(this.#graph, meanwhile);
    for (;;) {
      await setImmediate();
      if (this.#closed && !isCheap) return;
      const end = performance.now() + turnMilliseconds;
      let step = steps.next();
      while (step.done !== true && performance.now() < end) step = steps.next();
      if (step.done !== true) continue;
      const { base, graph, since } = step.value;
      this.#graph = graph;
      this.#base = base;
      this.#overlaid = 0;
      this.#retryAt = 0;
      this.#keepsAll = true;
      for (const changeset of since) this.#count(changeset);
      this.#onBase(base);
      return;
    }
  }
}

interface Folded {
  readonly base: TwinGraph;
  /** The base with what came while it was made. */
  readonly graph: TwinGraph;
  readonly since: readonly Changeset[];
}

function* folded(present: TwinGraph, meanwhile: Step[]): Generator<void, Folded> {
  const base = yield* grownSteps(present);
  let graph: TwinGraph = base;
  const since: Changeset[] = [];
  for (let step = meanwhile.shift(); step !== undefined; step = meanwhile.shift()) {
    graph = graph.withChanges(step.changeset, step.revision);
    since.push(step.changeset);
    yield;
  }
  return { base, graph, since };
}

function removesNothing({ twins, relationships }: Changeset): boolean {
  return twins.removed.size + relationships.removed.size === 0;
}
