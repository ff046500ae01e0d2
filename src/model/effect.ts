/** What each kind of change does: the records it would write, or the problem that stands in its way. */
import type {
  Change,
  NewRelationship,
  NewTwin,
  RemoveTwin,
  ReplacedTwin,
  SetProperty,
  SetRelationshipProperty,
} from './change.ts';
import { relationshipId } from './change.ts';
import { compareText } from './compare-text.ts';
import type { Problem } from './errors.ts';
import type { GraphReader } from './graph.ts';
import { isJsonObject } from './json.ts';
import { observed } from './observe.ts';
import { pathSegments, withValueAt } from './path.ts';
import type { Reading } from './reading.ts';
import type { Relationship, RelationshipKey } from './relationship.ts';
import { stampsAfterPut, stampsAfterSet } from './stamps.ts';
import { idProblem, type Twin } from './twin.ts';
import type { Write } from './working-graph.ts';

/** What a change comes to. */
export type Effect = { readonly writes: readonly Write[] } | { readonly problem: Problem };

interface Moment {
  readonly revision: number;
  readonly now: number;
}

/** The effect of one change on a graph. */
export function effectOf(graph: GraphReader, change: Change, moment: Moment): Effect {
  if ('observe' in change) return observe(graph, change.observe, moment);
  if ('set' in change) return set(graph, change.set, moment);
  if ('addTwin' in change) return putTwin(graph, change.addTwin, moment, false);
  if ('putTwin' in change) return putTwin(graph, change.putTwin, moment, true);
  if ('replaceTwins' in change) return replaceTwins(graph, change.replaceTwins, moment);
  if ('removeTwin' in change) return removeTwin(graph, change.removeTwin);
  if ('addRelationship' in change) {
    return putRelationship(graph, change.addRelationship, moment, false);
  }
  if ('putRelationship' in change) {
    return putRelationship(graph, change.putRelationship, moment, true);
  }
  if ('setRelationship' in change) return setRelationship(graph, change.setRelationship, moment);
  if ('removeRelationship' in change) return removeRelationship(graph, change.removeRelationship);
  return problem('', 'the change has no known kind', {
    expected:
      'one of addTwin, putTwin, set, removeTwin, addRelationship, putRelationship, setRelationship, removeRelationship, observe',
    action: 'name one of these in the change',
  });
}

function observe(graph: GraphReader, reading: Reading, moment: Moment): Effect {
  const from = graph.twin(reading.twin);
  if (from === undefined) return missingTwin(reading.twin);
  if (pathSegments(reading.path).length === 0) return badPath(reading.twin, reading.path);
  const to = observed(from, reading);
  return to === from ? { writes: [] } : written(from, to, moment);
}

function set(graph: GraphReader, change: SetProperty, moment: Moment): Effect {
  const from = graph.twin(change.twin);
  if (from === undefined) return missingTwin(change.twin);
  if (pathSegments(change.property).length === 0) return badPath(change.twin, change.property);
  const value = change.value === null ? undefined : change.value;
  const properties = withValueAt(from.properties, change.property, value);
  const stamps = stampsAfterSet(from, change.property, moment.now);
  return written(from, { ...from, properties, stamps }, moment);
}

function putTwin(graph: GraphReader, twin: NewTwin, moment: Moment, replace: boolean): Effect {
  const wrong = idProblem(twin.id);
  if (wrong !== undefined) return badId(String(twin.id), wrong);
  if (typeof twin.model !== 'string' || twin.model === '') {
    return problem(twin.id, 'a twin needs a model', {
      expected: 'the DTMI of its interface',
      action: 'name its model',
    });
  }
  const properties = twin.properties ?? {};
  if (!isJsonObject(properties)) return badProperties(twin.id);
  const from = graph.twin(twin.id);
  if (from !== undefined && !replace) {
    return conflict(twin.id, `the twin ${twin.id} exists`, 'use putTwin to replace it');
  }
  const stamps = from === undefined ? {} : stampsAfterPut(from, properties, moment.now);
  const to: Twin = { id: twin.id, model: twin.model, properties, stamps, ...stamped(moment) };
  return { writes: [{ kind: 'twin', from, to }] };
}

function replaceTwins(graph: GraphReader, twins: readonly ReplacedTwin[], moment: Moment): Effect {
  const writes: Write[] = [];
  for (const { id, model, properties, stamps } of twins) {
    const from = graph.twin(id);
    if (from === undefined) return missingTwin(id);
    writes.push({ kind: 'twin', from, to: { id, model, properties, stamps, ...stamped(moment) } });
  }
  return { writes };
}

function removeTwin(graph: GraphReader, { twin, detach }: RemoveTwin): Effect {
  const from = graph.twin(twin);
  if (from === undefined) return missingTwin(twin);
  const attached = [...graph.relationshipsOf(twin, 'out')];
  for (const relationship of graph.relationshipsOf(twin, 'in')) {
    if (relationship.source !== twin) attached.push(relationship);
  }
  if (attached.length > 0 && detach !== true) {
    const message = `the twin ${twin} still has ${attached.length} relationship(s)`;
    return conflict(twin, message, 'remove them first, or set detach to remove them with it');
  }
  // A store may read them in any order after a restart; what is told of them must not depend on it.
  attached.sort((a, b) => compareText(a.source, b.source) || compareText(a.id, b.id));
  const removals = attached.map((relationship): Write => removal(relationship));
  return { writes: [...removals, { kind: 'twin', from }] };
}

function putRelationship(
  graph: GraphReader,
  wanted: NewRelationship,
  moment: Moment,
  replace: boolean,
): Effect {
  const { source, target, name } = wanted;
  const id = relationshipId(wanted);
  const where = placeOf({ source, id });
  const wrong = idProblem(id);
  if (wrong !== undefined) return badId(where, wrong);
  if (typeof name !== 'string' || name === '') return badName(where);
  if (graph.twin(source) === undefined) return missingTwin(source, where);
  if (graph.twin(target) === undefined) return missingTwin(target, where);
  const from = graph.relationship({ source, id });
  if (from !== undefined && !replace) {
    const action = 'give another id, or use putRelationship to replace it';
    return conflict(where, `the twin ${source} has a relationship ${id}`, action);
  }
  const properties = wanted.properties ?? {};
  if (!isJsonObject(properties)) return badProperties(where);
  const to = { source, id, name, target, properties, revision: moment.revision };
  return { writes: [{ kind: 'relationship', from, to }] };
}

function setRelationship(
  graph: GraphReader,
  change: SetRelationshipProperty,
  moment: Moment,
): Effect {
  const from = graph.relationship(change);
  if (from === undefined) return missingRelationship(change);
  if (pathSegments(change.property).length === 0) return badPath(placeOf(change), change.property);
  const value = change.value === null ? undefined : change.value;
  const properties = withValueAt(from.properties, change.property, value);
  const to: Relationship = { ...from, properties, revision: moment.revision };
  return { writes: [{ kind: 'relationship', from, to }] };
}

function removeRelationship(graph: GraphReader, key: RelationshipKey): Effect {
  const from = graph.relationship(key);
  return from === undefined ? missingRelationship(key) : { writes: [removal(from)] };
}

function removal(from: Relationship): Write {
  return { kind: 'relationship', from };
}

/** A twin holds values under at most this many paths; each write copies them. */
const maxPaths = 1000;

function written(from: Twin, to: Twin, moment: Moment): Effect {
  if (Object.keys(to.stamps).length <= maxPaths) {
    return { writes: [{ kind: 'twin', from, to: { ...to, ...stamped(moment) } }] };
  }
  return {
    problem: {
      code: 'LIMIT_EXCEEDED',
      where: to.id,
      message: `the twin holds values under ${maxPaths} paths`,
      expected: `at most ${maxPaths} property paths that are set one by one`,
      action: 'make the entries twins of their own, or set the whole object or map at once',
    },
  };
}

function stamped({ revision, now }: Moment): { revision: number; updatedAt: number } {
  return { revision, updatedAt: now };
}

function problem(
  where: string,
  message: string,
  more: { readonly expected?: string; readonly action?: string } = {},
): Effect {
  return { problem: { code: 'BAD_USER_INPUT', where, message, ...more } };
}

function badId(where: string, message: string): Effect {
  const expected = 'text of 1 to 256 characters without control characters, not beginning with $';
  return problem(where, message, { expected, action: 'choose another id' });
}

function badName(where: string): Effect {
  const expected = 'the name of a relationship of the model';
  return problem(where, 'a relationship needs a name', { expected, action: 'name it' });
}

function conflict(where: string, message: string, action: string): Effect {
  return { problem: { code: 'CONFLICT', where, message, action } };
}

function missingTwin(id: string, where = id): Effect {
  const message = `there is no twin ${id}`;
  const expected = 'the id of a twin in the graph';
  const action = 'check the id, or add the twin first';
  return { problem: { code: 'NOT_FOUND', where, message, expected, action } };
}

function placeOf({ source, id }: RelationshipKey): string {
  return `${source}/${id}`;
}

function missingRelationship(key: RelationshipKey): Effect {
  const message = `the twin ${key.source} has no relationship ${key.id}`;
  const expected = 'the id of a relationship that leaves the twin';
  const action = 'check the id, which is name:target where none was given';
  return { problem: { code: 'NOT_FOUND', where: placeOf(key), message, expected, action } };
}

function badProperties(where: string): Effect {
  return problem(where, 'properties must be an object', { expected: 'a JSON object' });
}

function badPath(owner: string, path: string): Effect {
  return problem(`${owner}/${path}`, 'the property path is malformed', {
    expected: 'names separated by /, as in thermostat/target',
  });
}
