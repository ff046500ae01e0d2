import { describe, expect, test } from 'vitest';
import { uniform } from '../../../src/model/random.ts';
import { DcFlow, SingularNetwork } from '../../../src/simulate/mechanisms/potential/dc-flow.ts';
import type { DcNetwork } from '../../../src/simulate/mechanisms/potential/dc-network.ts';
import { LineOutages } from '../../../src/simulate/mechanisms/potential/line-outages.ts';
import { OutageScreen } from '../../../src/simulate/mechanisms/potential/outage-screen.ts';
import { overloadCascade } from '../../../src/simulate/mechanisms/potential/overload-cascade.ts';
import { noSharedData } from '../../support/shared-data.ts';
import { type CaseFile, caseFile, dcNetwork } from './case-files.ts';
import { denseFlows } from './dense-flow.ts';

const cases = [14, 30, 57, 118, 300].map((buses) => [buses, caseFile(buses)] as const);

/** The largest difference of two lists, relative to the largest number. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const scale = Math.max(1, ...Array.from(b, Math.abs));
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] as number)))) / scale;
}

describe.skipIf(cases[0]?.[1] === undefined)(`public networks (else: ${noSharedData})`, () => {
  test.each(cases)('case %i has the flows of dense elimination', (_, file) => {
    const { network, injections } = dcNetwork(file as CaseFile);
    const flows = new DcFlow(network).flows(injections);
    expect(flows.every(Number.isFinite)).toBe(true);
    expect(difference(flows, denseFlows(network, injections))).toBeLessThan(1e-9);
  });

  test.each(cases.slice(0, 4))('every outage of case %i equals solving again', (_, file) => {
    const { network, injections, capacity } = dcNetwork(file as CaseFile);
    const base = new DcFlow(network);
    const flows = base.flows(injections);
    const outages = new LineOutages(base);
    const worst = new OutageScreen(outages, capacity).worstLoadings(flows);
    for (let line = 0; line < flows.length; line++) {
      const without = outages.flowsWithout(line, flows);
      const out = new Uint8Array(flows.length);
      out[line] = 1;
      const again = new DcFlow(network, out).flows(injections);
      expect(difference(without, again)).toBeLessThan(1e-9);
      const loadings = Array.from(again, (flow, l) => Math.abs(flow) / (capacity[l] as number));
      expect(worst[line]).toBeCloseTo(Math.max(...loadings), 8);
    }
  });

  test('the IEEE 14-bus case with MATPOWER’s dispatch has MATPOWER’s flows', () => {
    const { network, injections } = dcNetwork(cases[0]?.[1] as CaseFile);
    const file = cases[0]?.[1] as CaseFile;
    // All but the slack's generator give nothing, the second 40 MW.
    for (const row of file.gen) {
      const at = file.bus.findIndex(([number]) => number === row[0]);
      const load = (file.bus[at]?.[2] as number) + (file.bus[at]?.[4] as number);
      injections[at] = (row[0] === 2 ? 40 : 0) - load;
    }
    const flows = new DcFlow(network).flows(injections);
    expect((flows[0] as number) + (flows[1] as number)).toBeCloseTo(219, 9);
    for (const [line, flow] of [147.8386, 71.1614, 70.0146].entries())
      expect(flows[line]).toBeCloseTo(flow, 4);
  });

  test('of 118 buses nine outages tear something off, and each names it', () => {
    const { network } = dcNetwork(cases[3]?.[1] as CaseFile);
    const outages = new LineOutages(new DcFlow(network));
    const bridges = [...outages.bridge.keys()].filter((line) => outages.bridge[line] === 1);
    expect(bridges).toHaveLength(9);
    for (const line of bridges) expect(outages.separation(line)?.nodes.length).toBeGreaterThan(0);
    expect(outages.separation(0)).toBeUndefined();
  });
});

describe('random networks', () => {
  test('200 of them have the flows of dense elimination, whole and with up to four lines out', () => {
    for (let seed = 0; seed < 200; seed++) {
      const { network, injections } = randomNetwork(seed);
      const base = new DcFlow(network);
      const flows = base.flows(injections);
      expect(difference(flows, denseFlows(network, injections))).toBeLessThan(1e-9);
      const outages = new LineOutages(base);
      for (let line = 0; line < flows.length; line++) {
        const expected = denseFlows(network, injections, [line]);
        expect(difference(outages.flowsWithout(line, flows), expected)).toBeLessThan(1e-9);
      }
      const lost = [0, 1, 2, 3].map((k) => Math.floor(uniform(seed, k, 9, 0) * flows.length));
      const several = outages.flowsWithoutAll([...new Set(lost)], injections, flows);
      expect(difference(several, denseFlows(network, injections, lost))).toBeLessThan(1e-8);
    }
  });

  test('no power is lost or made at any node', () => {
    for (let seed = 0; seed < 100; seed++) {
      const { network, injections } = randomNetwork(seed);
      const flow = new DcFlow(network);
      const left = injections.slice();
      for (const [line, power] of flow.flows(injections).entries()) {
        const [a, b] = [network.from[line] as number, network.to[line] as number];
        left[a] = (left[a] as number) - power;
        left[b] = (left[b] as number) + power;
      }
      for (const [node, rest] of left.entries()) {
        if (!flow.isSlack(node) && !flow.isDark(node)) expect(rest).toBeCloseTo(0, 8);
      }
    }
  });
});

describe('special networks', () => {
  const line = (from: number[], to: number[], susceptance: number[]) => ({
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    susceptance: Float64Array.from(susceptance),
    shift: new Float64Array(from.length),
  });

  test('two equal lines share, and one of three times the susceptance takes three quarters', () => {
    const network: DcNetwork = {
      nodeCount: 2,
      ...line([0, 0, 0], [1, 1, 1], [100, 100, 600]),
      reference: Uint8Array.of(1, 0),
      source: Float64Array.of(500, 0),
    };
    const flows = new DcFlow(network).flows(Float64Array.of(0, -80));
    expect([...flows]).toEqual([10, 10, 60].map((flow) => expect.closeTo(flow, 9)));
  });

  test('an island without source is dark and carries nothing', () => {
    const network: DcNetwork = {
      nodeCount: 4,
      ...line([0, 2], [1, 3], [100, 100]),
      reference: Uint8Array.of(1, 0, 1, 0),
      source: Float64Array.of(10, 0, 0, 0),
    };
    const flow = new DcFlow(network);
    expect([...flow.flows(Float64Array.of(0, -5, 0, -5))]).toEqual([5, 0]);
    expect([flow.isDark(1), flow.isDark(3)]).toEqual([false, true]);
  });

  const hanging = (from: number[], to: number[], susceptance: number[]): DcNetwork => ({
    nodeCount: 1 + Math.max(...from, ...to),
    ...line(from, to, susceptance),
    reference: Uint8Array.of(1, 0, 0),
    source: Float64Array.of(10, 0, 0),
  });

  test('susceptances that cancel one another are named, not answered with NaN', () => {
    expect(() => new DcFlow(hanging([0, 0], [1, 1], [100, -100]))).toThrow(SingularNetwork);
  });

  test('a capacitor that cancels the line before it still lets the power through', () => {
    const flow = new DcFlow(hanging([0, 1], [1, 2], [100, -100]));
    const angles = flow.angles(Float64Array.of(0, 0, -5));
    expect([...angles]).toEqual([0, -0.05, 0].map((angle) => expect.closeTo(angle, 12)));
    expect([...flow.flowsAt(angles)]).toEqual([5, 5].map((power) => expect.closeTo(power, 9)));
  });

  test('a cascade goes round by round until nothing is overloaded', () => {
    // A ladder of three equal lines of 40, 35 and 100 MW between source and load.
    const network: DcNetwork = {
      nodeCount: 2,
      ...line([0, 0, 0], [1, 1, 1], [100, 100, 100]),
      reference: Uint8Array.of(1, 0),
      source: Float64Array.of(500, 0),
    };
    const cascade = (demand: number) => {
      const end = overloadCascade({
        network,
        capacity: Float64Array.of(40, 35, 100),
        out: new Uint8Array(3),
        injections: () => Float64Array.of(0, -demand),
      });
      return { rounds: end.rounds.map(({ tripped }) => tripped), flows: [...end.flows] };
    };
    expect(cascade(105)).toEqual({ rounds: [], flows: [35, 35, 35] });
    expect(cascade(108)).toEqual({ rounds: [[1], [0], [2]], flows: [0, 0, 0] });
    expect(cascade(76).rounds).toEqual([]);
  });
});

/** Ten to thirty nodes, sparse, some capacitors and phase shifters, two or three islands. */
function randomNetwork(seed: number) {
  let draw = 0;
  const below = (limit: number) => Math.floor(uniform(seed, 3, 1, draw++) * limit);
  const nodeCount = 10 + below(20);
  const lines = nodeCount + below(nodeCount);
  const pick = () => below(nodeCount);
  const pairs = Array.from({ length: lines }, (_, i) =>
    i < nodeCount - 3 ? [i + 1, below(i + 1)] : [pick(), pick()],
  ).filter(([a, b]) => a !== b);
  const network: DcNetwork = {
    nodeCount,
    from: Int32Array.from(pairs, ([a]) => a as number),
    to: Int32Array.from(pairs, ([, b]) => b as number),
    susceptance: Float64Array.from(pairs, () => (100 + below(900)) * (below(12) === 0 ? -0.37 : 1)),
    shift: Float64Array.from(pairs, () => (below(9) === 0 ? (below(20) - 10) / 100 : 0)),
    reference: Uint8Array.from({ length: nodeCount }, () => +(below(10) === 0)),
    source: Float64Array.from({ length: nodeCount }, () => (below(3) === 0 ? 10 * below(20) : 0)),
  };
  const injections = Float64Array.from({ length: nodeCount }, () => below(200) - 100);
  return { network, injections };
}
