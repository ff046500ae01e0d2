/** Refuses queue models that cannot be meant, naming every bad place. Called before any run. */
import { type Problem, refusal } from '../../../model/errors.ts';
import { type Distribution, greatestVariation } from './distribution.ts';
import type { Calendar, QueueModel, Route, Source, Station } from './queue-model.ts';

/** Machines of all stations together. */
const maxServers = 1_000_000;

/** Throws `BAD_USER_INPUT` or `LIMIT_EXCEEDED` with all problems. */
export function checkQueueModel(model: QueueModel): void {
  const problems = [
    ...model.stations.flatMap((station) => stationProblems(model, station)),
    ...model.sources.flatMap((source) => sourceProblems(model, source)),
    ...model.types.flatMap((type) => stepProblems(model, type.name, type.steps ?? [])),
    ...model.calendars.flatMap(calendarProblems),
    ...model.transporters.flatMap(({ twin, units }) =>
      wholeProblems(`${twin}/units`, units, 'transporters'),
    ),
  ];
  if (problems.length > 0) throw refusal(problems);
  const servers = model.stations.reduce((sum, station) => sum + (station.servers ?? 1), 0);
  if (servers > maxServers) {
    throw refusal([
      {
        code: 'LIMIT_EXCEEDED',
        where: model.stations[0]?.twin ?? '',
        message: `the stations have ${servers} machines together`,
        expected: `at most ${maxServers}`,
        action: 'lower their servers',
      },
    ]);
  }
}

function stationProblems(model: QueueModel, station: Station): Problem[] {
  const { twin, servers = 1, buffer = 0, failures, setup, calendar } = station;
  const problems = [
    ...timeProblems(`${twin}/cycleTime`, station.time),
    ...wholeProblems(`${twin}/servers`, servers, 'machines'),
    ...routeProblems(model, twin, station.routes, station.routing !== 'shortestQueue'),
  ];
  if (!(buffer >= 0)) problems.push(bad(`${twin}/bufferCapacity`, buffer, 'zero or more places'));
  if (setup !== undefined) problems.push(...timeProblems(`${twin}/setupTime`, setup));
  if (failures !== undefined) {
    const { between, repair } = failures;
    problems.push(...timeProblems(`${twin}/meanTimeBetweenFailures`, between));
    problems.push(...timeProblems(`${twin}/meanTimeToRepair`, repair));
    if (between.mean === 0) {
      problems.push(bad(`${twin}/meanTimeBetweenFailures`, 0, 'a time above zero'));
    }
  }
  if (calendar !== undefined && model.calendars[calendar] === undefined) {
    problems.push(bad(`${twin}/calendar`, calendar, 'a calendar of the model'));
  }
  return problems;
}

function sourceProblems(model: QueueModel, source: Source): Problem[] {
  const { twin, jobs, mix, entries } = source;
  const problems = routeProblems(model, twin, entries);
  const types = jobs.kind === 'list' ? jobs.list.map(({ type }) => type) : mix.map((m) => m.type);
  for (const type of new Set(types)) {
    const known = model.types[type];
    if (known === undefined) problems.push(bad(`${twin}/type`, type, 'a type of the model'));
    else if ((known.steps ?? []).length === 0) problems.push(...sumProblems(twin, entries));
  }
  if (jobs.kind === 'list') {
    const late = jobs.list.find(({ release }) => !(release >= 0 && release < Infinity));
    if (late !== undefined) problems.push(bad(`${twin}/release`, late.release, 'a time from zero'));
    return problems;
  }
  problems.push(...sumProblems(`${twin}/mix`, mix));
  if (jobs.kind === 'closed') return [...problems, ...closedProblems(model, twin, jobs.jobs)];
  problems.push(...timeProblems(`${twin}/interarrivalTime`, jobs.between));
  const takesAll = entries.some(({ station }) => model.stations[station]?.buffer === undefined);
  if (jobs.between.mean === 0 && (jobs.whenFull === 'lost' || takesAll || entries.length === 0)) {
    const expected = 'a time above zero, unless the source waits for room in finite buffers';
    problems.push(bad(`${twin}/interarrivalTime`, 0, expected));
  }
  return problems;
}

function closedProblems(model: QueueModel, twin: string, jobs: number): Problem[] {
  const takesTime =
    model.stations.some(({ time }) => time.mean > 0) ||
    model.types.some(({ steps = [] }) => steps.some(({ time = 0 }) => time > 0));
  const problems = wholeProblems(`${twin}/workInProgress`, jobs, 'jobs');
  if (!takesTime) problems.push(bad(`${twin}/workInProgress`, jobs, 'a station that takes time'));
  return problems;
}

function stepProblems(
  model: QueueModel,
  name: string,
  steps: readonly { readonly station: number; readonly time?: number }[],
): Problem[] {
  return steps.flatMap(({ station, time = 0 }, i) => {
    const where = `${name}/steps/${i}`;
    if (model.stations[station] === undefined) return [bad(where, station, 'a station')];
    return time >= 0 && time < Infinity ? [] : [bad(where, time, 'a time of zero or more')];
  });
}

function routeProblems(
  model: QueueModel,
  twin: string,
  routes: readonly Route[],
  byShare = true,
): Problem[] {
  const problems: Problem[] = [];
  let sum = 0;
  for (const { station, share, travelTime = 0, transporters } of routes) {
    const to = model.stations[station];
    if (to === undefined) problems.push(bad(`${twin}/passesTo`, station, 'a station'));
    const where = `${twin}/passesTo/${to?.twin ?? station}`;
    if (!(share >= 0 && share <= 1)) problems.push(bad(`${where}/share`, share, '0 to 1'));
    if (!(travelTime >= 0 && travelTime < Infinity)) {
      problems.push(bad(`${where}/travelTime`, travelTime, 'a time of zero or more'));
    }
    if (transporters !== undefined && model.transporters[transporters] === undefined) {
      problems.push(bad(`${where}/transporters`, transporters, 'a pool of the model'));
    }
    sum += share;
  }
  if (byShare && sum > 1 + 1e-9) {
    problems.push(bad(`${twin}/passesTo/share`, sum, 'shares that sum to 1'));
  }
  return problems;
}

function sumProblems(where: string, shares: readonly { readonly share: number }[]): Problem[] {
  const sum = shares.reduce((total, { share }) => total + share, 0);
  return Math.abs(sum - 1) <= 1e-9 ? [] : [bad(`${where}/share`, sum, 'shares that sum to 1')];
}

function calendarProblems({ twin, period, intervals }: Calendar): Problem[] {
  if (!(period > 0 && period < Infinity))
    return [bad(`${twin}/period`, period, 'a time above zero')];
  return intervals
    .filter(([from, until]) => !(from >= 0 && from < until && until <= period))
    .map(([from, until]) =>
      bad(`${twin}/intervals`, `${from} to ${until}`, `within 0 to ${period}`),
    );
}

function timeProblems(where: string, { kind, mean, variation = 0 }: Distribution): Problem[] {
  const most = greatestVariation[kind];
  if (most === undefined) return [bad(where, kind, Object.keys(greatestVariation).join(', '))];
  if (!(mean >= 0 && mean < Infinity)) return [bad(where, mean, 'a time of zero or more')];
  const varies = kind !== 'exponential' && kind !== 'deterministic';
  const fits = variation === 0 || (variation >= 0.001 && variation <= most + 1e-12);
  if (!varies || fits) return [];
  const range = `a coefficient of variation from 0.001 to ${most} (or 0) for ${kind} times`;
  return [bad(where, variation, range)];
}

function wholeProblems(where: string, value: number, what: string): Problem[] {
  const isWhole = Number.isInteger(value) && value >= 1 && value <= maxServers;
  return isWhole ? [] : [bad(where, value, `a whole number of ${what} from 1 to ${maxServers}`)];
}

function bad(where: string, value: number | string, expected: string): Problem {
  const message = `${value} cannot be meant here`;
  return { code: 'BAD_USER_INPUT', where, message, expected, action: 'correct the value' };
}
