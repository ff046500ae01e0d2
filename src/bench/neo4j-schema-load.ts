/**
 * The peer of `bench schema` in a process of its own: the schema that @neo4j/graphql makes of an
 * ontology, without a database. The path of the models' NDJSON file is its argument, the figures
 * are printed as JSON.
 */
import { readFileSync } from 'node:fs';
import { Neo4jGraphQL } from '@neo4j/graphql';
import type { JsonObject } from '../model/json.ts';
import { resolveOntology } from '../ontology/resolve.ts';
import { neo4jTypeDefinitions } from './neo4j-type-definitions.ts';

const [, , path = ''] = process.argv;
const lines = readFileSync(path, 'utf8').split('\n');
const documents = lines.map((line) => JSON.parse(line) as JsonObject);
const { catalogue } = resolveOntology(documents);
const typeDefs = neo4jTypeDefinitions(catalogue);
const started = performance.now();
const schema = await new Neo4jGraphQL({ typeDefs }).getSchema();
const schemaSeconds = (performance.now() - started) / 1000;
const types = Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith('__')).length;
const schemaPeakMiB = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ types, schemaSeconds, schemaPeakMiB }));
