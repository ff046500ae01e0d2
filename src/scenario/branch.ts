/**
 * A branch: a scenario in memory as a base and a chain of edits. A fork has its parent and its own
 * edits and copies nothing; its id and its graph come to be when they are first asked for. Used by
 * the flows, and by whoever holds many scenarios at once.
 */
import { type Problem, refusal } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import { type Edit, type Scenario, scenarioHash } from '../model/scenario.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import {
  beforeStart,
  editCheck,
  editedGraph,
  moments,
  type PlacedEdit,
  timeOf,
} from './edited-graph.ts';
import { modelsHash } from './models-hash.ts';

/** What a branch and its forks have in common, unless a fork says otherwise. */
export interface BranchSetting {
  /** The graph that the edits are applied to. */
  readonly base: TwinGraph;
  readonly catalogue: Catalogue;
  /** As in `Scenario`. */
  readonly seed: number;
  readonly horizonSeconds: number;
}

const noEdits: readonly Edit[] = [];

/** An immutable scenario that shares its parent's edits. */
export class Branch {
  readonly setting: BranchSetting;
  /** What it was forked from; undefined for one that begins at its base. */
  readonly parent: Branch | undefined;
  /** Its edits after those of the parent; the array is not copied, so it must not change. */
  readonly own: readonly Edit[];
  /** How many edits it has in all. */
  readonly size: number;
  /** When the last edit takes effect, in seconds after the start; -1 where none has a time. */
  readonly latest: number;
  #id: string | undefined;
  /** Held for good where forks are made of it; otherwise as long as anyone uses it. */
  #graph: TwinGraph | WeakRef<TwinGraph> | undefined;

  private constructor(setting: BranchSetting, parent: Branch | undefined, own: readonly Edit[]) {
    this.setting = setting;
    this.parent = parent;
    this.own = own;
    this.size = (parent?.size ?? 0) + own.length;
    let latest = parent?.latest ?? beforeStart;
    for (let i = 0; i < own.length; i++) latest = Math.max(latest, timeOf(own[i] as Edit));
    this.latest = latest;
    this.#id = undefined;
    this.#graph = parent === undefined && own.length === 0 ? setting.base : undefined;
  }

  /**
   * A branch at its base. The edits are judged when its graph is asked for, unless `graph`, the one
   * after all of them, is known.
   */
  static at(setting: BranchSetting, edits: readonly Edit[] = noEdits, graph?: TwinGraph): Branch {
    const root = new Branch(setting, undefined, noEdits);
    if (edits.length === 0) return root;
    const branch = root.fork(edits);
    if (graph !== undefined) branch.#keep(graph, false);
    return branch;
  }

  /** This branch with more edits, and where it is given with another seed or horizon. */
  fork(
    edits: readonly Edit[],
    other?: Partial<Pick<BranchSetting, 'seed' | 'horizonSeconds'>>,
  ): Branch {
    const setting = other === undefined ? this.setting : { ...this.setting, ...other };
    return new Branch(setting, this, edits);
  }

  /** All edits, in order. */
  get edits(): readonly Edit[] {
    return Array.from(this.#placed(undefined), ({ edit }) => edit);
  }

  /** What is asked, as a value. */
  get scenario(): Scenario {
    const { base, catalogue, seed, horizonSeconds } = this.setting;
    const models = modelsHash(catalogue);
    return { base: base.revision, models, edits: this.edits, seed, horizonSeconds };
  }

  /** The scenario's id, see `scenarioHash`. */
  get id(): string {
    this.#id ??= scenarioHash(this.scenario);
    return this.#id;
  }

  /**
   * The graph after the edits that have taken effect at a time, in seconds after the start; by
   * default after all of them. Throws `refusal` of all that do not fit.
   */
  graph(at = Number.POSITIVE_INFINITY): TwinGraph {
    if (at < this.latest) {
      const { base } = this.setting;
      return this.#after(
        base,
        [...this.#placed(undefined)].filter(({ edit }) => timeOf(edit) <= at),
      );
    }
    return this.#known ?? this.#keep(this.#make(), false);
  }

  get #known(): TwinGraph | undefined {
    return this.#graph instanceof WeakRef ? this.#graph.deref() : this.#graph;
  }

  #keep(graph: TwinGraph, forGood: boolean): TwinGraph {
    this.#graph = forGood ? graph : new WeakRef(graph);
    return graph;
  }

  #make(): TwinGraph {
    const { parent } = this;
    // Its other forks begin there too.
    if (parent?.parent !== undefined && this.#follows(parent)) {
      parent.#keep(parent.#known ?? parent.#makeFromNearest(), true);
    }
    return this.#makeFromNearest();
  }

  #makeFromNearest(): TwinGraph {
    const nearest = this.#nearestKnown();
    const known = nearest === undefined ? undefined : nearest.#known;
    return this.#after(known ?? this.setting.base, [...this.#placed(nearest)]);
  }

  /** The nearest ancestor whose graph is there and whose edits all come before what was added since. */
  #nearestKnown(): Branch | undefined {
    let earliest = Number.POSITIVE_INFINITY;
    for (let branch: Branch = this; branch.parent !== undefined; branch = branch.parent) {
      earliest = Math.min(earliest, earliestOf(branch.own));
      const { parent } = branch;
      if (earliest >= parent.latest && parent.#known !== undefined) return parent;
    }
    return undefined;
  }

  #follows(ancestor: Branch): boolean {
    return earliestOf(this.own) >= ancestor.latest;
  }

  /** The edits since an ancestor, or all, in the order they were given in. */
  *#placed(since: Branch | undefined): Iterable<PlacedEdit> {
    const chain: Branch[] = [];
    for (
      let branch: Branch | undefined = this;
      branch !== since && branch;
      branch = branch.parent
    ) {
      chain.push(branch);
    }
    for (const { own, size } of chain.reverse()) {
      for (let i = 0; i < own.length; i++) {
        yield { edit: own[i] as Edit, index: size - own.length + i };
      }
    }
  }

  #after(graph: TwinGraph, edits: readonly PlacedEdit[]): TwinGraph {
    const problems: Problem[] = [];
    const check = editCheck(this.setting.catalogue);
    const inOrder = moments(edits).flatMap(([, together]) => together);
    const after = editedGraph(graph, inOrder, { check, problems });
    if (problems.length > 0) throw refusal(problems);
    return after;
  }
}

function earliestOf(edits: readonly Edit[]): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (const edit of edits) earliest = Math.min(earliest, timeOf(edit));
  return earliest;
}
