/** What EPANET refuses, as coded errors that name a twin. Used by `network-run.ts`. */
import { LinchpinError } from '../../../model/errors.ts';
import { EpanetError } from './epanet-project.ts';
import type { WaterModel } from './water-model.ts';
import type { Frame } from './water-record.ts';

/** Does something with the toolkit; its refusal becomes `BAD_USER_INPUT` of the twin it is about. */
export function saidOf<T>(model: WaterModel, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof EpanetError)) throw error;
    const line = /Error \d+:? [^\n]*(\n[^\n]+)?/i
      .exec(error.report)?.[0]
      .replace(/\s+/g, ' ')
      .trim();
    throw new LinchpinError(
      {
        code: 'BAD_USER_INPUT',
        where: twinIn(model, line ?? '') ?? model.network.twin,
        message: `EPANET cannot run the water network: ${line ?? error.message} (${error.code})`,
        expected: 'a network that EPANET can solve',
        action: 'correct the twin, or leave its outage or edit out of the scenario',
      },
      { cause: error },
    );
  }
}

/** The frame; `BAD_USER_INPUT` naming the twin of a value that is no number. */
export function checkedFrame(model: WaterModel, frame: Frame): Frame {
  const node = frame.head.findIndex((value) => !Number.isFinite(value));
  const link = frame.flow.findIndex((value) => !Number.isFinite(value));
  if (node < 0 && link < 0) return frame;
  const where = model.nodes[node]?.twin ?? model.links[link]?.twin ?? model.network.twin;
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where,
    message: `EPANET found no number for it at ${frame.time} seconds`,
    expected: 'elevations, sizes and demands that water can flow by',
    action: 'correct the twin and its neighbours',
  });
}

/** The twin whose EPANET name stands in a line of its report. */
function twinIn({ nodes, links }: WaterModel, line: string): string | undefined {
  const words = new Set(line.split(/[\s,;:]+/));
  return [...links, ...nodes].find(({ name }) => words.has(name))?.twin;
}

export function tooManySolutions({ network }: WaterModel, most: number): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: network.twin,
    message: `the run needs more than ${most} hydraulic solutions of this network`,
    expected: `at most ${most}`,
    action: 'give a shorter horizon, or a longer hydraulicTimestep in its times',
  });
}

export function tooLong(horizonSeconds: number, most: number): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'horizonSeconds',
    message: `EPANET cannot count the ${horizonSeconds} seconds of the horizon`,
    expected: `at most ${most} seconds where there is a water network`,
    action: 'shorten the horizon',
  });
}
