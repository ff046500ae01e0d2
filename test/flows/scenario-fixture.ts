/** A real store of the little plant with its history, for the tests of scenarios. */
import type { ScenarioRooms } from '../../src/flows/scenario-open.ts';
import { openHistory } from '../../src/history/history.ts';
import type { HistorySource } from '../../src/history/history-source.ts';
import { LinchpinError } from '../../src/model/errors.ts';
import type { Json } from '../../src/model/json.ts';
import type { Edit } from '../../src/model/scenario.ts';
import { keptScenarios } from '../../src/scenario/kept-scenarios.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import type { Simulator } from '../../src/simulate/simulator.ts';
import { plantStore } from '../api/api-fixture.ts';

export interface ScenarioPlace extends ScenarioRooms {
  readonly simulator: Simulator;
  /** The same data as another service would see it, with nothing in memory; `source` is its history's. */
  reopened(source?: Partial<HistorySource>): ScenarioPlace;
  remove(): Promise<void>;
}

export async function scenarioPlace(): Promise<ScenarioPlace> {
  const { store, remove } = await plantStore();
  const open = (source: Partial<HistorySource> = {}): ScenarioPlace => ({
    store,
    history: openHistory({ ...store, ...source }),
    scenarios: keptScenarios(store.archive),
    simulator: engine(),
    reopened: open,
    remove,
  });
  return open();
}

export const set = (twin: string, property: string, value: Json): Edit => ({
  set: { twin, property, value },
});

/** The refusal that a promise ends in. */
export async function refusalOf(promise: Promise<unknown>): Promise<LinchpinError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof LinchpinError) return error;
  throw new Error(`no refusal but ${String(error)}`);
}
