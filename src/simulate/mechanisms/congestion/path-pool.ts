/**
 * The paths that each pair uses, with their flows: links of all paths behind each other in one
 * array, paths of a pair as a linked list. Used by the equilibrium's kernel.
 */
import type { RoadNetwork } from './road-network.ts';

export class PathPool {
  /** By pair: its first path, -1 when it has none. */
  readonly head: Int32Array;
  /** By path: the next one of its pair, -1 after the last. */
  next: Int32Array;
  /** By path: trips on it. */
  flow: Float64Array;
  /** The links of path p, from the origin on, are `links[first[p]] … links[first[p + 1] - 1]`. */
  first: Int32Array;
  links: Int32Array;
  count = 0;

  constructor(pairCount: number) {
    this.head = new Int32Array(pairCount).fill(-1);
    this.next = new Int32Array(2 * pairCount + 1);
    this.flow = new Float64Array(2 * pairCount + 1);
    this.first = new Int32Array(2 * pairCount + 2);
    this.links = new Int32Array(32 * (pairCount + 1));
  }

  /** The same paths and flows, to be changed on their own; paths that are not used stay behind. */
  copy(): PathPool {
    const copy = new PathPool(this.head.length);
    for (let pair = 0; pair < this.head.length; pair++) {
      let last = -1;
      for (let path = this.head[pair] as number; path >= 0; path = this.next[path] as number) {
        const start = this.first[path] as number;
        const length = (this.first[path + 1] as number) - start;
        const at = copy.#make(length, this.flow[path] as number);
        for (let i = 0; i < length; i++) {
          copy.links[(copy.first[at] as number) + i] = this.links[start + i] as number;
        }
        if (last < 0) copy.head[pair] = at;
        else copy.next[last] = at;
        last = at;
      }
    }
    return copy;
  }

  /** Adds the path to a node along the links by which a search reached it. */
  add(pair: number, node: number, { network, via }: Reached): number {
    let length = 0;
    for (let link = via[node] as number; link >= 0; length++) {
      link = via[network.from[link] as number] as number;
    }
    const path = this.#make(length, 0);
    let at = this.first[path + 1] as number;
    for (let link = via[node] as number; link >= 0; ) {
      this.links[--at] = link;
      link = via[network.from[link] as number] as number;
    }
    this.next[path] = this.head[pair] as number;
    this.head[pair] = path;
    return path;
  }

  /** Takes away the paths of a pair that carry nothing. */
  drop(pair: number): void {
    let last = -1;
    for (let path = this.head[pair] as number; path >= 0; path = this.next[path] as number) {
      if ((this.flow[path] as number) > 0) last = path;
      else if (last < 0) this.head[pair] = this.next[path] as number;
      else this.next[last] = this.next[path] as number;
    }
  }

  /** Makes trips on paths over closed links take the other paths of their pair, where it has any. */
  leave(closed: Uint8Array): void {
    const { head, next, flow, first, links } = this;
    for (let pair = 0; pair < head.length; pair++) {
      let [kept, lost] = [0, 0];
      for (let path = head[pair] as number; path >= 0; path = next[path] as number) {
        const end = first[path + 1] as number;
        let i = first[path] as number;
        while (i < end && closed[links[i] as number] !== 1) i++;
        if (i === end) kept += flow[path] as number;
        else {
          lost += flow[path] as number;
          flow[path] = 0;
        }
      }
      if (lost === 0) continue;
      this.drop(pair);
      const factor = (kept + lost) / kept;
      for (let path = head[pair] as number; path >= 0; path = next[path] as number) {
        flow[path] = (flow[path] as number) * factor;
      }
    }
  }

  #make(length: number, flow: number): number {
    const path = this.count++;
    if (path >= this.next.length) {
      this.next = larger(this.next, path + 1);
      this.flow = larger(this.flow, path + 1);
      this.first = larger(this.first, path + 2);
    }
    const end = (this.first[path] as number) + length;
    if (end > this.links.length) this.links = larger(this.links, end);
    this.first[path + 1] = end;
    this.flow[path] = flow;
    this.next[path] = -1;
    return path;
  }
}

interface Reached {
  readonly network: RoadNetwork;
  /** By node: the last link of its path. */
  readonly via: Int32Array;
}

function larger<A extends Int32Array | Float64Array>(array: A, least: number): A {
  const length = Math.max(2 * array.length, least);
  const grown = array instanceof Int32Array ? new Int32Array(length) : new Float64Array(length);
  grown.set(array);
  return grown as A;
}
