/**
 * The ontologies that `linchpin bench schema` makes schemas of: generated, or the public one of
 * buildings, each with three models of a small site beside it, so that one query fits them all.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../model/change.ts';
import type { JsonObject } from '../model/json.ts';
import { packageRoot } from '../package-root.ts';
import { sampleOntology } from './ontology-sample.ts';

const context = 'dtmi:dtdl:context;3';
const id = (name: string) => `dtmi:bench:${name};1`;
const name = { '@type': 'Property', name: 'name', schema: 'string' };

/** A site has units, and a unit has something that meters it. */
const siteModels: readonly JsonObject[] = [
  {
    '@context': context,
    '@id': id('BenchSite'),
    '@type': 'Interface',
    contents: [name, { '@type': 'Relationship', name: 'hasUnit', target: id('BenchUnit') }],
  },
  {
    '@context': context,
    '@id': id('BenchUnit'),
    '@type': 'Interface',
    // Without a target: what it leads to may be a twin of any of the models.
    contents: [name, { '@type': 'Relationship', name: 'hasMeter' }],
  },
  { '@context': context, '@id': id('BenchMeter'), '@type': 'Interface', contents: [name] },
];

/** What is added later. */
export const laterModel: JsonObject = {
  '@context': context,
  '@id': id('BenchLater'),
  '@type': 'Interface',
  extends: id('BenchMeter'),
  contents: [{ '@type': 'Property', name: 'accuracy', schema: 'double' }],
};

/** Ten sites of five units of five meters. */
export const threeLevels = `{
  benchSites(first: 10) { nodes { id name
    hasUnit(first: 5) { nodes { id name
      hasMeter(first: 5) { nodes { id ... on BenchMeter { name } } }
    } }
  } }
}`;

/** The models, as JSON text, one each; 767 are those of the public ontology where it is at hand. */
export function schemaModels(models: number): readonly string[] {
  const documents = publicModels(models) ?? sampleOntology({ models });
  return [...documents, ...siteModels].map((each) => JSON.stringify(each));
}

function publicModels(models: number): readonly JsonObject[] | undefined {
  const path = join(packageRoot(), '..', 'shared', 'data', 'ontologies', 'building.ndjson');
  if (models !== 767 || !existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => (JSON.parse(line) as { readonly model: JsonObject }).model);
}

/** The twins of the site and what joins them. */
export function siteTwins(): Change[] {
  const changes: Change[] = [];
  const add = (twin: string, model: string, name: string, parent?: string, link = '') => {
    changes.push({ addTwin: { id: twin, model: id(model), properties: { name } } });
    if (parent === undefined) return;
    changes.push({ addRelationship: { name: link, source: parent, target: twin } });
  };
  for (let site = 0; site < 10; site++) {
    add(`site-${site}`, 'BenchSite', `Site ${site}`);
    for (let unit = 0; unit < 5; unit++) {
      const unitId = `unit-${site}-${unit}`;
      add(unitId, 'BenchUnit', `Unit ${unit}`, `site-${site}`, 'hasUnit');
      for (let meter = 0; meter < 5; meter++) {
        const meterId = `meter-${site}-${unit}-${meter}`;
        add(meterId, 'BenchMeter', `Meter ${meter}`, unitId, 'hasMeter');
      }
    }
  }
  return changes;
}
