/**
 * One instant's losses of a cascade: in which order nodes fail, at which step, and which of them
 * go on for a while on their own (`ride`). Used by `cascade`.
 *
 * Losses spread in rounds: a node's step is one more than that of the support whose loss broke its
 * group. What is left after the rounds holds itself up only in a circle (it is unfounded): there
 * those that can ride do, nearest to the loss first, and the others' steps are hops.
 */
import { originsOf } from './loss-origins.ts';
import { reaches, type SupportState } from './support-state.ts';

export interface LossWave {
  /** Steps of the nodes that fail now, but for those that a rider bears in the end. */
  readonly failing: ReadonlyMap<number, number>;
  /** Steps of the nodes that ride now; they are pinned. */
  readonly riding: ReadonlyMap<number, number>;
  /** The failures that made a node ride; see `originsOf`. */
  readonly origins: ReadonlyMap<number, readonly number[]>;
  /** The node whose loss made another fail. */
  readonly parents: ReadonlyMap<number, number>;
}

interface LossOptions {
  /** Nodes that worked before this instant and do not now. */
  readonly lost: readonly number[];
  /** Steps of those among them that fail by what happened to themselves. */
  readonly seeds: ReadonlyMap<number, number>;
  /** Steps of the working nodes that others cannot count on from this instant on. */
  readonly withheld: ReadonlyMap<number, number>;
  readonly canRide: (node: number) => boolean;
  /** Nodes that failed at earlier instants and are still down. */
  readonly failed: { has(node: number): boolean };
  /** Whether the network itself changed at this instant, so that losses may begin in groups. */
  readonly rewired: boolean;
}

/** Orders the losses, pins those that ride, and leaves `state` settled. */
export function spreadLosses(state: SupportState, options: LossOptions): LossWave {
  const wave = new Wave(state, options);
  wave.run();
  return wave;
}

class Wave implements LossWave {
  readonly failing = new Map<number, number>();
  readonly riding = new Map<number, number>();
  readonly origins = new Map<number, readonly number[]>();
  readonly parents = new Map<number, number>();
  readonly #state: SupportState;
  readonly #lost: ReadonlySet<number>;
  readonly #options: LossOptions;
  /** What a touched group still has, counting lost nodes until they fail. */
  readonly #left = new Map<number, number>();
  #toPin: number[] = [];
  /** Withheld nodes whose loss has been spread: one that fails too takes nothing more away. */
  readonly #spent = new Set<number>();

  constructor(state: SupportState, options: LossOptions) {
    this.#state = state;
    this.#options = options;
    this.#lost = new Set(options.lost);
  }

  run(): void {
    const { withheld } = this.#options;
    const seeds = new Map(this.#options.seeds);
    for (const [node, step] of seeds) this.failing.set(node, step);
    soonest(seeds, withheld);
    if (this.#options.rewired) this.#addRewired(seeds);
    this.#spread(seeds);
    while (true) {
      this.#pin();
      const open = this.#options.lost.filter((node) => this.#isOpen(node));
      if (open.length === 0) break;
      this.#loseUnfounded(this.#hops(open));
    }
    for (const node of this.failing.keys()) if (this.#state.works(node)) this.failing.delete(node);
  }

  /** Nodes with a group that is broken though every lost support is counted: the edit's own effect. */
  #addRewired(seeds: Map<number, number>): void {
    const { groupOffsets } = this.#state.network;
    for (const node of this.#options.lost) {
      if (!this.#isOpen(node)) continue;
      for (let g = groupOffsets[node] as number; g < (groupOffsets[node + 1] as number); g++) {
        if (!this.#isBroken(g)) continue;
        if (this.#lose(node, 0)) seeds.set(node, 0);
        break;
      }
    }
  }

  #isLost(node: number): boolean {
    return this.#lost.has(node) && this.#isOpen(node);
  }

  #isOpen(node: number): boolean {
    return !this.failing.has(node) && !this.riding.has(node) && !this.#state.works(node);
  }

  /** Spreads failures in rounds, each over the groups that they break. */
  #spread(from: ReadonlyMap<number, number>): void {
    inOrder(from, (node, step, next) => {
      if (this.#wasWithheld(node) || this.#spent.has(node)) return;
      if (this.#options.withheld.has(node)) this.#spent.add(node);
      this.#eachDependent(node, (owner, group, support) => {
        const touched = this.#lost.has(owner) && this.#breaks(group, support);
        if (!touched || !this.#isOpen(owner)) return;
        this.parents.set(owner, node);
        if (this.#lose(owner, step + 1)) next.push([owner, step + 1]);
      });
    });
  }

  /** Whether the node fails now; else it rides. */
  #lose(node: number, step: number): boolean {
    if (!this.#options.canRide(node)) {
      this.failing.set(node, step);
      return true;
    }
    const { failed } = this.#options;
    const around = { failing: this.failing, failed, isOpen: (n: number) => this.#isLost(n) };
    this.origins.set(node, originsOf(this.#state, { node, step }, around));
    this.riding.set(node, step);
    this.#toPin.push(node);
    return false;
  }

  #pin(): void {
    if (this.#toPin.length === 0) return;
    for (const node of this.#toPin) this.#state.pin(node);
    this.#toPin = [];
    this.#state.settle();
  }

  /** Whether a group is broken once this support has failed too. */
  #breaks(group: number, support: number): boolean {
    const { groupGrounded, groupNeed, supportWeight } = this.#state.network;
    if (!groupGrounded[group]) return true;
    const left =
      (this.#left.get(group) ?? this.#weightBefore(group)) - (supportWeight[support] as number);
    this.#left.set(group, left);
    return !reaches(left, groupNeed[group] as number);
  }

  #isBroken(group: number): boolean {
    const { groupGrounded, groupNeed, supportOffsets, supportNode } = this.#state.network;
    if (groupGrounded[group])
      return !reaches(this.#weightBefore(group), groupNeed[group] as number);
    for (let s = supportOffsets[group] as number; s < (supportOffsets[group + 1] as number); s++) {
      if (!this.#counted(supportNode[s] as number)) return true;
    }
    return false;
  }

  /** The weight of a group's supports before any of the lost ones failed. */
  #weightBefore(group: number): number {
    const { supportOffsets, supportNode, supportWeight } = this.#state.network;
    let sum = 0;
    for (let s = supportOffsets[group] as number; s < (supportOffsets[group + 1] as number); s++) {
      if (this.#counted(supportNode[s] as number)) sum += supportWeight[s] as number;
    }
    return sum;
  }

  #counted(node: number): boolean {
    if (this.#options.withheld.has(node) || this.#state.offers(node)) return true;
    return this.#lost.has(node) && !this.#wasWithheld(node);
  }

  /** Whether others could not count on it before this instant either. */
  #wasWithheld(node: number): boolean {
    return this.#state.isWithheld(node) && !this.#options.withheld.has(node);
  }

  /** Steps of unfounded nodes by hops from what has failed. */
  #hops(open: readonly number[]): Map<number, number> {
    const steps = new Map<number, number>();
    const waiting = new Set(open);
    const from = soonest(new Map(this.failing), this.#options.withheld);
    inOrder(from, (node, step, next) => {
      this.#eachDependent(node, (owner, group) => {
        if (this.#state.satisfied(group) || !waiting.delete(owner)) return;
        this.parents.set(owner, node);
        steps.set(owner, step + 1);
        next.push([owner, step + 1]);
      });
    });
    for (const node of waiting) steps.set(node, 0);
    return steps;
  }

  #loseUnfounded(steps: ReadonlyMap<number, number>): void {
    let nearest = Number.POSITIVE_INFINITY;
    for (const [node, step] of steps) {
      if (step < nearest && this.#options.canRide(node)) nearest = step;
    }
    for (const [node, step] of steps) {
      if (nearest === Number.POSITIVE_INFINITY) this.failing.set(node, step);
      else if (step === nearest && this.#options.canRide(node)) this.#lose(node, step);
    }
  }

  #eachDependent(
    node: number,
    visit: (owner: number, group: number, support: number) => void,
  ): void {
    const { dependentOffsets, dependentSupport, supportGroup, groupOwner } = this.#state.network;
    for (
      let d = dependentOffsets[node] as number;
      d < (dependentOffsets[node + 1] as number);
      d++
    ) {
      const support = dependentSupport[d] as number;
      const group = supportGroup[support] as number;
      visit(groupOwner[group] as number, group, support);
    }
  }
}

/** Adds steps of nodes; of two for one node the lower counts. */
function soonest(steps: Map<number, number>, more: ReadonlyMap<number, number>) {
  for (const [node, step] of more) steps.set(node, Math.min(step, steps.get(node) ?? step));
  return steps;
}

/** Visits nodes by rising step; the visitor adds what comes at later steps. */
export function inOrder(
  from: ReadonlyMap<number, number>,
  visit: (node: number, step: number, next: [number, number][]) => void,
): void {
  const queue = [...from].sort((a, b) => a[1] - b[1]);
  const next: [number, number][] = [];
  let q = 0;
  for (let n = 0; q < queue.length || n < next.length; ) {
    const fromQueue =
      q < queue.length &&
      (n >= next.length || (queue[q] as [number, number])[1] <= (next[n] as [number, number])[1]);
    const [node, step] = fromQueue
      ? (queue[q++] as [number, number])
      : (next[n++] as [number, number]);
    visit(node, step, next);
  }
}
