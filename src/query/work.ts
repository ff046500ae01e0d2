/** What one query did so far: bounds what it may look at, and is what `explain` shows. */
import { LinchpinError } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';

/** How many twins and relationships a query may look at besides the whole graph once: some seconds' work. */
export const maxWork = 30_000_000;

/** How the records that a query looks at were found. */
export type IndexName = 'ids' | 'models' | 'ends' | 'related' | 'within' | 'order' | 'scan';

/** The work of one query. */
export class Work {
  index: IndexName = 'scan';
  /** Records that were looked at. */
  examined = 0;
  /** Relationships that were followed. */
  followed = 0;
  /** Its parts in the order of the plan, where it has several. */
  readonly stages: Stage[] = [];
  readonly #most: number;

  /** `allowance` is for queries whose steps cost more than most. */
  constructor({ size }: TwinGraph, allowance = maxWork) {
    this.#most = allowance + size.twins + size.relationships;
  }

  /** Counts records that are looked at; `LIMIT_EXCEEDED` when it is too much in all. */
  examine(records = 1): void {
    this.examined += records;
    if (this.examined + this.followed > this.#most) throw this.#exceeded();
  }

  /** Counts relationships before they are followed; likewise. */
  follow(relationships: number): void {
    this.followed += relationships;
    if (this.examined + this.followed > this.#most) throw this.#exceeded();
  }

  /** Begins to count another part by itself. */
  stage(operation: string, about: Pick<Stage, 'on' | 'index'> = {}): Stage {
    const stage = new Stage(this, operation, about);
    this.stages.push(stage);
    return stage;
  }

  #exceeded(): LinchpinError {
    return new LinchpinError({
      code: 'LIMIT_EXCEEDED',
      where: 'query',
      message: `the query looks at more than ${this.#most} twins and relationships`,
      action: 'name a twin by its id, name the relationships to follow, or allow fewer hops',
    });
  }
}

/** A part of a query's work; the records and relationships that it counts, the whole counts too. */
export class Stage {
  readonly operation: string;
  /** What it is about, in the query's own names. */
  readonly on?: string;
  readonly index?: IndexName;
  examined = 0;
  followed = 0;
  returned = 0;
  readonly #work: Work;

  constructor(work: Work, operation: string, about: Pick<Stage, 'on' | 'index'>) {
    this.#work = work;
    this.operation = operation;
    Object.assign(this, about);
  }

  examine(): void {
    this.examined++;
    this.#work.examine();
  }

  follow(relationships: number): void {
    this.followed += relationships;
    this.#work.follow(relationships);
  }

  /** The same items, counted as what it looks at; rows and groups cost the whole nothing more. */
  *counted<T>(items: Iterable<T>): Generator<T> {
    for (const item of items) {
      this.examined++;
      yield item;
    }
  }

  /** The same items, counted as what it gives. */
  *giving<T>(items: Iterable<T>): Generator<T> {
    for (const item of items) {
      this.returned++;
      yield item;
    }
  }
}
