/** Small graphs of twins that depend on each other, for tests of predictors. */
import { buildGraph } from '../../src/model/build-graph.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import type { Catalogue } from '../../src/ontology/catalogue.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';

const { documents, bindings } = builtInOntology();

/** The ontology of the package. */
export const catalogue: Catalogue = resolveOntology(documents, bindings).catalogue;

/** A twin's properties, and after its name what it depends on: `{ pump: { needs: ['bus'] } }`. */
export interface TwinSpec {
  readonly needs?: readonly string[];
  readonly properties?: JsonObject;
}

/** A graph of `Dependent` twins at revision 7; the twins come in the given order. */
export function worldOf(specs: Readonly<Record<string, TwinSpec>>): TwinGraph {
  const times = { revision: 7, updatedAt: 0 };
  const twins = Object.entries(specs).map(([id, { properties = {} }]) => {
    return { id, model: 'dtmi:linchpin:core:Dependent;1', properties, stamps: {}, ...times };
  });
  const relationships = Object.entries(specs).flatMap(([source, { needs = [] }]) =>
    needs.map((target) => ({
      source,
      id: `dependsOn:${target}`,
      name: 'dependsOn',
      target,
      properties: { group: 'power' },
      revision: 7,
    })),
  );
  return buildGraph({ twins, relationships, revision: 7 });
}

/** Two sources, two buses on both, and what hangs on the buses; `aside` has no part in it. */
export const smallWorld: Readonly<Record<string, TwinSpec>> = {
  gridA: {},
  gridB: {},
  busA: { needs: ['gridA', 'gridB'] },
  busB: { needs: ['gridB'] },
  pump: { needs: ['busA'] },
  tank: { needs: ['pump'], properties: { failureDelay: 7200 } },
  works: { needs: ['busA', 'busB'], properties: { dependencyRule: 'all' } },
  office: { needs: ['works'] },
  aside: {},
};
