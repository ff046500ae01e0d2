/**
 * The queue mechanism: jobs go through stations, wait for machines, room and transporters, and are
 * held up by failures, outages and shifts. It takes part where a graph has sources of jobs or
 * single jobs; processors that none of these lead to (a line described for its dependencies alone)
 * stay out of it. A station that does not work is down, and its job goes on where it was.
 */
import { behaviours } from '../../../behaviour/behaviours.ts';
import type {
  Mechanism,
  MechanismOutputs,
  MechanismRun,
  Moment,
  Setting,
  Troubles,
} from '../../mechanism.ts';
import { type GraphQueues, queueModel } from './build-queue-model.ts';
import { Deliveries } from './deliveries.ts';
import { findingsOf } from './queue-findings.ts';
import { drawsAnything, kpisOf, twinOutputs } from './queue-outputs.ts';
import { QueueSimulation } from './queue-simulation.ts';
import { type QueueStatistics, statisticsOf } from './queue-statistics.ts';
import { Slices } from './slices.ts';

/** A run of more events than this is refused: nothing else could be done meanwhile. */
const maxRunEvents = 50_000_000;
/** The value of one more machine is found by running again, where a run had no more events. */
const maxEventsAgain = 2_000_000;

export const queue: Mechanism = {
  name: 'queue',
  behaviours: [behaviours.jobSource, behaviours.job],
  figures: ['throughput', 'workInProgress', 'flowTime', 'lostJobs', 'tardyJobs', 'tardiness'],
  mayTrouble: (graph, catalogue) => {
    const { stationNodes, tolerances } = queueModel(graph, catalogue);
    return stationNodes.filter((_, station) => (tolerances[station] as number) >= 0);
  },
  effects: ['runsShort'],
  init: (setting) => new QueueRun(setting),
};

/** A station or source that ceased or began to work. */
interface Turn {
  readonly time: number;
  readonly index: number;
  readonly isStation: boolean;
  readonly isOut: boolean;
}

class QueueRun implements MechanismRun {
  readonly #setting: Setting;
  #seed: number;
  #queues: GraphQueues;
  #simulation: QueueSimulation;
  #deliveries = new Deliveries();
  #slices = new Slices();
  #graph;
  #version = -1;
  #isWarm = false;
  /** Whether the graph has been the same all along, so that `#turns` tell the whole story. */
  #isPlain = true;
  #turns: Turn[] = [];
  #isOut = new Map<number, boolean>();

  constructor(setting: Setting) {
    this.#setting = setting;
    this.#seed = setting.seed;
    this.#graph = setting.graph;
    this.#queues = queueModel(setting.graph, setting.catalogue);
    this.#simulation = this.#begin();
  }

  get next(): number {
    return Math.min(this.#deliveries.next, this.#slices.end);
  }

  restart(seed: number): void {
    this.#seed = seed;
    this.#graph = this.#setting.graph;
    this.#queues = queueModel(this.#graph, this.#setting.catalogue);
    this.#simulation = this.#begin();
    this.#deliveries = new Deliveries();
    this.#slices = new Slices();
    this.#version = -1;
    this.#isWarm = false;
    this.#isPlain = true;
    this.#turns = [];
    this.#isOut = new Map();
  }

  step(moment: Moment): Troubles {
    this.#runTo(moment.time, false);
    if (moment.version !== this.#version) {
      this.#version = moment.version;
      this.#follow(moment);
      this.#turn(moment);
    }
    this.#runTo(moment.time, true);
    this.#slices.reach(moment.time, this.#simulation);
    const works = (node: number) => moment.works(node);
    const matters = (node: number) => this.#setting.matters(node);
    return this.#deliveries.review(this.#queues, this.#simulation, { works, matters });
  }

  outputs(): MechanismOutputs {
    this.#runTo(this.#setting.horizonSeconds, true);
    const queues = this.#queues;
    const { model } = queues;
    const simulation = this.#simulation;
    const statistics = statisticsOf(simulation);
    const { deadlocked } = simulation;
    const oneMore = (station: number) => this.#oneMore(station);
    return {
      kpis: kpisOf(model, statistics),
      twins: () => twinOutputs(queues, statistics, simulation.completed),
      findings: this.#setting.figuresOnly
        ? []
        : findingsOf({ model, statistics, deadlocked, oneMore }),
      random: drawsAnything(model),
    };
  }

  #begin(): QueueSimulation {
    return new QueueSimulation(this.#queues.model, { seed: this.#seed, maxEvents: maxRunEvents });
  }

  /** Runs on, and forgets the warm-up once it is over. */
  #runTo(time: number, inclusive: boolean): void {
    const { warmUp } = this.#queues;
    if (!this.#isWarm && warmUp > 0 && time > warmUp) {
      this.#simulation.run(warmUp, true);
      this.#simulation.restart();
    }
    if (time > warmUp) this.#isWarm = true;
    this.#simulation.run(time, inclusive);
  }

  /** Takes in another graph. */
  #follow({ graph }: Moment): void {
    if (graph === this.#graph) return;
    this.#graph = graph;
    const queues = queueModel(graph, this.#setting.catalogue);
    const before = this.#queues;
    if (queues === before || JSON.stringify(queues) === JSON.stringify(before)) return;
    this.#isPlain = false;
    this.#simulation = this.#simulation.continueAs(queues.model);
    this.#queues = queues;
  }

  /** Stops what does not work any more, and lets go on what works again. */
  #turn(moment: Moment): void {
    const { stationNodes, sourceNodes } = this.#queues;
    const look = (node: number, index: number, isStation: boolean) => {
      const isOut = node >= 0 && !moment.works(node);
      if (isOut === (this.#isOut.get(node) ?? false)) return;
      this.#isOut.set(node, isOut);
      const turn = { time: moment.time, index, isStation, isOut };
      this.#turns.push(turn);
      apply(turn, this.#simulation);
    };
    stationNodes.forEach((node, s) => {
      look(node, s, true);
    });
    sourceNodes.forEach((node, k) => {
      look(node, k, false);
    });
  }

  /** Throughput with one more machine, the same draws and the same outages. */
  #oneMore(station: number): number | undefined {
    if (!this.#isPlain || this.#simulation.events > maxEventsAgain) return undefined;
    const { model, warmUp } = this.#queues;
    const { horizonSeconds } = this.#setting;
    const stations = model.stations.map((each, s) =>
      s === station ? { ...each, servers: (each.servers ?? 1) + 1 } : each,
    );
    const more = new QueueSimulation({ ...model, stations }, { seed: this.#seed });
    const pending = [...this.#turns];
    const runTo = (until: number) => {
      for (let turn = pending[0]; turn !== undefined && turn.time <= until; turn = pending[0]) {
        more.run(turn.time);
        apply(turn, more);
        pending.shift();
      }
      more.run(until, true);
    };
    if (warmUp > 0 && warmUp < horizonSeconds) {
      runTo(warmUp);
      more.restart();
    }
    runTo(horizonSeconds);
    const { throughput }: QueueStatistics = statisticsOf(more);
    return throughput;
  }
}

function apply({ index, isStation, isOut }: Turn, simulation: QueueSimulation): void {
  if (isStation) simulation.setStationOut(index, isOut);
  else simulation.setSourceOut(index, isOut);
}
