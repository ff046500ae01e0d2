/**
 * The generic GraphQL schema: every file of `schema/` adds its part to the builder. To what it serves,
 * `typed/` adds the types of an ontology.
 */
import './schema/scalars.ts';
import './schema/twins.ts';
import './schema/relationships.ts';
import './schema/paths.ts';
import './schema/aggregate.ts';
import './schema/rows.ts';
import './schema/forecast.ts';
import './schema/bottlenecks.ts';
import './schema/criticality.ts';
import './schema/time-to-survive.ts';
import './schema/optimise.ts';
import './schema/history.ts';
import './schema/snapshot.ts';
import './schema/models.ts';
import './schema/rejections.ts';
import './schema/commit.ts';
import './schema/ontology-mutations.ts';
import './schema/what-if.ts';
import './schema/what-if-causes.ts';
import './schema/scenario.ts';
import './schema/scenario-diff.ts';
import './schema/scenario-simulate.ts';
import './schema/create-scenario.ts';
import './schema/edit-scenario.ts';
import './schema/merge-scenario.ts';
import './schema/delete-scenario.ts';
import './schema/start-sweep.ts';
import './schema/job.ts';
import './schema/import-graph.ts';
import './schema/bulk.ts';
import './schema/migrate.ts';
import './schema/changes.ts';
import { builder } from './builder.ts';

builder.mutationType({ description: 'What changes something, or computes a what-if.' });
builder.subscriptionType({ description: 'What comes as it happens, over SSE or WebSocket.' });

/** What is there whatever the ontology; `schema/schema.graphql` is printed from it. */
export const schema = builder.toSchema();
