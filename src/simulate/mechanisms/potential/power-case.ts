/**
 * A network as it is at one moment: what does not work is out, closed couplers make one node of
 * several. Called by the solutions for given and optimal dispatch.
 */

import { DisjointSets } from '../../../model/disjoint-sets.ts';
import type { DcNetwork } from './dc-network.ts';
import type { PowerLine, PowerModel, PowerSource } from './power-model.ts';

/** What works, by position in the model's lists; 1 or 0. */
export interface WorkingParts {
  readonly nodes: Uint8Array;
  readonly lines: Uint8Array;
  readonly couplers: Uint8Array;
  readonly sources: Uint8Array;
  readonly loads: Uint8Array;
  readonly shunts: Uint8Array;
}

export interface PowerCase {
  readonly model: PowerModel;
  readonly working: WorkingParts;
  readonly network: DcNetwork;
  /** By node of the model: its node in the network. */
  readonly placeOf: Int32Array;
  /** By line: 1 when it, or a node at its ends, does not work. */
  readonly out: Uint8Array;
  /** By coupler: 1 when it joins its ends. */
  readonly closed: Uint8Array;
}

/** What of a model works, by a test on graph indexes. */
export function workingParts(model: PowerModel, works: (node: number) => boolean): WorkingParts {
  const of = (elements: readonly { readonly node: number }[]) =>
    Uint8Array.from(elements, ({ node }) => (works(node) ? 1 : 0));
  return {
    nodes: of(model.nodes),
    lines: of(model.lines),
    couplers: of(model.couplers),
    sources: of(model.sources),
    loads: of(model.loads),
    shunts: of(model.shunts),
  };
}

/** Whether two moments are the same for the model. */
export function sameParts(a: WorkingParts, b: WorkingParts): boolean {
  const lists = Object.keys(a) as (keyof WorkingParts)[];
  return lists.every((list) => a[list].every((works, index) => works === b[list][index]));
}

/** Whether a source, load or shunt gives or takes anything: it and its node work. */
export function isLive(
  { working }: PowerCase,
  list: 'sources' | 'loads' | 'shunts',
  [index, at]: readonly [number, number],
): boolean {
  return working[list][index] === 1 && working.nodes[at] === 1;
}

/** Lays the network out; `susceptance` gives megawatt per radian, and shifts count only where asked. */
export function powerCase(
  model: PowerModel,
  working: WorkingParts,
  read: { susceptance(line: PowerLine): number; readonly shifts: boolean },
): PowerCase {
  const bothEnds = ({ from, to }: { from: number; to: number }) =>
    working.nodes[from] === 1 && working.nodes[to] === 1;
  const closed = Uint8Array.from(model.couplers, (coupler, c) =>
    working.couplers[c] === 1 && bothEnds(coupler) ? 1 : 0,
  );
  const { placeOf, count: nodeCount } = places(model, closed);
  const { lines } = model;
  const network: DcNetwork = {
    nodeCount,
    from: Int32Array.from(lines, ({ from }) => placeOf[from] as number),
    to: Int32Array.from(lines, ({ to }) => placeOf[to] as number),
    susceptance: Float64Array.from(lines, (line) => read.susceptance(line)),
    shift: Float64Array.from(lines, ({ phaseShift }) => (read.shifts ? phaseShift : 0)),
    reference: new Uint8Array(nodeCount),
    source: new Float64Array(nodeCount),
  };
  const out = Uint8Array.from(lines, (line, l) =>
    working.lines[l] === 1 && bothEnds(line) && network.from[l] !== network.to[l] ? 0 : 1,
  );
  const laid = { model, working, network, placeOf, out, closed };
  markSources(laid);
  return laid;
}

/** Numbers the sets of nodes that closed couplers make, in the order of their first nodes. */
function places({ nodes, couplers }: PowerModel, closed: Uint8Array) {
  const sets = new DisjointSets(nodes.length);
  couplers.forEach(({ from, to }, c) => {
    if (closed[c] === 1) sets.join(from, to);
  });
  const placeOf = new Int32Array(nodes.length);
  let count = 0;
  for (let node = 0; node < nodes.length; node++) {
    const first = sets.find(node);
    placeOf[node] = first === node ? count++ : (placeOf[first] as number);
  }
  return { placeOf, count };
}

function markSources(laid: PowerCase): void {
  const { model, network, placeOf, working } = laid;
  model.nodes.forEach(({ isReference }, node) => {
    if (isReference && working.nodes[node] === 1) network.reference[placeOf[node] as number] = 1;
  });
  model.sources.forEach((source, index) => {
    if (!isLive(laid, 'sources', [index, source.at])) return;
    const place = placeOf[source.at] as number;
    network.source[place] = (network.source[place] as number) + mostOf(source);
    if (source.balances) network.reference[place] = 1;
  });
}

/** The most that a source can give, at least what it is said to give. */
export function mostOf({ maximum, power }: PowerSource): number {
  return Math.max(maximum, power, 0);
}
