/**
 * The flow mechanism: static flow over FlowLinks, solved again whenever other twins work than
 * before. Twins that do not work, and links at places that do not, carry nothing. Partial outages
 * (orders, shipments …) are of goods in time and change no flow. Registered with the engine.
 */
import { behaviours } from '../../../behaviour/behaviours.ts';
import { loadSolver, type Solver } from '../../../linear-program/solver.ts';
import { LinchpinError } from '../../../model/errors.ts';
import type { TwinGraph } from '../../../model/graph.ts';
import type {
  Mechanism,
  MechanismOutputs,
  MechanismRun,
  Moment,
  Setting,
  Trouble,
  Troubles,
} from '../../mechanism.ts';
import { flowModel } from './build-flow-model.ts';
import { chooseFlow } from './flow-choice.ts';
import { flowFindings } from './flow-findings.ts';
import type { FlowModel } from './flow-model.ts';
import { twinOutputs } from './flow-outputs.ts';
import { FlowRecord } from './flow-record.ts';
import type { FlowResult } from './flow-result.ts';
import { solveFlow } from './solve-flow.ts';

let solver: Solver | undefined;

/** Mechanism F, for graphs with `core:FlowLink` or `core:FlowNode`; draws nothing at random. */
export const flow: Mechanism = {
  name: 'flow',
  behaviours: [behaviours.flowLink, behaviours.flowNode],
  figures: ['flow', 'unmet', 'flowCost'],
  mayTrouble: (graph, catalogue) => flowModel(graph, catalogue).demands.map(({ node }) => node),
  effects: ['runsShort'],
  load: async () => {
    solver = await loadSolver();
  },
  init: (setting) => new FlowRun(setting),
  choose: (question) => chooseFlow(question, loadedSolver()),
};

interface State {
  readonly graph: TwinGraph;
  readonly model: FlowModel;
  /** Nodes that are out, as a text. */
  readonly out: string;
  readonly works: (node: number) => boolean;
  readonly result: FlowResult;
  readonly troubles: Troubles;
}

class FlowRun implements MechanismRun {
  readonly next = Number.POSITIVE_INFINITY;
  readonly #setting: Setting;
  readonly #record = new FlowRecord();
  #state: State | undefined;

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  step(moment: Moment): Troubles {
    const model = flowModel(moment.graph, this.#setting.catalogue);
    const stopped = model.nodes.filter((node) => !moment.works(node));
    const out = stopped.join(' ');
    if (this.#state?.graph === moment.graph && this.#state.out === out) return this.#state.troubles;
    const isOut = new Set(stopped);
    const works = (node: number) => !isOut.has(node);
    const result = solveFlow(model, works, loadedSolver);
    const troubles = troublesOf(model, result, works);
    this.#state = { graph: moment.graph, model, out, works, result, troubles };
    this.#record.add(moment.time, model, result);
    return troubles;
  }

  outputs(): MechanismOutputs {
    const state = this.#state;
    return {
      kpis: state === undefined ? [] : this.#record.kpis(this.#setting.horizonSeconds),
      twins: () =>
        state === undefined ? new Map() : twinOutputs(state.model, state.result, state.works),
      findings:
        state === undefined || this.#setting.figuresOnly
          ? []
          : flowFindings(state.model, state.result),
      random: false,
    };
  }
}

/** Working demands that get less than they need, each by what limits the part it lies in. */
function troublesOf(
  { demands, rounding }: FlowModel,
  { served, shortfalls }: FlowResult,
  works: (node: number) => boolean,
): Troubles {
  const limits = new Map(
    shortfalls.flatMap((each) => each.demands.map((demand) => [demand, each.limits] as const)),
  );
  const troubles = new Map<number, Trouble>();
  demands.forEach(({ node, twin, needed }, demand) => {
    if (!works(node) || (served[demand] as number) >= needed - rounding) return;
    const others = (limits.get(demand) ?? []).filter((limit) => limit.twin !== twin);
    const causes = others.map((limit) => ({ twin: limit.twin }));
    troubles.set(node, { effect: 'runsShort', causes });
  });
  return troubles;
}

function loadedSolver(): Solver {
  if (solver !== undefined) return solver;
  throw new LinchpinError({
    code: 'INTERNAL_SERVER_ERROR',
    where: 'flow',
    message: 'the solver of linear programs is not loaded',
    action: 'call load() of the mechanism before the first run',
  });
}
