/**
 * One hydraulic solution of a network, read from EPANET and freed of what EPANET takes for granted:
 * that every demand is met, if need be through closed links. Used by `network-run.ts`.
 */
import { partsOf, suppliedParts } from './cut-off.ts';
import { linkProperty, nodeProperty } from './epanet.ts';
import type { EpanetProject } from './epanet-project.ts';
import type { WaterModel } from './water-model.ts';
import type { Frame } from './water-record.ts';

export interface SolutionOf {
  readonly model: WaterModel;
  readonly project: EpanetProject;
  /** By link: 1 while it is held closed. */
  readonly closed: Uint8Array;
  /** Seconds of the run. */
  readonly time: number;
}

/**
 * Solves at the present time; gives the state and EPANET's warning, 0 for none. Where demand is
 * not pressure-driven, junctions that no open link joins to a source are solved again without
 * demand, and those below the least pressure are served nothing, though their demand stays in.
 */
export function solution(of: SolutionOf): { readonly frame: Frame; readonly warning: number } {
  const { model, project, time } = of;
  const warning = project.solve();
  const first = read(of);
  if (!lacksPressure(model, first)) return { frame: { time, ...first }, warning };
  const cutOff = cutOffJunctions(of);
  const drawing = cutOff.filter((j) => (first.demand[j] as number) > 0);
  const isAgain = drawing.length > 0 && !model.settings.isPressureDriven;
  const state = isAgain ? { ...withoutDemand(of, drawing), demand: first.demand } : first;
  for (const j of cutOff) dry(model, state, j);
  if (!model.settings.isPressureDriven) serveByPressure(model, state);
  return { frame: { time, ...state }, warning };
}

type State = Omit<Frame, 'time'>;

function read({ model, project }: SolutionOf): State {
  const { nodes, links, junctionCount } = model;
  const node = (property: number) => {
    const values = new Float64Array(nodes.length);
    project.nodeValues(property, values);
    return values;
  };
  const flow = new Float64Array(links.length);
  project.linkValues(linkProperty.flow, flow);
  return {
    head: node(nodeProperty.head),
    pressure: node(nodeProperty.pressure),
    demand: node(nodeProperty.fullDemand).subarray(0, junctionCount),
    served: node(nodeProperty.demandFlow).subarray(0, junctionCount),
    flow,
  };
}

function lacksPressure({ junctionCount, settings }: WaterModel, { pressure }: State): boolean {
  for (let j = 0; j < junctionCount; j++) {
    if ((pressure[j] as number) < settings.minimumPressure) return true;
  }
  return false;
}

/** The junctions that open links join to no reservoir or tank. */
function cutOffJunctions({ model, project, closed }: SolutionOf): number[] {
  const status = new Float64Array(model.links.length);
  project.linkValues(linkProperty.status, status);
  const parts = partsOf(
    model,
    status.map((open, link) => (open === 0 || closed[link] === 1 ? 1 : 0)),
  );
  const supplied = suppliedParts(model, parts);
  const cutOff: number[] = [];
  for (let j = 0; j < model.junctionCount; j++) {
    if (!supplied.has(parts[j] as number)) cutOff.push(j);
  }
  return cutOff;
}

/** The state while these junctions draw nothing; they draw again afterwards. */
function withoutDemand(of: SolutionOf, junctions: readonly number[]): State {
  const { project } = of;
  const before = junctions.map((j) => project.baseDemands(j));
  junctions.forEach((j, index) => {
    const none = (before[index] as number[]).map(() => 0);
    project.setBaseDemands(j, none);
  });
  project.solve();
  const state = read(of);
  junctions.forEach((j, index) => {
    project.setBaseDemands(j, before[index] as number[]);
  });
  return state;
}

/** A junction that asks for water and is cut off has no pressure; EPANET's value means nothing. */
function dry({ nodes }: WaterModel, { head, pressure, demand, served }: State, j: number): void {
  if ((demand[j] as number) <= 0 && (pressure[j] as number) >= 0) return;
  const elevation = nodes[j]?.properties.elevation;
  head[j] = typeof elevation === 'number' ? elevation : 0;
  pressure[j] = 0;
  served[j] = Math.min(0, demand[j] as number);
}

function serveByPressure(model: WaterModel, { pressure, demand, served }: State): void {
  for (let j = 0; j < model.junctionCount; j++) {
    if ((pressure[j] as number) >= model.settings.minimumPressure) continue;
    served[j] = Math.min(0, demand[j] as number);
  }
}
