/**
 * Which nodes of a dependency network work, kept up to date under changes at a cost that follows
 * what they reach, not the graph's size. Used by the cascade.
 *
 * The working set is the nested fix-point of `behaviour/dependency-network.ts`. Each working node
 * has a rank, and its grounded groups are satisfied by supports of lower rank alone, so a loss is
 * local: what it undermines is taken out for the time being, derived again from what still stands
 * (delete and rederive; Gupta, Mumick, Subrahmanian 1993), and what cannot be is out for good.
 */
import type { DependencyNetwork } from '../../../behaviour/dependency-network.ts';
import { Journal } from './journal.ts';

/** What a node may do: 0 out of service of itself, 1 works when supported, 2 waits to restart. */
export type NodeStatus = 0 | 1 | 2;

export class SupportState {
  readonly network: DependencyNetwork;
  readonly status: Uint8Array;
  /** Derived from what is grounded. */
  readonly #derived: Uint8Array;
  /** Assumed to work where all supports of a group are needed; equals `#derived` at rest. */
  readonly #assumed: Uint8Array;
  readonly #rank: Int32Array;
  readonly #pinned: Uint8Array;
  /** 1 where a node's support counts for nothing, though it works. */
  readonly #withheld: Uint8Array;
  /** All-groups: how many supports are not assumed. Others: the weight of supports that count. */
  readonly #tally: Float64Array;
  readonly #journal: Journal;
  /** The nodes that do not work at rest. */
  readonly #atRest = new Set<number>();
  #clock = 0;
  #baseClock = 0;
  #out: number[] = [];
  #undermined: number[] = [];
  #candidates: number[] = [];
  #open: number[] = [];

  /** Starts in the steady state that `network.failed` gives. */
  constructor(network: DependencyNetwork) {
    this.network = network;
    const nodes = network.nodeCount;
    this.status = Uint8Array.from(network.failed, (failed) => 1 - failed);
    this.#derived = new Uint8Array(nodes);
    this.#assumed = new Uint8Array(nodes);
    this.#rank = new Int32Array(nodes);
    this.#pinned = new Uint8Array(nodes);
    this.#withheld = new Uint8Array(nodes);
    this.#tally = new Float64Array(network.groupCount);
    for (let g = 0; g < network.groupCount; g++) {
      if (network.groupGrounded[g]) continue;
      this.#tally[g] =
        (network.supportOffsets[g + 1] as number) - (network.supportOffsets[g] as number);
    }
    const own = [this.status, this.#pinned, this.#withheld];
    this.#journal = new Journal([...own, this.#derived, this.#assumed, this.#rank], this.#tally);
    for (let n = 0; n < nodes; n++) if (this.status[n] === 1) this.#candidates.push(n);
    this.settle();
    for (let n = 0; n < nodes; n++) {
      const waits =
        this.status[n] === 1 && !this.#derived[n] && (network.recoverySeconds[n] as number) > 0;
      if (waits) this.status[n] = 2;
    }
    this.#baseClock = this.#clock;
    this.#journal.keep();
    for (let n = 0; n < nodes; n++) if (!this.#derived[n]) this.#atRest.add(n);
  }

  /** Goes back to the steady state of the beginning. */
  reset(): void {
    this.#journal.restore();
    this.#clock = this.#baseClock;
    this.#out = [];
    this.#undermined = [];
    this.#candidates = [];
  }

  works(node: number): boolean {
    return this.#derived[node] === 1;
  }

  /** The nodes that do not work, ascending; costs as much as they and what changed. */
  down(): number[] {
    const isDown = (node: number) => this.#derived[node] === 0;
    const fallen = this.#journal
      .changed()
      .filter((node) => isDown(node) && !this.#atRest.has(node));
    return [...[...this.#atRest].filter(isDown), ...fallen].sort((a, b) => a - b);
  }

  /** Whether a node works and others can count on it. */
  offers(node: number): boolean {
    return this.#derived[node] === 1 && this.#withheld[node] === 0;
  }

  isWithheld(node: number): boolean {
    return this.#withheld[node] === 1;
  }

  /** Whether a group has what it needs, as of the last `settle`. */
  satisfied(group: number): boolean {
    const need = this.network.groupNeed[group] as number;
    if (!this.network.groupGrounded[group]) return this.#tally[group] === 0;
    return reaches(this.#tally[group] as number, need);
  }

  /** Whether every group of a node has what it needs, whether or not the node works. */
  supported(node: number): boolean {
    const { groupOffsets } = this.network;
    for (let g = groupOffsets[node] as number; g < (groupOffsets[node + 1] as number); g++) {
      if (!this.satisfied(g)) return false;
    }
    return true;
  }

  /** The changes below take effect with the next `settle`. */
  setStatus(node: number, status: NodeStatus): void {
    this.#touch(node);
    this.status[node] = status;
    if (status === 1) this.#candidates.push(node);
    else this.#out.push(node);
  }

  /** Lets a node work without support. */
  pin(node: number): void {
    this.#touch(node);
    this.#pinned[node] = 1;
    this.#candidates.push(node);
  }

  unpin(node: number): void {
    this.#touch(node);
    this.#pinned[node] = 0;
    this.#undermined.push(node);
    if (this.#lacksSome(node)) this.#out.push(node);
  }

  /** Lets a node's support count for nothing; it works on itself. */
  withhold(node: number): void {
    if (this.#withheld[node]) return;
    this.#touch(node);
    if (this.#derived[node]) this.#withdraw(node);
    if (this.#assumed[node]) this.#forAllGroups(node, 1);
    this.#withheld[node] = 1;
  }

  /** Lets it count again. */
  release(node: number): void {
    if (!this.#withheld[node]) return;
    this.#touch(node);
    this.#withheld[node] = 0;
    if (this.#assumed[node]) this.#forAllGroups(node, -1);
    if (this.#derived[node]) this.#giveBack(node);
    else this.#candidates.push(node);
  }

  /** Brings the working set up to date. */
  settle(): void {
    this.#takeOut();
    this.#assumeCandidates();
    while (true) {
      this.#takeOut();
      const open = this.#open;
      this.#open = [];
      this.#derive(open);
      for (const node of open) {
        if (this.#assumed[node] && !this.#derived[node]) this.#out.push(node);
      }
      if (this.#out.length === 0) return;
    }
  }

  /** Nodes that may have changed since `clearTouched`; `worked[n]` is 1 where they worked then. */
  touched(): { readonly nodes: readonly number[]; readonly worked: Uint8Array } {
    return this.#journal.touched();
  }

  clearTouched(): void {
    this.#journal.clearTouched();
  }

  /** Takes over what worked in another network, for the nodes that it had. */
  adopt(known: ReadonlySet<number>, worked: ReadonlySet<number>): void {
    this.#journal.clearTouched();
    for (const node of known) {
      if (node >= 0) this.#journal.touchNode(node, worked.has(node) ? 1 : 0);
    }
  }

  #touch(node: number): void {
    this.#journal.touchNode(node, this.#derived[node] as number);
  }

  #lacksSome(node: number): boolean {
    const { groupOffsets, groupGrounded } = this.network;
    for (let g = groupOffsets[node] as number; g < (groupOffsets[node + 1] as number); g++) {
      if (!groupGrounded[g] && (this.#tally[g] as number) > 0) return true;
    }
    return false;
  }

  /** Takes out for good what is queued so, and for the time being all that this undermines. */
  #takeOut(): void {
    while (this.#out.length > 0 || this.#undermined.length > 0) {
      const lost = this.#out.pop();
      if (lost !== undefined) this.#giveUp(lost);
      else this.#undermine(this.#undermined.pop() as number);
    }
  }

  #giveUp(node: number): void {
    if (!this.#assumed[node]) return;
    this.#touch(node);
    this.#assumed[node] = 0;
    if (this.#derived[node]) this.#undermined.push(node);
    this.#forAllGroups(node, 1);
  }

  /** Counts a node in or out of the groups that need all of their supports. */
  #forAllGroups(node: number, change: 1 | -1): void {
    if (this.#withheld[node]) return;
    const { dependentOffsets, dependentSupport, supportGroup, groupGrounded, groupOwner } =
      this.network;
    for (
      let d = dependentOffsets[node] as number;
      d < (dependentOffsets[node + 1] as number);
      d++
    ) {
      const group = supportGroup[dependentSupport[d] as number] as number;
      if (groupGrounded[group]) continue;
      this.#journal.touchGroup(group);
      this.#tally[group] = (this.#tally[group] as number) + change;
      const owner = groupOwner[group] as number;
      if (change === 1 && this.#assumed[owner] && !this.#pinned[owner]) this.#out.push(owner);
    }
  }

  #undermine(node: number): void {
    if (!this.#derived[node]) return;
    this.#touch(node);
    this.#derived[node] = 0;
    if (this.#assumed[node]) this.#open.push(node);
    this.#withdraw(node);
    this.#countAll(node);
  }

  /** Takes a node out of the groups that need only some, and undermines what rested on it. */
  #withdraw(node: number): void {
    if (this.#withheld[node]) return;
    const { dependentOffsets, dependentSupport, supportGroup, groupGrounded, groupOwner } =
      this.network;
    for (
      let d = dependentOffsets[node] as number;
      d < (dependentOffsets[node + 1] as number);
      d++
    ) {
      const support = dependentSupport[d] as number;
      const group = supportGroup[support] as number;
      if (!groupGrounded[group]) continue;
      const owner = groupOwner[group] as number;
      if (this.#derived[owner] && (this.#rank[owner] as number) <= (this.#rank[node] as number))
        continue;
      this.#journal.touchGroup(group);
      this.#tally[group] =
        (this.#tally[group] as number) - (this.network.supportWeight[support] as number);
      const stands = !this.#derived[owner] || this.#pinned[owner] || this.satisfied(group);
      if (!stands) this.#undermined.push(owner);
    }
  }

  /** Counts a node in again where `#withdraw` took it out; who may work by it is a candidate. */
  #giveBack(node: number): void {
    const { dependentOffsets, dependentSupport, supportGroup, groupGrounded, groupOwner } =
      this.network;
    const end = dependentOffsets[node + 1] as number;
    for (let d = dependentOffsets[node] as number; d < end; d++) {
      const support = dependentSupport[d] as number;
      const group = supportGroup[support] as number;
      const owner = groupOwner[group] as number;
      this.#candidates.push(owner);
      const counts =
        groupGrounded[group] &&
        (!this.#derived[owner] || (this.#rank[owner] as number) > (this.#rank[node] as number));
      if (!counts) continue;
      this.#journal.touchGroup(group);
      this.#tally[group] =
        (this.#tally[group] as number) + (this.network.supportWeight[support] as number);
    }
  }

  /** For a node that does not work, all working supports count, whatever their rank. */
  #countAll(node: number): void {
    const { groupOffsets, groupGrounded, supportOffsets, supportNode, supportWeight } =
      this.network;
    for (let g = groupOffsets[node] as number; g < (groupOffsets[node + 1] as number); g++) {
      if (!groupGrounded[g]) continue;
      let sum = 0;
      for (let s = supportOffsets[g] as number; s < (supportOffsets[g + 1] as number); s++) {
        if (this.offers(supportNode[s] as number)) sum += supportWeight[s] as number;
      }
      this.#journal.touchGroup(g);
      this.#tally[g] = sum;
    }
  }

  /** Assumes that all work which may work again: the candidates and what depends on them. */
  #assumeCandidates(): void {
    const { dependentOffsets, dependentSupport, supportGroup, groupOwner } = this.network;
    const queue = this.#candidates;
    this.#candidates = [];
    for (let i = 0; i < queue.length; i++) {
      const node = queue[i] as number;
      if (this.#assumed[node] || this.status[node] !== 1) continue;
      this.#touch(node);
      this.#assumed[node] = 1;
      this.#open.push(node);
      this.#forAllGroups(node, -1);
      for (
        let d = dependentOffsets[node] as number;
        d < (dependentOffsets[node + 1] as number);
        d++
      ) {
        queue.push(groupOwner[supportGroup[dependentSupport[d] as number] as number] as number);
      }
    }
    for (const node of this.#open) {
      if (!this.#pinned[node] && this.#lacksSome(node)) this.#out.push(node);
    }
  }

  /** Derives nodes from what stands, in rounds, so that ranks grow outwards. */
  #derive(open: readonly number[]): void {
    const queue = open.filter((node) => this.#canBeDerived(node));
    for (let i = 0; i < queue.length; i++) {
      const node = queue[i] as number;
      if (this.#derived[node]) continue;
      this.#touch(node);
      this.#derived[node] = 1;
      this.#rank[node] = ++this.#clock;
      this.#spread(node, queue);
    }
  }

  #canBeDerived(node: number): boolean {
    if (!this.#assumed[node] || this.#derived[node]) return false;
    return this.#pinned[node] === 1 || this.supported(node);
  }

  #spread(node: number, queue: number[]): void {
    if (this.#withheld[node]) return;
    const { dependentOffsets, dependentSupport, supportGroup, groupGrounded, groupOwner } =
      this.network;
    for (
      let d = dependentOffsets[node] as number;
      d < (dependentOffsets[node + 1] as number);
      d++
    ) {
      const support = dependentSupport[d] as number;
      const group = supportGroup[support] as number;
      const owner = groupOwner[group] as number;
      if (!groupGrounded[group] || this.#derived[owner]) continue;
      this.#journal.touchGroup(group);
      this.#tally[group] =
        (this.#tally[group] as number) + (this.network.supportWeight[support] as number);
      if (this.#canBeDerived(owner)) queue.push(owner);
    }
  }
}

/** Whether weights sum to a need, but for rounding (1e-9 of the need). */
export function reaches(weight: number, need: number): boolean {
  return weight >= need - 1e-9 * Math.max(1, need);
}
