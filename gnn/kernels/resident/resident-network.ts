/** A plan kept in WebAssembly memory and run there, on threads of its own or on the caller's. */
import { availableParallelism } from 'node:os';
import { kernelModule } from '../wasm/kernels.ts';
import { mostPages } from '../wasm/module-builder.ts';
import { type Layout, layoutOf } from './layout.ts';
import { placesOf } from './locality.ts';
import type { Order, Value } from './plan.ts';
import { type RunLayer, resetSchedule, runSchedule } from './schedule.ts';
import { ThreadTeam } from './thread-team.ts';

export interface ResidentOptions {
  /** 0 runs on the caller's thread; by default up to 2, and 0 for what takes less than 0.1 ms. */
  readonly threads?: number;
  /** Flags of Node for each thread, such as a loader; those of the process by default. */
  readonly execArgv?: readonly string[];
}

const pageBytes = 2 ** 16;
/** Multiplications that take about as long as waking a thread. */
const smallCost = 500_000;

/**
 * A network on one graph. The architecture is run once over a `Plan`; what it wants is given here:
 * matrices and weights are copied into memory now, inputs by `write`, and `run` computes what `read`
 * gives. Rows are written and read in the caller's order; that of the plan stays inside.
 *
 *     const plan = new Plan();
 *     const order = localityOrder(graph);
 *     const x = plan.input(graph.rows, 16, order);
 *     const y = plan.relu(plan.matMul(plan.aggregate(plan.sparse(graph, order), x), plan.constant(w)));
 *     const network = new ResidentNetwork([y]);
 *     network.write(x, features); await network.run(); network.read(y); await network.close();
 */
export class ResidentNetwork {
  /** How many threads it has of its own. */
  readonly threads: number;
  /** Of the whole memory. */
  readonly bytes: number;
  /** Multiplications of a run, sparse and dense. */
  readonly cost: number;
  readonly #layout: Layout;
  readonly #floats: Float32Array;
  readonly #words: Int32Array;
  readonly #runOnce: () => Promise<void>;
  readonly #team: ThreadTeam | undefined;
  /** Where each row of an order stands. */
  readonly #places = new Map<Int32Array, Int32Array>();
  #isRunning = false;

  constructor(wanted: readonly Value[], { threads, execArgv }: ResidentOptions = {}) {
    const most = threads ?? Math.min(2, availableParallelism());
    this.#layout = layoutOf(wanted, most);
    const { bytes, cost, contents, schedule } = this.#layout;
    this.threads = threads === undefined && cost < smallCost ? 0 : most;
    this.bytes = bytes;
    this.cost = cost;
    const pages = Math.ceil(bytes / pageBytes);
    if (pages > mostPages) {
      throw new RangeError(`the network takes ${bytes} bytes; WebAssembly has 4 GiB at most`);
    }
    const isShared = this.threads > 0;
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: isShared });
    this.#floats = new Float32Array(memory.buffer);
    this.#words = new Int32Array(memory.buffer);
    for (const { place, values } of contents) {
      (values instanceof Float32Array ? this.#floats : this.#words).set(values as never, place / 4);
    }
    const module = kernelModule(isShared);
    if (isShared) {
      const team = new ThreadTeam({ memory, module, schedule }, execArgv);
      this.#team = team;
      this.#runOnce = () => team.run();
    } else {
      const { exports } = new WebAssembly.Instance(module, { env: { memory } });
      const alone = { ...schedule, threads: 1 };
      const runLayer = exports.layer as RunLayer;
      this.#runOnce = async () => runSchedule(this.#words, alone, 0, runLayer);
    }
  }

  /** Sets all rows of an input, or those that are named, whose values then follow each other. */
  write(input: Value, values: Float32Array, rows?: readonly number[]): void {
    const { columns } = input;
    if (values.length !== (rows?.length ?? input.rows) * columns) {
      throw new TypeError(`${values.length} values do not fill rows of ${columns}`);
    }
    const copy = (to: number, i: number) => {
      for (let j = 0; j < columns; j++) this.#floats[to + j] = values[i * columns + j] as number;
    };
    this.#eachRow(input, rows, copy);
  }

  /** All rows of what is wanted or of an input, or those that are named, one after the other. */
  read(value: Value, rows?: readonly number[]): Float32Array {
    const { columns } = value;
    const values = new Float32Array((rows?.length ?? value.rows) * columns);
    const copy = (from: number, i: number) => {
      for (let j = 0; j < columns; j++) values[i * columns + j] = this.#floats[from + j] as number;
    };
    this.#eachRow(value, rows, copy);
    return values;
  }

  /** Computes what is wanted; one run at a time. */
  async run(): Promise<void> {
    if (this.#isRunning) throw new TypeError('the network is running: await its last run');
    this.#isRunning = true;
    try {
      resetSchedule(this.#words, this.#layout.schedule);
      await this.#runOnce();
    } finally {
      this.#isRunning = false;
    }
  }

  /** Ends the threads; the network cannot be run again. */
  async close(): Promise<void> {
    await this.#team?.close();
  }

  /** Visits rows with the places of their first columns in `#floats`. */
  #eachRow(
    value: Value,
    rows: readonly number[] | undefined,
    visit: (place: number, i: number) => void,
  ): void {
    if (this.#isRunning) throw new TypeError('the network is running: await its run');
    const address = this.#layout.places.get(value);
    if (address === undefined) throw new TypeError('the network has no such input or output');
    const places = this.#placesOf(value.order);
    const count = rows?.length ?? value.rows;
    for (let i = 0; i < count; i++) {
      const row = rows === undefined ? i : (rows[i] as number);
      if (!(row >= 0 && row < value.rows)) throw new RangeError(`there is no row ${row}`);
      const place = places === undefined ? row : (places[row] as number);
      visit(address / 4 + place * value.columns, i);
    }
  }

  #placesOf(order: Order): Int32Array | undefined {
    if (order === undefined) return undefined;
    const places = this.#places.get(order) ?? placesOf(order);
    this.#places.set(order, places);
    return places;
  }
}
