/** A kept scenario as one request sees it: the parent of every field of `Scenario`. */
import { type OpenScenario, openScenario } from '../flows/scenario-open.ts';
import type { RequestContext } from './context.ts';
import { type GraphView, graphView } from './graph-view.ts';

/** The graph of a scenario at a time, and the scenario itself. */
export interface ScenarioView extends GraphView {
  readonly open: OpenScenario;
  /** The name it was asked by, or else the first of its names. */
  name(): Promise<string | null>;
}

export interface ScenarioViewOptions {
  /** Id or name, as it was asked for. */
  readonly asked?: string;
  /** Seconds after the start; after all edits where absent. */
  readonly at?: number;
}

/** Opens a scenario for one request; reads of it what its fields ask for. */
export function scenarioView(
  id: string,
  { services, observe }: Pick<RequestContext, 'services' | 'observe'>,
  { asked, at }: ScenarioViewOptions = {},
): ScenarioView {
  const open = openScenario(services, id);
  const source = {
    snapshot: () => open.graph(at),
    catalogue: () => services.store.catalogue(),
  };
  return {
    ...graphView(source, observe),
    open,
    async name() {
      if (asked !== undefined && asked !== id) return asked;
      return (await services.scenarios.names.of(id))[0] ?? null;
    },
  };
}
