/** The declared rules against the simulator, which works them out in another way. */
import { expect, test } from 'vitest';
import { generate } from '../../gnn/train/generate.ts';
import { NetworkDraft } from '../../gnn/train/network-draft.ts';
import { declaredSteps, workingSet } from '../../src/predict/declared-rule.ts';
import { cascade, steadyState } from '../../src/simulate/mechanisms/dependency/cascade.ts';

const examples = [...generate('validation', 15)].filter(({ failed }) => failed.includes(1));

test('who fails at which step is what a simulated cascade without delays gives', () => {
  for (const { network, failed } of examples) {
    const instant = { ...network, delaySeconds: new Float64Array(network.nodeCount) };
    const nodes = [...failed.keys()].filter((node) => failed[node]);
    const failures = nodes.map((node) => ({ node, from: 0 }));
    const simulated = new Int32Array(network.nodeCount).fill(-1);
    for (const event of cascade(instant, { failures, horizonSeconds: 1 })) {
      simulated[event.node] = event.step;
    }
    expect([...declaredSteps(network, failed)]).toEqual([...simulated]);
  }
});

test('the working set is the simulator’s steady state', () => {
  for (const { network, failed } of examples) {
    expect([...workingSet(network, failed)]).toEqual([...steadyState({ ...network, failed })]);
  }
});

test('a ring that is cut off from its source fails, though each has a working neighbour', () => {
  const draft = new NetworkDraft();
  const [source, a, b, c] = [draft.node(), draft.node(), draft.node(), draft.node()];
  const near = (...nodes: number[]) => nodes.map((node) => ({ node, weight: 1 }));
  draft.depend(a, 'power', 'any', near(source, b, c));
  draft.depend(b, 'power', 'any', near(a, c));
  draft.depend(c, 'power', 'any', near(a, b));
  expect([...declaredSteps(draft.network(), Uint8Array.of(1, 0, 0, 0))]).toEqual([0, 1, 2, 2]);
});
