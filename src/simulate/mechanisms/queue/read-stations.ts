/** Reads stations, their shifts and transporters off processors. Called by `queueModel`. */
import { behaviours } from '../../../behaviour/behaviours.ts';
import { asNumber } from '../../../model/json.ts';
import type { Distribution } from './distribution.ts';
import type {
  Calendar,
  Discipline,
  Failures,
  Route,
  Station,
  TransporterPool,
} from './queue-model.ts';
import { refuse, sharesOf, type TwinReader } from './twin-reader.ts';

const day = 86_400;
const { processor, shift, transporter } = behaviours;

/** What a rule is called on a twin, as in the literature on scheduling. */
const disciplines: Readonly<Record<string, Discipline>> = {
  firstComeFirstServed: 'firstCome',
  shortestProcessingTime: 'shortestTime',
  earliestDueDate: 'earliestDue',
  highestPriority: 'priority',
};

/** The parts of a model that several stations share, each numbered as it is first met. */
export class SharedParts {
  readonly calendars: Calendar[] = [];
  readonly transporters: TransporterPool[] = [];
  readonly #numbers = new Map<number, number>();
  readonly #reader: TwinReader;

  constructor(reader: TwinReader) {
    this.#reader = reader;
  }

  /** The number of the calendar that a station works in, if any. */
  calendarOf(node: number): number | undefined {
    const link = this.#reader.links(node, 'worksIn', shift)[0];
    if (link === undefined) return undefined;
    return this.#number(link.target, () => this.calendars.push(this.#calendar(link.target)));
  }

  /** The number of the pool that carries what a station has done, if any. */
  transportersOf(node: number): number | undefined {
    const link = this.#reader.links(node, 'movedBy', transporter)[0];
    if (link === undefined) return undefined;
    const { target } = link;
    const units = this.#reader.number(target, transporter, 'units', 1);
    const pool = { twin: this.#reader.id(target), units };
    return this.#number(target, () => this.transporters.push(pool));
  }

  #number(node: number, add: () => number): number {
    let number = this.#numbers.get(node);
    if (number === undefined) {
      number = add() - 1;
      this.#numbers.set(node, number);
    }
    return number;
  }

  #calendar(node: number): Calendar {
    const reader = this.#reader;
    const begins = reader.numbers(node, shift, 'begins');
    const ends = reader.numbers(node, shift, 'ends');
    const twin = reader.id(node);
    if (begins.length !== ends.length) {
      throw refuse(`${twin}/ends`, `${ends.length} ends for ${begins.length} begins`, 'as many');
    }
    const period = reader.number(node, shift, 'period', day);
    return { twin, period, intervals: begins.map((from, i) => [from, ends[i] as number]) };
  }
}

/** One station; `indexOf` numbers the stations of the model. */
export function stationOf(
  reader: TwinReader,
  node: number,
  parts: SharedParts,
  indexOf: (node: number) => number,
): Station {
  const number = (property: string, otherwise: number) =>
    reader.number(node, processor, property, otherwise);
  const rules = Object.keys(disciplines) as [string, ...string[]];
  const rule = reader.word(node, processor, 'dispatchingRule', rules);
  const setup = number('setupTime', 0);
  const failures = failuresOf(reader, node);
  const calendar = parts.calendarOf(node);
  return {
    twin: reader.id(node),
    servers: number('servers', 1),
    buffer: number('bufferCapacity', Number.POSITIVE_INFINITY),
    time: reader.distribution(node, processor, 'cycleTime', {
      mean: number('cycleTime', 0),
      plain: 'deterministic',
    }),
    ...(setup === 0 ? {} : { setup: { kind: 'deterministic', mean: setup } }),
    ...(failures === undefined ? {} : { failures }),
    blocking: reader.word(node, processor, 'blocking', ['afterService', 'beforeService']),
    discipline: disciplines[rule] ?? 'firstCome',
    routing: reader.word(node, processor, 'routing', ['share', 'shortestQueue']),
    routes: routesOf(reader, node, { parts, indexOf }),
    ...(calendar === undefined ? {} : { calendar }),
  };
}

function failuresOf(reader: TwinReader, node: number): Failures | undefined {
  const number = (property: string) => reader.number(node, processor, property, Number.NaN);
  const mean = number('meanTimeBetweenFailures');
  if (Number.isNaN(mean)) return undefined;
  const repairs = number('meanTimeToRepair');
  const variation = number('repairTimeVariation');
  const repair: Distribution = {
    kind: Number.isNaN(variation) ? 'exponential' : 'gamma',
    mean: Number.isNaN(repairs) ? 0 : repairs,
    ...(Number.isNaN(variation) ? {} : { variation }),
  };
  const clock = reader.word(node, processor, 'failureClock', ['working', 'always']);
  return { clock, between: { kind: 'exponential', mean }, repair };
}

function routesOf(
  reader: TwinReader,
  node: number,
  { parts, indexOf }: { parts: SharedParts; indexOf: (node: number) => number },
): Route[] {
  const links = reader.links(node, 'passesTo', processor);
  if (links.length === 0) return [];
  const where = `${reader.id(node)}/passesTo/share`;
  const leaving = reader.number(node, processor, 'leavingShare', 0);
  if (!(leaving >= 0 && leaving <= 1)) {
    throw refuse(`${reader.id(node)}/leavingShare`, `${leaving} is no share`, '0 to 1');
  }
  const shares = sharesOf(links, 1 - leaving, where);
  const transporters = parts.transportersOf(node);
  return links.map(({ target, properties }, i) => {
    const time = asNumber(properties.travelTime ?? null);
    return {
      station: indexOf(target),
      share: shares[i] as number,
      travelTime: Number.isNaN(time) ? 0 : time,
      ...(transporters === undefined ? {} : { transporters }),
    };
  });
}
