/**
 * DC power flow: angles solve `B'θ = P` on every island, slack nodes at angle zero (Stott, Jardim and
 * Alsaç, "DC power flow revisited", IEEE Trans. Power Systems 24 (2009) 1290). Factorised once, then
 * solved for any injections. Called by outages, cascades and the mechanism.
 */
import { type DcNetwork, type Islands, islandsOf } from './dc-network.ts';
import { factorise, type LdlFactor } from './sparse-ldl.ts';
import { laplacian } from './symmetric-matrix.ts';

/** The susceptances at a node cancel one another, so that its angle is anything. */
export class SingularNetwork extends Error {
  readonly node: number;

  constructor(node: number) {
    super(`the susceptances around node ${node} cancel one another`);
    this.node = node;
  }
}

export class DcFlow {
  readonly network: DcNetwork;
  readonly islands: Islands;
  /** By line: 1 when it carries nothing. */
  readonly out: Uint8Array;
  /** By node: its row in the reduced matrix; -1 at slacks and in the dark. */
  readonly #row: Int32Array;
  readonly #factor: LdlFactor;
  readonly #rhs: Float64Array;

  /** Throws `SingularNetwork`. */
  constructor(network: DcNetwork, out: Uint8Array = new Uint8Array(network.from.length)) {
    this.network = network;
    this.out = out;
    this.islands = islandsOf(network, out);
    this.#row = new Int32Array(network.nodeCount).fill(-1);
    const nodes: number[] = [];
    for (let node = 0; node < network.nodeCount; node++) {
      if (this.isDark(node) || this.isSlack(node)) continue;
      this.#row[node] = nodes.length;
      nodes.push(node);
    }
    const kept = [...out.keys()].filter((line) => out[line] === 0 && !this.isDarkLine(line));
    const result = factorise(
      laplacian(nodes.length, {
        from: Int32Array.from(kept, (line) => this.#row[network.from[line] as number] as number),
        to: Int32Array.from(kept, (line) => this.#row[network.to[line] as number] as number),
        weight: Float64Array.from(kept, (line) => network.susceptance[line] as number),
      }),
    );
    if ('singularAt' in result) throw new SingularNetwork(nodes[result.singularAt] as number);
    this.#factor = result.factor;
    this.#rhs = new Float64Array(nodes.length);
  }

  isDark(node: number): boolean {
    return this.islands.slack[this.islands.islandOf[node] as number] === -1;
  }

  isDarkLine(line: number): boolean {
    return this.isDark(this.network.from[line] as number);
  }

  isSlack(node: number): boolean {
    return this.islands.slack[this.islands.islandOf[node] as number] === node;
  }

  /** Angles in radians for injections in megawatt by node; what slacks must add is not looked at. */
  angles(injections: Float64Array): Float64Array {
    const { from, to, susceptance, shift } = this.network;
    const rhs = this.#rhs;
    const row = this.#row;
    for (let node = 0; node < row.length; node++) {
      if ((row[node] as number) >= 0) rhs[row[node] as number] = injections[node] as number;
    }
    for (let line = 0; line < shift.length; line++) {
      if (shift[line] === 0 || this.out[line] === 1) continue;
      const power = (susceptance[line] as number) * (shift[line] as number);
      const [a, b] = [row[from[line] as number] as number, row[to[line] as number] as number];
      if (a >= 0) rhs[a] = (rhs[a] as number) + power;
      if (b >= 0) rhs[b] = (rhs[b] as number) - power;
    }
    this.#factor.solve(rhs);
    const angles = new Float64Array(row.length);
    for (let node = 0; node < row.length; node++)
      angles[node] = (row[node] as number) >= 0 ? (rhs[row[node] as number] as number) : 0;
    return angles;
  }

  /** Flows in megawatt from `from` to `to`, by line; none in the dark. */
  flows(injections: Float64Array): Float64Array {
    return this.flowsAt(this.angles(injections));
  }

  flowsAt(angles: Float64Array): Float64Array {
    const { from, to, susceptance, shift } = this.network;
    const flows = new Float64Array(susceptance.length);
    for (let line = 0; line < flows.length; line++) {
      if (this.out[line] === 1 || this.isDarkLine(line)) continue;
      const across =
        (angles[from[line] as number] as number) - (angles[to[line] as number] as number);
      flows[line] = (susceptance[line] as number) * (across - (shift[line] as number));
    }
    return flows;
  }

  /** How each flow changes when one megawatt goes in at one node and out at another: a column of PTDF. */
  transfer(into: number, outOf: number): Float64Array {
    const { from, to, susceptance } = this.network;
    const rhs = this.#rhs.fill(0);
    const row = this.#row;
    const [a, b] = [row[into] as number, row[outOf] as number];
    if (a >= 0) rhs[a] = 1;
    if (b >= 0) rhs[b] = (rhs[b] as number) - 1;
    this.#factor.solve(rhs);
    const angle = (node: number) => {
      const at = row[node] as number;
      return at >= 0 ? (rhs[at] as number) : 0;
    };
    const flows = new Float64Array(susceptance.length);
    for (let line = 0; line < flows.length; line++) {
      if (this.out[line] === 1 || this.isDarkLine(line)) continue;
      const across = angle(from[line] as number) - angle(to[line] as number);
      flows[line] = (susceptance[line] as number) * across;
    }
    return flows;
  }
}
