/**
 * What the key figures of the built-in mechanisms measure, in words for planners. Called by the API; a
 * mechanism of one's own gives its figures other names.
 */

/** By a name's first word; by the whole name where that measures something else. */
const meanings: ReadonlyMap<string, string> = new Map([
  [
    'served',
    'Demand of the twins that work and have what they need, each counted whole or not at all, in all networks together',
  ],
  ['demand', 'Demand of all twins, whether it is served or not'],
  [
    'unserved',
    'What was demanded and not served over the whole run, each demand counted whole while its twin does not work or lacks what it needs: an amount where demand is a rate, else demand times hours',
  ],
  ['failed', 'Number of twins that do not work'],
  [
    'flow',
    'What comes to the customers of the flow network, where a demand may be served in part; `served` counts it whole or not at all',
  ],
  ['unmet', 'What customers of the flow network ask for and do not get, in parts too'],
  ['flowCost', 'Cost of the flows for each unit of time'],
  [
    'servedPower',
    'Power that reaches the loads of the power network by its equations; `served.power` counts all demands for power, on networks or not',
  ],
  ['generationCost', 'Cost of generation for each hour'],
  ['overloaded', 'Number of lines, couplers and sources of power above their capacity'],
  ['servedWater', 'Volume of water that junctions got over the whole run, by hydraulics'],
  ['unmetWater', 'Volume of water that junctions asked for and did not get over the whole run'],
  ['unmetWater.most', 'Water that junctions ask for and do not get'],
  ['pressure', 'Pressure at the junctions that ask for water'],
  ['travelTime', 'Hours that the trips of one hour spend on the roads, all vehicles together'],
  ['unservedTrips', 'Trips of an hour that find no way'],
  ['throughput', 'Jobs done for each hour'],
  ['workInProgress', 'Mean number of jobs in the system'],
  ['flowTime', 'Mean time of a job from its start to its end'],
  ['lostJobs', 'Jobs that found no room'],
  ['tardyJobs', 'Jobs done after they were due'],
  ['tardiness', 'Mean time by which jobs are late'],
  ['fillRate', 'Share of the demand for stock that is served when it is due'],
  ['backorders', 'Units owed to customers'],
  ['inventory', 'Mean units on hand in all stores'],
  ['cost', 'Cost of stock, orders and shortage over the whole run'],
  ['lostSales', 'Units asked for and not sold'],
]);

const moments: ReadonlyMap<string, string> = new Map([
  ['lowest', 'the lowest at any time'],
  ['most', 'the most at any time'],
  ['mean', 'the mean over time'],
]);

/** Figures of which the plain name is the value at the end of the run. */
const atTheEnd = new Set([
  ...['served', 'demand', 'failed', 'flow', 'unmet', 'flowCost', 'servedPower'],
  ...['generationCost', 'overloaded', 'travelTime', 'unservedTrips', 'backorders'],
]);

/** A sentence; undefined for a figure of a mechanism of one's own. */
export function kpiDescription(name: string): string | undefined {
  const words = name.split('.');
  const first = words[0] as string;
  const meaning = meanings.get(name) ?? meanings.get(first);
  if (meaning === undefined) return undefined;
  const moment = moments.get(words.at(-1) as string);
  const when = moment ?? (atTheEnd.has(first) ? 'at the end of the run' : undefined);
  return when === undefined ? `${meaning}.` : `${meaning} (${when}).`;
}
