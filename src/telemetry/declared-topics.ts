/**
 * The topics that models declare (DTDL Mqtt extension, `telemetryTopic`), as a tree of their levels:
 * what to subscribe to, and which of them a topic is. Made by `followDeclaredTopics` from the
 * ontology, read by the sources. Topics under `twins/` keep their own meaning and are left out.
 */
import type { Problem } from '../model/errors.ts';
import type { Schema } from '../ontology/catalogue.ts';
import { isTelemetryTopic, twinInLevel } from './topic.ts';

/** A topic that a model declares for its own twins; those of its subtypes do not use it. */
export interface DeclaredTopic {
  /** DTMI of the interface. */
  readonly model: string;
  /** Labels and tokens, separated by `/`: `plant/{senderId}/{telemetryName}`. */
  readonly pattern: string;
  /** How payloads are written: `Json/ecma/404`. */
  readonly payloadFormat: string;
  /** The schemas of its telemetry by name, own and inherited. */
  readonly telemetry: ReadonlyMap<string, Schema>;
}

/** Declared topics that a topic is one of, all with the same levels in place of their tokens. */
export interface TopicMatch {
  /** By model. */
  readonly declared: ReadonlyMap<string, DeclaredTopic>;
  /** The twin that is named, or why that is none; absent where the pattern has no token for it. */
  readonly twin?: string | Problem;
  /** The name of the telemetry, likewise. */
  readonly name?: string;
}

/** What a token stands for; any other, such as `{ex:line}`, stands for any one level. */
const roles: ReadonlyMap<string, 'model' | 'twin' | 'sender' | 'name'> = new Map([
  ['{modelId}', 'model'],
  ['{senderId}', 'sender'],
  ['{twinId}', 'twin'],
  ['{ex:twinId}', 'twin'],
  ['{telemetryName}', 'name'],
]);

/** The patterns of one filter that read a topic alike: thousands of models may declare one. */
interface Pattern {
  readonly declared: Map<string, DeclaredTopic>;
  /** Which levels name the twin and the telemetry; -1 for none. */
  readonly twinAt: number;
  readonly nameAt: number;
}

/** What follows a level. */
interface Level {
  readonly literals: Map<string, Level>;
  any?: Level;
  /** The patterns that end here. */
  readonly patterns: Pattern[];
}

/** An index of declared topics; immutable. Its cost for a topic does not grow with their number. */
export class DeclaredTopics {
  /** MQTT filters that together match every declared topic; none is matched by another. */
  readonly filters: readonly string[];
  readonly #root = newLevel();

  constructor(topics: Iterable<DeclaredTopic>) {
    const filters = new Set<string>();
    for (const declared of topics) {
      const labels = declared.pattern.split('/');
      const levels = labels.map((label) => levelFor(label, declared.model));
      const filter = levels.join('/');
      if (isTelemetryTopic(`${filter}/`)) continue;
      filters.add(filter);
      const at = (role: string) => labels.findIndex((label) => roles.get(label) === role);
      const twinAt = at('twin') >= 0 ? at('twin') : at('sender');
      patternAt(this.#end(levels), twinAt, at('name')).declared.set(declared.model, declared);
    }
    this.filters = [...filters].filter(
      (filter) => endsOf(this.#root, filter.split('/')).length < 2,
    );
  }

  /** Whether a topic is a declared one. */
  has(topic: string): boolean {
    return this.matching(topic).length > 0;
  }

  /** The declared topics that a topic is one of; none of them matches what begins with `$`. */
  matching(topic: string): readonly TopicMatch[] {
    const { literals, any } = this.#root;
    if ((literals.size === 0 && any === undefined) || topic.startsWith('$')) return [];
    const levels = topic.split('/');
    const found = endsOf(this.#root, levels).flatMap(({ patterns }) => patterns);
    return found.map(({ declared, twinAt, nameAt }) => ({
      declared,
      ...(twinAt >= 0 && { twin: twinInLevel(topic, levels[twinAt] as string) }),
      ...(nameAt >= 0 && { name: levels[nameAt] as string }),
    }));
  }

  #end(levels: readonly string[]): Level {
    let level = this.#root;
    for (const label of levels) {
      const known = label === '+' ? level.any : level.literals.get(label);
      const next = known ?? newLevel();
      if (label === '+') level.any = next;
      else level.literals.set(label, next);
      level = next;
    }
    return level;
  }
}

/** No model declares a topic. */
export const noDeclaredTopics = new DeclaredTopics([]);

/** The pattern of a level that reads topics so; it is made where there is none. */
function patternAt({ patterns }: Level, twinAt: number, nameAt: number): Pattern {
  const known = patterns.find((each) => each.twinAt === twinAt && each.nameAt === nameAt);
  if (known !== undefined) return known;
  const made = { declared: new Map(), twinAt, nameAt };
  patterns.push(made);
  return made;
}

function newLevel(): Level {
  return { literals: new Map(), patterns: [] };
}

/** A label as a level of an MQTT filter. */
function levelFor(label: string, model: string): string {
  if (!label.startsWith('{')) return label;
  return roles.get(label) === 'model' ? model : '+';
}

/** Where patterns end that match these levels. */
function endsOf(root: Level, levels: readonly string[]): readonly Level[] {
  let reached: Level[] = [root];
  for (const label of levels) {
    const next: Level[] = [];
    for (const { literals, any } of reached) {
      const literal = literals.get(label);
      if (literal !== undefined) next.push(literal);
      if (any !== undefined) next.push(any);
    }
    if (next.length === 0) return [];
    reached = next;
  }
  return reached.filter(({ patterns }) => patterns.length > 0);
}
