/** One run of the power mechanism: solves again whenever what works, or the graph, has changed. */
import type { Solver } from '../../../linear-program/solver.ts';
import { LinchpinError } from '../../../model/errors.ts';
import type { TwinGraph } from '../../../model/graph.ts';
import type { Catalogue } from '../../../ontology/catalogue.ts';
import type {
  MechanismOutputs,
  MechanismRun,
  Moment,
  Setting,
  Trouble,
  Troubles,
} from '../../mechanism.ts';
import { SingularNetwork } from './dc-flow.ts';
import { solveGiven } from './given-dispatch.ts';
import { solveOptimal } from './optimal-power.ts';
import { sameParts, type WorkingParts, workingParts } from './power-case.ts';
import type { Trip } from './power-findings.ts';
import type { PowerModel } from './power-model.ts';
import { powerModels } from './power-models.ts';
import { powerOutputs, servedPower } from './power-outputs.ts';
import type { PowerSolution } from './power-solution.ts';
import { powerTroubles } from './power-troubles.ts';

export interface SolvingMeans {
  readonly solver: Solver;
  /** Whether contradictions are traced to the limits that make them. */
  readonly explain: boolean;
}

interface Solved {
  readonly working: WorkingParts;
  readonly solution: PowerSolution;
  readonly troubles: ReadonlyMap<number, Trouble>;
}

export class PowerRun implements MechanismRun {
  readonly next = Number.POSITIVE_INFINITY;
  readonly #means: SolvingMeans;
  readonly #catalogue: Catalogue;
  /** What tripped stays so until the end: nobody closes it again of itself. */
  readonly #tripped = new Map<number, Trouble>();
  readonly #trips: Trip[][] = [];
  #graph: TwinGraph | undefined;
  #version = Number.NaN;
  #solved: Solved[] = [];
  #lowest = Number.POSITIVE_INFINITY;
  #troubles: Troubles = new Map();

  constructor(solver: Solver, { catalogue, figuresOnly }: Setting) {
    this.#means = { solver, explain: !figuresOnly };
    this.#catalogue = catalogue;
  }

  step(moment: Moment): Troubles {
    if (moment.version === this.#version) return this.#troubles;
    this.#version = moment.version;
    if (moment.graph !== this.#graph) this.#solved = [];
    this.#graph = moment.graph;
    const works = (node: number) => !this.#tripped.has(node) && moment.works(node);
    this.#solved = powerModels(moment.graph, this.#catalogue).map((model, index) =>
      this.#solve(model, works, this.#solved[index]),
    );
    this.#lowest = Math.min(this.#lowest, servedPower(this.#solutions()));
    const troubles = new Map(this.#tripped);
    for (const solved of this.#solved) {
      for (const [node, trouble] of solved.troubles) {
        troubles.set(node, trouble);
        if (trouble.effect === 'fails') this.#tripped.set(node, trouble);
      }
    }
    this.#troubles = troubles;
    return troubles;
  }

  outputs(): MechanismOutputs {
    const solutions = this.#solutions();
    const lowest = solutions.length === 0 ? 0 : this.#lowest;
    const figuresOnly = !this.#means.explain;
    return powerOutputs(solutions, { lowest, trips: this.#trips, figuresOnly });
  }

  /** Nothing is drawn at random: the solution of the start is kept. */
  restart(): void {
    this.#tripped.clear();
    this.#trips.length = 0;
    this.#version = Number.NaN;
    this.#lowest = Number.POSITIVE_INFINITY;
  }

  #solutions(): PowerSolution[] {
    return this.#solved.map(({ solution }) => solution);
  }

  #solve(model: PowerModel, works: (node: number) => boolean, last: Solved | undefined): Solved {
    const working = workingParts(model, works);
    if (last !== undefined && sameParts(last.working, working)) return last;
    const solution = solutionOf(this.#means, model, working);
    for (const { tripped, loadings } of solution.rounds) {
      const twin = (line: number) => model.lines[line]?.twin as string;
      this.#trips.push(
        tripped.map((line, k) => ({ twin: twin(line), loading: loadings[k] as number })),
      );
    }
    return { working, solution, troubles: powerTroubles(solution) };
  }
}

/** Solves a network as it is; a coded refusal names the bus where nothing can be computed. */
export function solutionOf(
  means: SolvingMeans,
  model: PowerModel,
  working: WorkingParts,
): PowerSolution {
  try {
    const solution =
      model.dispatch === 'optimal'
        ? solveOptimal(means, model, working)
        : solveGiven(model, working);
    const bad = solution.flows.findIndex((flow) => !Number.isFinite(flow));
    if (bad >= 0) throw noNumber(model.lines[bad]?.twin ?? '', 'its flow is no number');
    return solution;
  } catch (error) {
    if (!(error instanceof SingularNetwork)) throw error;
    const node = model.nodes[error.node]?.twin ?? '';
    throw noNumber(
      node,
      'the reactances around it cancel one another, so that no flow can be computed',
    );
  }
}

function noNumber(where: string, message: string): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where,
    message,
    expected: 'reactances of similar size whose inverses do not add up to zero',
    action: 'check the reactances of the lines around it, negative ones first',
  });
}
