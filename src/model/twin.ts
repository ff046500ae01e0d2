/** A twin: one asset, process or place of the graph, and when each of its properties was observed. */
import { compareText } from './compare-text.ts';
import type { JsonObject } from './json.ts';

/** When and by whom a value was observed; the newest wins, ties break by sequence, then writer. */
export interface Stamp {
  /** Source time in epoch milliseconds, UTC. */
  readonly time: number;
  readonly sequence?: number;
  readonly writer?: string;
}

/** An immutable twin. Components are nested objects under their name in `properties`. */
export interface Twin {
  readonly id: string;
  /** The DTMI of the twin's interface. */
  readonly model: string;
  readonly properties: JsonObject;
  /** The stamp of each property path that was ever written. */
  readonly stamps: Readonly<Record<string, Stamp>>;
  /** The revision of the commit that last changed this twin. */
  readonly revision: number;
  /** Server time of that commit, epoch milliseconds, UTC. */
  readonly updatedAt: number;
}

/** Order of two stamps: negative when `a` is older. */
export function compareStamps(a: Stamp, b: Stamp): number {
  if (a.time !== b.time) return a.time - b.time;
  const sequence = (a.sequence ?? -1) - (b.sequence ?? -1);
  if (sequence !== 0) return sequence;
  return compareText(a.writer ?? '', b.writer ?? '');
}

/** The stamp of a path; names such as `toString`, which every object inherits, have none of their own. */
export function stampAt({ stamps }: Pick<Twin, 'stamps'>, path: string): Stamp | undefined {
  return Object.hasOwn(stamps, path) ? stamps[path] : undefined;
}

/** Why a string cannot be a twin's or relationship's id, or undefined when it can. */
export function idProblem(id: unknown): string | undefined {
  if (typeof id !== 'string' || id === '') return 'an id must be a non-empty string';
  if (id.length > 256) return `an id has at most 256 characters, this one has ${id.length}`;
  if (id.startsWith('$')) return 'an id must not start with $, which is kept for metadata';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\u0000-\u001f\u007f]/.test(id)) return 'an id must not hold control characters';
  if (!id.isWellFormed()) return 'an id must be well-formed Unicode (it holds a lone surrogate)';
  return undefined;
}
