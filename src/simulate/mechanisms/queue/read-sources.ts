/** Reads job types, sources and single jobs off twins. Called by `queueModel`. */
import { behaviours } from '../../../behaviour/behaviours.ts';
import { asNumber } from '../../../model/json.ts';
import type { Job, JobType, Source, Step } from './queue-model.ts';
import { type Link, refuse, sharesOf, type TwinReader } from './twin-reader.ts';

const { job, jobSource, jobType, processor } = behaviours;

/** Numbers job types and families as they are first met. */
export class JobTypes {
  readonly types: JobType[] = [];
  readonly #reader: TwinReader;
  readonly #indexOf: (node: number) => number;
  readonly #numbers = new Map<number, number>();
  readonly #families = new Map<string, number>();

  constructor(reader: TwinReader, indexOf: (node: number) => number) {
    this.#reader = reader;
    this.#indexOf = indexOf;
  }

  /** The number of the type that a twin is. */
  of(node: number): number {
    let number = this.#numbers.get(node);
    if (number === undefined) {
      number = this.types.push(this.#read(node)) - 1;
      this.#numbers.set(node, number);
    }
    return number;
  }

  /** The number of a type without properties, for a source that names none. */
  plain(name: string): number {
    return this.types.push({ name, family: this.#family(name) }) - 1;
  }

  #read(node: number): JobType {
    const reader = this.#reader;
    const name = reader.id(node);
    const dueAfter = reader.number(node, jobType, 'dueAfter', Number.POSITIVE_INFINITY);
    const steps = visitsOf(reader, node).map(({ target, properties }): Step => {
      const time = asNumber(properties.time ?? null);
      return { station: this.#indexOf(target), ...(Number.isNaN(time) ? {} : { time }) };
    });
    return {
      name,
      family: this.#family(reader.text(node, jobType, 'family') ?? name),
      priority: reader.number(node, jobType, 'priority', 0),
      dueAfter,
      steps,
    };
  }

  #family(name: string): number {
    const number = this.#families.get(name) ?? this.#families.size;
    this.#families.set(name, number);
    return number;
  }
}

/** What a job type visits, in turn. */
export function visitsOf(reader: TwinReader, node: number): Link[] {
  const at = ({ properties }: Link) => asNumber(properties.position ?? 0);
  return reader.links(node, 'visits', processor).toSorted((a, b) => at(a) - at(b));
}

export function sourceOf(
  reader: TwinReader,
  node: number,
  types: JobTypes,
  indexOf: (node: number) => number,
): Source {
  const twin = reader.id(node);
  const links = reader.links(node, 'passesTo', processor);
  const made = reader.links(node, 'makes', jobType);
  const shares = sharesOf(links, 1, `${twin}/passesTo/share`);
  const mix = sharesOf(made, 1, `${twin}/makes/share`);
  const isGuided = made.length > 0 && made.every((m) => visitsOf(reader, m.target).length > 0);
  if (links.length === 0 && !isGuided) {
    throw refuse(`${twin}/passesTo`, 'its jobs have nowhere to go', 'a processor to pass them to');
  }
  return {
    twin,
    jobs: arrivalsOf(reader, node),
    entries: links.map(({ target }, i) => ({
      station: indexOf(target),
      share: shares[i] as number,
    })),
    mix:
      made.length === 0
        ? [{ type: types.plain(twin), share: 1 }]
        : made.map(({ target }, i) => ({ type: types.of(target), share: mix[i] as number })),
  };
}

function arrivalsOf(reader: TwinReader, node: number): Source['jobs'] {
  const number = (property: string) => reader.number(node, jobSource, property, Number.NaN);
  const jobs = number('workInProgress');
  if (!Number.isNaN(jobs)) return { kind: 'closed', jobs };
  const mean = number('interarrivalTime');
  if (Number.isNaN(mean)) {
    const where = `${reader.id(node)}/interarrivalTime`;
    throw refuse(where, 'it is not known when jobs come', 'interarrivalTime or workInProgress');
  }
  const plain = 'exponential' as const;
  const limit = number('jobLimit');
  return {
    kind: 'open',
    between: reader.distribution(node, jobSource, 'interarrival', { mean, plain }),
    whenFull: reader.word(node, jobSource, 'whenFull', ['waits', 'lost']),
    ...(Number.isNaN(limit) ? {} : { limit }),
  };
}

/** One job; its twin is its type. */
export function jobOf(reader: TwinReader, node: number, types: JobTypes): Job {
  const due = reader.number(node, job, 'dueTime', Number.NaN);
  if (visitsOf(reader, node).length === 0) {
    throw refuse(`${reader.id(node)}/visits`, 'it has nothing to visit', 'one processor or more');
  }
  return {
    type: types.of(node),
    release: reader.number(node, job, 'releaseTime', 0),
    ...(Number.isNaN(due) ? {} : { due }),
  };
}
