/**
 * Brings jobs in: from outside one after the other, at constant work in process, or by a list.
 * A source holds one job at most that finds no room. Owned by a simulation.
 */
import type { Flow } from './flow.ts';
import type { JobPool } from './job-pool.ts';
import type { Job, Source } from './queue-model.ts';
import type { Workshop } from './servers.ts';
import { drawTime } from './streams.ts';

export class Sources {
  /** The job that waits at the door, -1 for none. */
  readonly held: Int32Array;
  /** Jobs that are to come in at once. */
  readonly owed: Float64Array;
  /** Arrivals so far, or the next of a list. */
  readonly come: Float64Array;
  /** By source and number in its list: when the job left; NaN before. */
  readonly completed: readonly Float64Array[];
  readonly #stopped: Uint8Array;
  readonly #sources: readonly Source[];
  /** By release, each with its number in the model's list. */
  readonly #lists: (readonly Listed[])[];
  readonly #shop: Workshop;
  readonly #jobs: JobPool;
  readonly #slots: number;
  #flow!: Flow;

  constructor(shop: Workshop, jobs: JobPool, slots: number) {
    const { sources } = shop.layout.model;
    this.#shop = shop;
    this.#jobs = jobs;
    this.#slots = slots;
    this.#sources = sources;
    this.held = new Int32Array(sources.length).fill(-1);
    this.owed = new Float64Array(sources.length);
    this.come = new Float64Array(sources.length);
    this.#stopped = new Uint8Array(sources.length);
    this.#lists = sources.map(({ jobs: arrivals }) =>
      arrivals.kind === 'list' ? byRelease(arrivals.list) : [],
    );
    this.completed = this.#lists.map(({ length }) => new Float64Array(length).fill(Number.NaN));
  }

  /** Lets jobs in by this flow. */
  join(flow: Flow): void {
    this.#flow = flow;
  }

  /** Sets the first arrivals off. */
  start(): void {
    this.#sources.forEach(({ jobs }, k) => {
      if (jobs.kind === 'open') this.#await(k, 0);
      else {
        if (jobs.kind === 'closed') this.owed[k] = jobs.jobs;
        this.#shop.heap.schedule(this.#slots + k, 0);
      }
    });
  }

  /**
   * Takes over the source `old` of another run, and what of its list has come; `typeOf` gives this
   * model's number for a type of the other. What waits at its door is brought anew.
   */
  takeOver(k: number, before: Sources, old: number, typeOf: readonly number[]): void {
    const { jobs } = this.#sources[k] as Source;
    const { jobs: previous } = before.#sources[old] as Source;
    this.owed[k] = before.owed[old] as number;
    if (before.held[old] !== -1) this.owed[k] = (this.owed[k] as number) + 1;
    this.come[k] = before.come[old] as number;
    this.#stopped[k] = before.#stopped[old] as number;
    if (jobs.kind === 'closed' && previous.kind === 'closed') {
      this.owed[k] = (this.owed[k] as number) + jobs.jobs - previous.jobs;
    } else if (jobs.kind === 'list') this.#resumeList(k, before, old, typeOf);
    else if (jobs.kind !== previous.kind) this.owed[k] = jobs.kind === 'closed' ? jobs.jobs : 0;
  }

  #resumeList(k: number, before: Sources, old: number, typeOf: readonly number[]): void {
    const come = (before.come[old] as number) - (before.held[old] === -1 ? 0 : 1);
    const made = new Set<number>();
    const list = this.#lists[k] as readonly Listed[];
    const orders = new Map(list.map(({ job, order }) => [job.type, order]));
    (before.#lists[old] as readonly Listed[]).slice(0, come).forEach(({ job, order }) => {
      const here = orders.get(typeOf[job.type] as number);
      if (here === undefined) return;
      made.add(here);
      (this.completed[k] as Float64Array)[here] = before.completed[old]?.[order] as number;
    });
    const isMade = ({ order }: Listed) => made.has(order);
    this.#lists[k] = [...list.filter(isMade), ...list.filter((each) => !isMade(each))];
    this.come[k] = made.size;
    this.owed[k] = 0;
  }

  /** A source that is new in a run that goes on. */
  begin(k: number): void {
    const { jobs } = this.#sources[k] as Source;
    if (jobs.kind === 'closed') this.owed[k] = jobs.jobs;
  }

  /** Which number a job of a type has in a source's list; 0 without a list. */
  orderOf(k: number, type: number): number {
    return this.#lists[k]?.find(({ job }) => job.type === type)?.order ?? 0;
  }

  /** Goes on after `takeOver`: the next arrival is due then, or as it comes where there was none. */
  thaw(k: number, due: number, now: number): void {
    const { jobs } = this.#sources[k] as Source;
    if (due < Infinity) this.#shop.heap.schedule(this.#slots + k, due);
    else if (jobs.kind === 'open' && this.owed[k] === 0) this.#await(k, now);
    if (this.#stopped[k] === 0) this.#bring(k, now);
  }

  /** A source's event has come. */
  arrive(k: number, now: number): void {
    const { jobs } = this.#sources[k] as Source;
    if (jobs.kind === 'open') {
      this.owed[k] = (this.owed[k] as number) + 1;
      this.come[k] = (this.come[k] as number) + 1;
    }
    this.#bring(k, now);
  }

  /** The job that waited at the door enters. */
  admit(k: number, now: number): void {
    const job = this.held[k] as number;
    this.held[k] = -1;
    this.#enter(k, job, now);
    this.#bring(k, now);
  }

  left(k: number, order: number, now: number): void {
    if (k < 0) return;
    const completed = this.completed[k] as Float64Array;
    if (completed.length > 0) completed[order] = now;
    if ((this.#sources[k] as Source).jobs.kind !== 'closed') return;
    this.owed[k] = (this.owed[k] as number) + 1;
    this.#bring(k, now);
  }

  /** A source that is out lets nothing in: what it waits with waits on, what it may lose never comes. */
  stop(k: number): void {
    this.#stopped[k] = 1;
  }

  resume(k: number, now: number): void {
    this.#stopped[k] = 0;
    this.#bring(k, now);
  }

  /** Lets in what is due, until one finds no room. */
  #bring(k: number, now: number): void {
    const { jobs: arrivals } = this.#sources[k] as Source;
    if (this.#stopped[k] === 1) {
      if (arrivals.kind !== 'open' || arrivals.whenFull === 'waits') return;
      if ((this.owed[k] as number) > 0) this.#await(k, now);
      this.owed[k] = 0;
      return;
    }
    while (this.held[k] === -1 && this.#isDue(k, now)) {
      const job = this.#make(k, now);
      this.#flow.routing.choose(this.#shop.layout.model.stations.length + k, job);
      const { target } = this.#flow.routing;
      this.#jobs.target[job] = target;
      if (this.#flow.admits(target)) this.#enter(k, job, now);
      else if (arrivals.kind === 'open' && arrivals.whenFull === 'lost') {
        this.#flow.tally.lost++;
        this.#jobs.release(job);
        this.#await(k, now);
      } else {
        this.held[k] = job;
        this.#flow.queueSource(target, k);
      }
    }
  }

  #isDue(k: number, now: number): boolean {
    if ((this.owed[k] as number) > 0) return true;
    const next = this.#lists[k]?.[this.come[k] as number];
    if (next === undefined) return false;
    if (next.job.release <= now) return true;
    this.#shop.heap.schedule(this.#slots + k, next.job.release);
    return false;
  }

  #enter(k: number, job: number, now: number): void {
    this.#flow.enter(this.#jobs.target[job] as number, job, now);
    if ((this.#sources[k] as Source).jobs.kind === 'open') this.#await(k, now);
  }

  /** Sets the next arrival from outside. */
  #await(k: number, now: number): void {
    const { jobs } = this.#sources[k] as Source;
    if (jobs.kind !== 'open' || (this.come[k] as number) >= (jobs.limit ?? Infinity)) return;
    const { heap, layout, draws, streams } = this.#shop;
    const wait = drawTime(layout.interarrival, k, draws, streams.arrival(k));
    heap.schedule(this.#slots + k, now + wait);
  }

  #make(k: number, now: number): number {
    const jobs = this.#jobs;
    const { layout } = this.#shop;
    const job = jobs.take();
    const entry = this.#lists[k]?.[this.come[k] as number];
    const listed = entry?.job;
    jobs.order[job] = entry?.order ?? 0;
    if (listed !== undefined) this.come[k] = (this.come[k] as number) + 1;
    else this.owed[k] = (this.owed[k] as number) - 1;
    const t = listed?.type ?? this.#drawType(k);
    const type = layout.model.types[t];
    const first = layout.stepOffsets[t] as number;
    const hasSteps = (layout.stepOffsets[t + 1] as number) > first;
    jobs.type[job] = t;
    jobs.source[job] = k;
    jobs.step[job] = hasSteps ? first - 1 : -1;
    jobs.priority[job] = listed?.priority ?? type?.priority ?? 0;
    jobs.due[job] = listed?.due ?? now + (type?.dueAfter ?? Infinity);
    return job;
  }

  #drawType(k: number): number {
    const { mix } = this.#sources[k] as Source;
    const last = mix.length - 1;
    if (last === 0) return mix[0]?.type ?? 0;
    const draw = this.#shop.draws.next(this.#shop.streams.type(k));
    let sum = 0;
    const found = mix.findIndex(({ share }) => {
      sum += share;
      return draw < sum;
    });
    return mix[found < 0 ? last : found]?.type ?? 0;
  }
}

interface Listed {
  readonly job: Job;
  readonly order: number;
}

function byRelease(list: readonly Job[]): Listed[] {
  const listed = list.map((job, order) => ({ job, order }));
  return listed.sort((a, b) => a.job.release - b.job.release);
}
