/**
 * A seed's files as they stand, read line by line and with nothing of the package: what the answers
 * of the tours are held against.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../src/model/json.ts';
import { seedFiles, seedsFolder } from './seed-world.ts';

/** A line of a graph file: a twin or a relationship. */
export type RawLine = Readonly<Record<string, Json | undefined>>;

/** The twins and relationships of a seed and of what it includes. */
export interface RawWorld {
  readonly twins: readonly RawLine[];
  /** A twin by its id; throws where there is none. */
  readonly twin: (id: string) => RawLine;
  /** What the name of a twin's model ends in: `Robot`. */
  readonly kind: (twin: RawLine) => string;
  /** The twin's relationships of one name, in the order of their ids. */
  readonly links: (twin: RawLine, name: string) => readonly RawLine[];
  /** The targets of these. */
  readonly targets: (twin: RawLine, name: string) => readonly RawLine[];
}

export function rawWorld(seed: string): RawWorld {
  const lines = seedFiles(seed).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as RawLine),
  );
  const twins = lines.filter((line) => '$metadata' in line);
  const byId = new Map(twins.map((line) => [line.$dtId, line]));
  const twin = (id: string) => {
    const found = byId.get(id);
    if (found === undefined) throw new Error(`${seed} has no twin ${id}`);
    return found;
  };
  const links = ({ $dtId }: RawLine, name: string) =>
    lines
      .filter((line) => line.$relationshipName === name && line.$dtId === $dtId)
      .toSorted(by('$relationshipId'));
  return {
    twins,
    twin,
    kind: (line) => /:(\w+);\d+"/.exec(JSON.stringify(line.$metadata))?.[1] ?? '',
    links,
    targets: (line, name) => links(line, name).map(({ $targetId }) => twin(String($targetId))),
  };
}

/** Compares by properties, one after the other; those that begin with `-` fall. */
export function by(...names: readonly string[]): (a: RawLine, b: RawLine) => number {
  return (a, b) => {
    for (const name of names) {
      const [key, sign] = name.startsWith('-') ? [name.slice(1), -1] : [name, 1];
      const [left, right] = [a[key] as string | number, b[key] as string | number];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  };
}

/** What `tour.out.json` says an operation answers. */
export function recordedAnswers(seed: string): Record<string, { readonly data: Json }> {
  return JSON.parse(readFileSync(join(seedsFolder, seed, 'tour.out.json'), 'utf8'));
}
