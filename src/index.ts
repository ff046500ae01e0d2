/** What a program that embeds Linchpin can use: values, ports, and the parts to compose a service of. */
export type { Services } from './api/context.ts';
export { type Config, readConfig, readStorePlace, type StorePlace } from './config.ts';
export { load } from './flows/load.ts';
export { runWhatIf } from './flows/whatif.ts';
export { applyChanges, graphAfter } from './model/apply.ts';
export { buildGraph, emptyGraph, graphBuilder } from './model/build-graph.ts';
export type { Change } from './model/change.ts';
export type { Changeset, Commit } from './model/changeset.ts';
export { type ErrorCode, LinchpinError, type Problem } from './model/errors.ts';
export type { Forecast } from './model/forecast.ts';
export type { GraphReader, TwinGraph } from './model/graph.ts';
export type { Reading } from './model/reading.ts';
export type { Relationship } from './model/relationship.ts';
export { type Edit, type Scenario, scenarioHash } from './model/scenario.ts';
export type { Twin } from './model/twin.ts';
export type { Catalogue } from './ontology/catalogue.ts';
export { resolveOntology } from './ontology/resolve.ts';
export type { Predictor } from './predict/predictor.ts';
export { openApi, openServices, openStore, type Service, startService } from './service.ts';
export type {
  Mechanism,
  MechanismOutputs,
  MechanismRun,
  Moment,
  Setting,
  Trouble,
  Troubles,
} from './simulate/mechanism.ts';
export type { Simulator } from './simulate/simulator.ts';
export { type CheckedStore, checkedStore } from './store/checked/checked-store.ts';
export type { TwinStore } from './store/twin-store.ts';
export type { TelemetrySource } from './telemetry/telemetry-source.ts';
