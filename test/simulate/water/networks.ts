/** Water networks for tests: files of the public data as twins, and EPANET run on the files themselves. */
import { readFileSync } from 'node:fs';
import { Project, Workspace } from 'epanet-js';
import { vi } from 'vitest';
import { readEpanet } from '../../../src/interchange/epanet/reader.ts';
import type { Change } from '../../../src/model/change.ts';
import type { TwinGraph } from '../../../src/model/graph.ts';
import { builtInOntology } from '../../../src/ontology/built-in.ts';
import { resolveOntology } from '../../../src/ontology/resolve.ts';
import type { MechanismRun, Moment } from '../../../src/simulate/mechanism.ts';
import { water } from '../../../src/simulate/mechanisms/water/water.ts';
import { graphOf } from '../graphs.ts';
import { settingOf, versioned } from '../setting.ts';

const { documents, bindings } = builtInOntology();
export const { catalogue } = resolveOntology(documents, bindings);

/** The changes that an import of a file makes. */
export function imported(path: string): Change[] {
  const { changes, problems } = readEpanet({ name: 'network.inp', bytes: readFileSync(path) });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return changes.map(({ change }) => change);
}

export function importedGraph(path: string): TwinGraph {
  return graphOf(imported(path));
}

export function begin(graph: TwinGraph, horizonSeconds: number): MechanismRun {
  return water.init(settingOf(graph, catalogue, horizonSeconds));
}

/** The world at a time, in which these twins do not work. */
export function moment(time: number, graph: TwinGraph, ...down: readonly string[]): Moment {
  const works = (node: number) => !down.includes(graph.idAt(node) ?? '');
  return versioned({ time, graph, works, outages: () => [] });
}

/** Steps a run as the engine does; `down` says what does not work at a time, and when that changes. */
export function drive(
  graph: TwinGraph,
  horizonSeconds: number,
  down: { readonly changes?: readonly number[]; at?(time: number): readonly string[] } = {},
): MechanismRun {
  const run = begin(graph, horizonSeconds);
  const changes = [...(down.changes ?? [])];
  for (let time = 0; time <= horizonSeconds; ) {
    run.step(moment(time, graph, ...(down.at?.(time) ?? [])));
    if (run.next <= time) throw new Error(`next is ${run.next} at ${time}`);
    while ((changes[0] ?? Infinity) <= time) changes.shift();
    time = Math.min(run.next, changes[0] ?? Infinity);
  }
  return run;
}

export function kpi(run: MechanismRun, name: string): number {
  return run.outputs().kpis.find((each) => each.name === name)?.value ?? Number.NaN;
}

/** The toolkit's codes (`epanet2_enums.h`). */
const code = { duration: 0, nodes: 0, links: 2, head: 10, pressure: 11, flow: 8 } as const;

/** One hydraulic solution: values by the file's names, in the file's units. */
export interface Solution {
  readonly time: number;
  readonly head: ReadonlyMap<string, number>;
  readonly pressure: ReadonlyMap<string, number>;
  readonly flow: ReadonlyMap<string, number>;
}

/** EPANET run on the text of a file as it is, but for a duration in seconds. */
export async function direct(file: string | Uint8Array, duration: number): Promise<Solution[]> {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const workspace = new Workspace();
  await workspace.loadModule();
  const project = new Project(workspace);
  workspace.writeFile('direct.inp', file);
  project.open('direct.inp', 'direct.rpt', '');
  project.setTimeParameter(code.duration, duration);
  project.openH();
  project.initH(10);
  const solutions: Solution[] = [];
  const ids = (count: number, name: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => name(i + 1));
  const nodes = ids(project.getCount(code.nodes), project.getNodeId);
  const links = ids(project.getCount(code.links), project.getLinkId);
  const named = (names: readonly string[], values: readonly number[]) =>
    new Map(names.map((name, i) => [name, values[i] as number]));
  for (let step = 1; step > 0; ) {
    const time = project.runH();
    solutions.push({
      time,
      head: named(nodes, project.getNodeValues(code.head)),
      pressure: named(nodes, project.getNodeValues(code.pressure)),
      flow: named(links, project.getLinkValues(code.flow)),
    });
    step = project.nextH();
  }
  project.close();
  warn.mockRestore();
  return solutions;
}
