/**
 * The meaning of commits, written a second time with plain maps and loops: what is refused, and
 * what twins and relationships there are afterwards. Stamps are left out.
 */
import type { Change } from '../../../src/model/change.ts';
import { type Json, sameJson } from '../../../src/model/json.ts';
import type { CommitOptions } from '../../../src/store/twin-store.ts';

interface PlainTwin {
  model: string;
  properties: Record<string, unknown>;
  /** Observed ones have values that depend on stamps; they are not compared. */
  observed: boolean;
}

interface PlainLink {
  name: string;
  target: string;
  properties: Record<string, unknown>;
}

/** What a commit is expected to come to. */
export interface Expected {
  readonly code?: 'CONFLICT' | 'refused';
  readonly repeated?: boolean;
  /** Positions of refused changes. */
  readonly refused: readonly number[];
}

/** Twins and relationships as plain maps. */
export class PlainGraph {
  twins = new Map<string, PlainTwin>();
  /** By source, a line break and id. */
  links = new Map<string, PlainLink>();
  readonly #operations = new Map<string, readonly Change[]>();
  #messages = new Set<string>();

  commit(changes: readonly Change[], options: CommitOptions, present: number): Expected {
    const { operationId, ifRevision, skipRefused } = options;
    const before = operationId === undefined ? undefined : this.#operations.get(operationId);
    if (before !== undefined) {
      const same = sameJson(asJson(before), asJson(changes));
      return same ? { repeated: true, refused: [] } : { code: 'CONFLICT', refused: [] };
    }
    if (ifRevision !== undefined && ifRevision !== present)
      return { code: 'CONFLICT', refused: [] };
    const draft = this.#copy();
    const here = new Set<string>();
    const refused = changes.flatMap((change, index) => (draft.#try(change, here) ? [] : [index]));
    if (refused.length > 0 && skipRefused !== true) return { code: 'refused', refused };
    this.twins = draft.twins;
    this.links = draft.links;
    this.#messages = draft.#messages;
    if (operationId !== undefined) this.#operations.set(operationId, changes);
    return { refused };
  }

  #copy(): PlainGraph {
    const copy = new PlainGraph();
    copy.twins = structuredClone(this.twins);
    copy.links = structuredClone(this.links);
    copy.#messages = new Set(this.#messages);
    return copy;
  }

  /** Applies a change; whether it was accepted. A message is looked at once in a commit. */
  #try(change: Change, here: Set<string>): boolean {
    const messageId = 'observe' in change ? change.observe.messageId : undefined;
    if (!('observe' in change) || messageId === undefined) return this.#apply(change);
    const message = JSON.stringify([messageId, change.observe.twin, change.observe.path]);
    if (here.has(message) || this.#messages.has(message)) return true;
    here.add(message);
    const accepted = this.#apply(change);
    if (accepted) this.#messages.add(message);
    return accepted;
  }

  #apply(change: Change): boolean {
    if ('addTwin' in change || 'putTwin' in change) {
      const { id, model, properties } = 'addTwin' in change ? change.addTwin : change.putTwin;
      if (isBadId(id) || ('addTwin' in change && this.twins.has(id))) return false;
      this.twins.set(id, { model, properties: copyOf(properties), observed: false });
      return true;
    }
    if ('set' in change) {
      const twin = this.twins.get(change.set.twin);
      return twin !== undefined && put(twin.properties, change.set.property, change.set.value);
    }
    if ('observe' in change) {
      const twin = this.twins.get(change.observe.twin);
      if (twin === undefined || isBadPath(change.observe.path)) return false;
      twin.observed = true;
      return true;
    }
    if ('removeTwin' in change) return this.#remove(change.removeTwin);
    return this.#applyLink(change);
  }

  #applyLink(change: Change): boolean {
    if ('addRelationship' in change || 'putRelationship' in change) {
      const wanted = 'addRelationship' in change ? change.addRelationship : change.putRelationship;
      const { source, target, name, properties } = wanted;
      const key = `${source}\n${wanted.id ?? `${name}:${target}`}`;
      if (!this.twins.has(source) || !this.twins.has(target)) return false;
      if ('addRelationship' in change && this.links.has(key)) return false;
      this.links.set(key, { name, target, properties: copyOf(properties) });
      return true;
    }
    if ('setRelationship' in change) {
      const { source, id, property, value } = change.setRelationship;
      const link = this.links.get(`${source}\n${id}`);
      return link !== undefined && put(link.properties, property, value);
    }
    if (!('removeRelationship' in change)) return false;
    return this.links.delete(
      `${change.removeRelationship.source}\n${change.removeRelationship.id}`,
    );
  }

  #remove({ twin, detach }: { readonly twin: string; readonly detach?: boolean }): boolean {
    if (!this.twins.has(twin)) return false;
    const keys = [...this.links].filter(
      ([key, { target }]) => target === twin || key.startsWith(`${twin}\n`),
    );
    if (keys.length > 0 && detach !== true) return false;
    for (const [key] of keys) this.links.delete(key);
    return this.twins.delete(twin);
  }
}

function isBadId(id: string): boolean {
  return id === '' || id.startsWith('$');
}

function isBadPath(path: string): boolean {
  return path.split('/').some((step) => step === '' || step === '__proto__');
}

/** Changes as a wire would carry them: without prototypes and what is undefined. */
function asJson(changes: readonly Change[]): Json {
  return JSON.parse(JSON.stringify(changes));
}

/** A copy of which no part is another's too, as what was given may be. */
function copyOf(properties: object | undefined): Record<string, unknown> {
  return JSON.parse(JSON.stringify(properties ?? {}));
}

/** Puts a value at a path, making the steps; null takes it away. */
function put(properties: Record<string, unknown>, path: string, value: unknown): boolean {
  if (isBadPath(path)) return false;
  const steps = path.split('/');
  const last = steps.pop() as string;
  let holder = properties;
  for (const step of steps) {
    const held = holder[step];
    const isObject = typeof held === 'object' && held !== null && !Array.isArray(held);
    if (!isObject) holder[step] = {};
    holder = holder[step] as Record<string, unknown>;
  }
  if (value === null) delete holder[last];
  else holder[last] = JSON.parse(JSON.stringify(value));
  return true;
}
