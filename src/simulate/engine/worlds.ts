/** The worlds that candidates of a choice make, each where nothing has happened yet. Made by `choose.ts`. */
import { LinchpinError } from '../../model/errors.ts';
import { type Plan, planOf } from '../../scenario/plan.ts';
import type { ChoiceRequest, Still, StillQuestion } from '../choice/choice.ts';
import { twinsOf } from './phases.ts';
import { Run } from './run.ts';

export interface StillWorld extends Still {
  readonly chosen: readonly number[];
  /** Ids of twins that are gone or do not work, of those that the base has. */
  readonly down: ReadonlySet<string>;
  /** Whether something fails or recovers after the start. */
  readonly isDelayed: boolean;
}

export class Worlds implements StillQuestion {
  readonly #request: ChoiceRequest;
  readonly #plans = new Map<string, Plan | undefined>();
  readonly #stills = new Map<string, StillWorld | undefined>();
  readonly #twins: readonly ReadonlySet<string>[];

  /** Throws what is wrong with the scenario itself. */
  constructor(request: ChoiceRequest) {
    this.#request = request;
    const { graph } = this.plan([])?.start ?? request;
    this.#twins = request.candidates.map(
      ({ edits }) => new Set(edits.flatMap((edit) => twinsOf(edit, graph))),
    );
  }

  get kpi() {
    return this.#request.kpi;
  }

  get catalogue() {
    return this.#request.catalogue;
  }

  get candidates() {
    return this.#request.candidates;
  }

  get budget() {
    return this.#request.budget;
  }

  /** Undefined for edits that do not fit. */
  plan(chosen: readonly number[]): Plan | undefined {
    return kept(this.#plans, chosen, () => this.#made(chosen));
  }

  still(chosen: readonly number[]): StillWorld | undefined {
    return kept(this.#stills, chosen, () => this.#settled(chosen));
  }

  touch(a: number, b: number): boolean {
    const [first, second] = [this.#twins[a], this.#twins[b]];
    return first !== undefined && second !== undefined && [...first].some((id) => second.has(id));
  }

  #made(chosen: readonly number[]): Plan | undefined {
    const { graph, catalogue, scenario, candidates } = this.#request;
    const more = chosen.flatMap((i) => candidates[i]?.edits ?? []);
    try {
      return planOf(graph, catalogue, { ...scenario, edits: [...scenario.edits, ...more] });
    } catch (error) {
      if (chosen.length === 0 || !(error instanceof LinchpinError)) throw error;
      return undefined;
    }
  }

  /** Runs dependency alone. */
  #settled(chosen: readonly number[]): StillWorld | undefined {
    const plan = this.plan(chosen);
    if (plan === undefined) return undefined;
    const run = new Run(plan, this.#request.catalogue, { mechanisms: [], figuresOnly: true });
    try {
      run.advance(Number.POSITIVE_INFINITY);
      const { graph } = plan.start;
      const stopped = new Uint8Array(graph.nodeCount);
      const down = new Set<string>();
      for (let node = 0; node < graph.nodeCount; node++) {
        if (run.works(node)) continue;
        stopped[node] = 1;
        const id = graph.idAt(node) ?? plan.base.idAt(node);
        if (id !== undefined) down.add(id);
      }
      const isDelayed = run.dependency.events.some(({ time }) => time > 0);
      return { chosen, graph, works: (node) => stopped[node] !== 1, down, isDelayed };
    } finally {
      run.close();
    }
  }
}

/** Worlds of up to one candidate are asked for again and again; of more, there are too many. */
function kept<T>(known: Map<string, T>, chosen: readonly number[], make: () => T): T {
  const key = chosen.join();
  if (known.has(key)) return known.get(key) as T;
  const value = make();
  if (chosen.length < 2) known.set(key, value);
  return value;
}
