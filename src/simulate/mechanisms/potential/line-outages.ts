/**
 * What every flow becomes when lines go out, without factorising again: outage distribution factors
 * for one line (Wood and Wollenberg, Power Generation, Operation and Control, ch. 7), the
 * Sherman–Morrison–Woodbury formula for several, in flows instead of angles. Exact, islands included.
 * Called by the mechanism, by criticality and by the N-1 benchmark.
 */
import { bridgesOf } from './bridges.ts';
import { DcFlow, SingularNetwork } from './dc-flow.ts';
import { incidenceOf, islandsOf, slackOf } from './dc-network.ts';
import { solveDense } from './dense.ts';

/** Without less than this share of a transfer on the other lines, they cancel one another. */
const leastRemainder = 1e-10;

/** The part of an island that the loss of a bridge cuts off from the slack. */
export interface Separation {
  readonly nodes: Int32Array;
  /** The node that balances it from then on; -1 when it goes dark. */
  readonly slack: number;
}

const nothing = new Int32Array(0);

export class LineOutages {
  readonly flow: DcFlow;
  /** By line: 1 where its loss tears an island apart. */
  readonly bridge: Uint8Array;
  readonly #columns: (Float64Array | undefined)[];
  readonly #transfers = new Map<number, Float64Array>();
  /** By line: those that go dark with it. */
  readonly #dark: Int32Array[];
  readonly #separations = new Map<number, Separation>();

  constructor(flow: DcFlow) {
    this.flow = flow;
    this.bridge = bridgesOf(flow.network, incidenceOf(flow.network), flow.out);
    this.#columns = new Array(flow.out.length);
    this.#dark = new Array(flow.out.length).fill(nothing);
  }

  /** By line: change of its flow for each megawatt that the lost one carried. Throws `SingularNetwork`. */
  column(lost: number): Float64Array {
    let column = this.#columns[lost];
    if (column === undefined) {
      column = this.#newColumn(lost);
      this.#columns[lost] = column;
    }
    return column;
  }

  /** The lines that go dark with a lost one. */
  darkWith(lost: number): Int32Array {
    this.column(lost);
    return this.#dark[lost] as Int32Array;
  }

  /** What the loss of a bridge cuts off; undefined when it is no bridge or in the dark. */
  separation(lost: number): Separation | undefined {
    this.column(lost);
    return this.#separations.get(lost);
  }

  /** The flows after a line's loss, from those before. */
  flowsWithout(
    lost: number,
    flows: Float64Array,
    result: Float64Array = new Float64Array(flows.length),
  ): Float64Array {
    const column = this.column(lost);
    const carried = flows[lost] as number;
    for (let line = 0; line < flows.length; line++)
      result[line] = (flows[line] as number) + (column[line] as number) * carried;
    result[lost] = 0;
    for (const line of this.#dark[lost] as Int32Array) result[line] = 0;
    return result;
  }

  /** The flows after the loss of several lines at once, from the injections and flows before. */
  flowsWithoutAll(lost: readonly number[], injections: Float64Array, flows: Float64Array) {
    const { network, islands } = this.flow;
    const out = this.flow.out.slice();
    for (const line of lost) out[line] = 1;
    if (islandsOf(network, out).count > islands.count)
      return new DcFlow(network, out).flows(injections);
    const changed = lost.filter((line) => this.flow.out[line] === 0 && !this.flow.isDarkLine(line));
    const transfers = changed.map((line) => this.#transfer(line));
    const system = changed.map((line, i) => [
      ...transfers.map((transfer, j) => +(i === j) - (transfer[line] as number)),
      flows[line] as number,
    ]);
    const shares = solveDense(system, leastRemainder);
    if (shares === undefined) throw new SingularNetwork(network.from[lost[0] ?? 0] as number);
    const result = flows.slice();
    transfers.forEach((transfer, j) => {
      const share = shares[j] as number;
      for (let line = 0; line < result.length; line++)
        result[line] = (result[line] as number) + (transfer[line] as number) * share;
    });
    for (const line of lost) result[line] = 0;
    return result;
  }

  #transfer(line: number): Float64Array {
    let transfer = this.#transfers.get(line);
    if (transfer === undefined) {
      const { from, to } = this.flow.network;
      transfer = this.flow.transfer(from[line] as number, to[line] as number);
      this.#transfers.set(line, transfer);
    }
    return transfer;
  }

  #newColumn(lost: number): Float64Array {
    const { out, network } = this.flow;
    if (out[lost] === 1 || this.flow.isDarkLine(lost)) return new Float64Array(out.length);
    if (this.bridge[lost] === 1) return this.#bridgeColumn(lost);
    const { from, to } = network;
    const column = this.flow.transfer(from[lost] as number, to[lost] as number);
    const remainder = 1 - (column[lost] as number);
    if (Math.abs(remainder) < leastRemainder) throw new SingularNetwork(from[lost] as number);
    for (let line = 0; line < column.length; line++)
      column[line] = (column[line] as number) / remainder;
    column[lost] = -1;
    return column;
  }

  /** The slack's side no longer delivers what the bridge carried; the other side balances itself or is dark. */
  #bridgeColumn(lost: number): Float64Array {
    const { network, islands, out } = this.flow;
    const island = islands.islandOf[network.from[lost] as number] as number;
    const mainSlack = islands.slack[island] as number;
    const parted = out.slice();
    parted[lost] = 1;
    const { islandOf } = islandsOf(network, parted);
    const side = islandOf[mainSlack] as number;
    const nodes = Int32Array.from(islandOf.keys()).filter(
      (node) => islands.islandOf[node] === island && islandOf[node] !== side,
    );
    const slack = slackOf(network, nodes);
    this.#separations.set(lost, { nodes, slack });
    const [a, b] = [network.from[lost] as number, network.to[lost] as number];
    const [near, far, sign] = islandOf[a] === side ? [a, b, 1] : [b, a, -1];
    const nearChange = this.flow.transfer(near, mainSlack);
    const farChange = slack >= 0 ? this.flow.transfer(slack, far) : undefined;
    const column = nearChange.map((value, line) => sign * (value + (farChange?.[line] ?? 0)));
    column[lost] = -1;
    if (slack < 0) this.#dark[lost] = this.#linesAt(nodes);
    return column;
  }

  #linesAt(nodes: Int32Array): Int32Array {
    const { from, to } = this.flow.network;
    const within = new Set(nodes);
    return Int32Array.from(from.keys()).filter(
      (line) => within.has(from[line] as number) || within.has(to[line] as number),
    );
  }
}
