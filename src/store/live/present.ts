/**
 * The present of a live store: the graph and the models as far as they are known to be durable.
 * It follows what others did and takes what this store's writer did, whichever comes first.
 */
import type { Changeset, Commit } from '../../model/changeset.ts';
import { commitOf } from '../../model/commit-log.ts';
import type { TwinGraph } from '../../model/graph.ts';
import type { StoredModel } from '../twin-store.ts';
import type { Decision } from './decision.ts';
import type { Known, News } from './journal.ts';
import { LiveGraph } from './live-graph.ts';

/** What a present begins with. */
export interface PresentParts {
  readonly graph: TwinGraph;
  readonly models: readonly StoredModel[];
  readonly modelsVersion: number;
  /** Told of commits in order, once the graph shows them. */
  readonly onCommits: (commits: readonly Commit[]) => void;
  /** Told of each new base of the graph, which may be some revisions behind. */
  readonly onBase: (base: TwinGraph) => void;
}

/** What is durable, as far as this store knows. */
export class Present {
  readonly #onCommits: (commits: readonly Commit[]) => void;
  readonly #onBase: (base: TwinGraph) => void;
  readonly #listeners: ((models: readonly StoredModel[]) => void)[] = [];
  #live: LiveGraph;
  #models: readonly StoredModel[];
  #modelsVersion: number;

  constructor({ graph, models, modelsVersion, onCommits, onBase }: PresentParts) {
    this.#live = new LiveGraph(graph, onBase);
    this.#onBase = onBase;
    this.#models = models;
    this.#modelsVersion = modelsVersion;
    this.#onCommits = onCommits;
  }

  get graph(): TwinGraph {
    return this.#live.graph;
  }

  get models(): readonly StoredModel[] {
    return this.#models;
  }

  get known(): Known {
    return { revision: this.graph.revision, modelsVersion: this.#modelsVersion };
  }

  /** Tells of all models after each change of them, before anything that comes after it. */
  onModels(listener: (models: readonly StoredModel[]) => void): void {
    this.#listeners.push(listener);
  }

  /** Lays on what others did; what was known already is passed over. */
  follow({ commits, models, modelsVersion }: News): void {
    if (models !== undefined) this.#use(models, modelsVersion);
    const fresh: Commit[] = [];
    try {
      for (const record of commits) {
        const { graph } = this;
        if (record.revision <= graph.revision) continue;
        if (record.revision !== graph.revision + 1) {
          throw new TypeError(`commit ${record.revision} came after ${graph.revision}`);
        }
        const commit = commitOf(record, graph);
        this.#advance(commit.changeset, record.revision);
        fresh.push(commit);
      }
    } finally {
      this.#onCommits(fresh);
    }
  }

  /** Lays on what this store wrote and is durable now, unless others' news brought it already. */
  take({ before, after, commits, changeset, models, modelsVersion }: Decision): void {
    this.#use(models, modelsVersion);
    const { graph } = this;
    const fresh = commits.filter(({ revision }) => revision > graph.revision);
    if (fresh.length === 0) return;
    if (graph === before) this.#live.advance(changeset, after);
    // A fold may have changed the layers of the graph meanwhile, but not what they say.
    else if (fresh.length === commits.length) this.#advance(changeset, after.revision);
    else for (const commit of fresh) this.#advance(commit.changeset, commit.revision);
    this.#onCommits(fresh);
  }

  /** Goes on from another graph, because the log no longer reaches back to this one. */
  restart(graph: TwinGraph): void {
    if (graph.revision <= this.graph.revision) return;
    void this.#live.close();
    this.#live = new LiveGraph(graph, this.#onBase);
  }

  /** Resolves when there is room for more commits in memory. */
  room(): Promise<void> {
    return this.#live.room();
  }

  /** Gives the graph as of some revision that an image can be made of at little cost. */
  close(): Promise<TwinGraph> {
    return this.#live.close();
  }

  #advance(changeset: Changeset, revision: number): void {
    this.#live.advance(changeset, this.graph.withChanges(changeset, revision));
  }

  #use(models: readonly StoredModel[], version: number): void {
    if (version <= this.#modelsVersion) return;
    this.#models = models;
    this.#modelsVersion = version;
    for (const listener of this.#listeners) {
      try {
        listener(models);
      } catch (error) {
        // What is durable stays so, whatever a listener makes of it.
        process.emitWarning(error as Error);
      }
    }
  }
}
