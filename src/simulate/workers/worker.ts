/** What runs on a thread of the pool: answers messages by a simulator of the thread's own. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LinchpinError } from '../../model/errors.ts';
import type { Mechanism } from '../mechanism.ts';
import type { Simulator } from '../simulator.ts';
import {
  type CasesFound,
  type ChoiceFound,
  type Message,
  type Refused,
  type RunFound,
  refusedBy,
  type SharedRooms,
  type SurvivalFound,
  unpackCases,
} from './messages.ts';
import { catalogueOf, graphOf } from './shared-input.ts';

interface EngineModule {
  engine(mechanisms: readonly Mechanism[]): Simulator;
}

const simulators = new Map<string, Promise<Simulator>>();

function simulatorOf({ module, mechanisms }: SharedRooms): Promise<Simulator> {
  const key = JSON.stringify([module, mechanisms]);
  const known = simulators.get(key) ?? make(module, mechanisms);
  simulators.set(key, known);
  return known;
}

async function make(module: string, mechanisms: readonly string[]): Promise<Simulator> {
  const others = await Promise.all(mechanisms.map((file) => load(resolve(file))));
  const { engine } = (await load(module)) as EngineModule;
  return engine(others.map((loaded) => (loaded as { default: Mechanism }).default));
}

async function load(module: string): Promise<unknown> {
  const url = module.startsWith('file:') ? module : pathToFileURL(module).href;
  return import(url).catch((error: unknown) => {
    const reason = (error as { message?: string }).message ?? String(error);
    throw new Error(`the module of the simulator, ${module}, cannot be loaded: ${reason}`);
  });
}

/** Answers a message; throws what is no `LinchpinError`. */
export default async function runMessage(
  message: Message,
): Promise<CasesFound | SurvivalFound | RunFound | ChoiceFound | Refused> {
  const simulator = await simulatorOf(message);
  const graph = graphOf(message.graph);
  const catalogue = catalogueOf(message.ontology);
  try {
    if ('survival' in message) {
      return { report: await simulator.survival({ graph, catalogue, ...message.survival }) };
    }
    if ('run' in message) {
      const { run: scenario } = message;
      // Spread, so that what is worked out when it is first asked for goes along.
      return { result: { ...(await simulator.run({ graph, catalogue, scenario })) } };
    }
    if ('choice' in message) {
      return { choice: await simulator.choose?.({ graph, catalogue, ...message.choice }) };
    }
    const { scenario, kpis } = message;
    const cases = unpackCases(message.cases);
    const begun = performance.now();
    const result = await simulator.runCases({ graph, catalogue, scenario, cases, kpis });
    const { figures, problems } = result;
    return { figures, problems, seconds: (performance.now() - begun) / 1000 };
  } catch (error) {
    if (error instanceof LinchpinError) return refusedBy(error);
    throw error;
  }
}
