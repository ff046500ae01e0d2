/** Compares the outputs of twins with what EPANET says of a file. */
import type { TwinGraph } from '../../../src/model/graph.ts';
import type { MechanismOutputs } from '../../../src/simulate/mechanism.ts';
import type { Solution } from './networks.ts';

// EPANET's own factors (`types.h`): litre per second in a gallon a minute, metre in a foot and in psi.
export const litresPerSecond = 28.317 / 448.831;
export const metres = 0.3048;
const metresOfPsi = 0.3048 / 0.4333;

type Twins = ReturnType<MechanismOutputs['twins']>;

export function series(twins: Twins, twin: string, name: string): readonly number[] {
  return (twins.get(twin)?.[name] ?? []) as readonly number[];
}

/** The greatest differences at any step, in metre and litre per second, and the greatest flow. */
export function difference(graph: TwinGraph, twins: Twins, solutions: readonly Solution[]) {
  const most = { head: 0, pressure: 0, flow: 0, flowSize: 0 };
  const id = (name: string, ...kinds: readonly string[]) =>
    [name, ...kinds.map((kind) => `${kind}-${name}`)].find((each) => graph.indexOf(each) >= 0) ??
    '';
  solutions.forEach(({ head, pressure, flow }, step) => {
    const apart = (twin: string, name: string, value: number) =>
      Math.abs((series(twins, twin, name)[step] as number) - value);
    for (const [name, value] of head) {
      const twin = id(name, 'junction', 'reservoir', 'tank');
      most.head = Math.max(most.head, apart(twin, 'head', value * metres));
      if (!graph.modelAt(graph.indexOf(twin))?.includes('Junction')) continue;
      const metre = (pressure.get(name) as number) * metresOfPsi;
      most.pressure = Math.max(most.pressure, apart(twin, 'pressure', metre));
    }
    for (const [name, value] of flow) {
      const twin = id(name, 'pipe', 'pump', 'valve');
      most.flow = Math.max(most.flow, apart(twin, 'flow', value * litresPerSecond));
      most.flowSize = Math.max(most.flowSize, Math.abs(value * litresPerSecond));
    }
  });
  return most;
}
