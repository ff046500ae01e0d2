/** Holds the architecture by a plain scan of import lines: who may import whom, and file sizes. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../src/package-root.ts';

const root = packageRoot();

interface SourceFile {
  readonly path: string;
  readonly lines: number;
  /** Paths of our own files, names of packages. */
  readonly imports: readonly string[];
}

function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return { path, lines: text.split('\n').length - 1, imports: importsOf(path, text) };
    });
}

function importsOf(path: string, text: string): string[] {
  const found = text.matchAll(/(?:^|[\s;}])(?:from|import)\s*\(?\s*'([^']+)'/g);
  return [...found].map(([, name = '']) =>
    name.startsWith('.') ? normalize(join(dirname(path), name)) : name,
  );
}

const src = sourceFiles('src');
const gnn = sourceFiles('gnn');
const ours = (name: string) => name.startsWith('src/') || name.startsWith('gnn/');

const rooms: Readonly<Record<string, number>> = {
  model: 0,
  ontology: 1,
  query: 1,
  estimate: 1,
  'linear-program': 1,
  statistics: 1,
  behaviour: 2,
  store: 3,
  history: 3,
  telemetry: 3,
  simulate: 3,
  predict: 3,
  interchange: 3,
  scenario: 3,
  devices: 4,
  flows: 5,
  api: 6,
  bench: 9,
  evaluate: 9,
  cli: 10,
};

/** Files that stand in no room; the composition root and its settings are on level 8. */
const topLevel: Readonly<Record<string, number>> = {
  'package-root.ts': 0,
  'files-under.ts': 0,
  'main.ts': 11,
  'index.ts': 11,
  'print.ts': 11,
  'printed-files.ts': 10,
};

/** The rooms of a port: a folder within one is an adapter, but for parts of the port itself. */
const ports = new Set(['store', 'history', 'telemetry', 'simulate', 'predict']);
const portParts = new Set(['store/live', 'store/checked', 'simulate/choice']);

interface Place {
  readonly level: number;
  readonly room: string;
  readonly adapter?: string;
  /** A file format's readers and writer: a folder within `interchange`. */
  readonly format?: string;
}

/** A room's level; an adapter is one above its port, a format stands on its room's. */
function placeOf(path: string): Place {
  const [, room = '', ...rest] = path.split('/');
  if (path.startsWith('gnn/')) return { level: 3, room: 'gnn' };
  if (rest.length === 0) return { level: topLevel[room] ?? 8, room: '' };
  const level = rooms[room];
  if (level === undefined) throw new Error(`${path}: no such room in the house`);
  if (rest.length === 1) return { level, room };
  const folder = `${room}/${rest[0]}`;
  if (portParts.has(folder)) return { level, room };
  if (ports.has(room)) return { level: level + 1, room, adapter: folder };
  return room === 'interchange' ? { level, room, format: folder } : { level, room };
}

/** Rooms that measure adapters. */
const namesAdapters = new Set(['bench', 'evaluate']);
const composition = new Set(['src/service.ts', 'src/index.ts']);

function violations(file: SourceFile): string[] {
  const from = placeOf(file.path);
  return file.imports.filter(ours).flatMap((target) => {
    const to = placeOf(target);
    const arrow = `${file.path} → ${target}`;
    if (to.level > from.level) return [`${arrow} goes up`];
    if (to.level === from.level && to.room !== from.room) return [`${arrow} goes across`];
    if (from.format !== undefined && to.format !== undefined && from.format !== to.format) {
      return [`${arrow} mixes formats`];
    }
    const named = to.adapter !== undefined && to.adapter !== from.adapter;
    const mayName =
      composition.has(file.path) || namesAdapters.has(from.room) || samePart(from, to);
    return named && !mayName ? [`${arrow} names an adapter`] : [];
  });
}

/** The simulator's engine and its mechanisms are two folders of one adapter. */
function samePart(from: Place, to: Place) {
  return from.adapter === 'simulate/engine' && to.adapter === 'simulate/mechanisms';
}

describe('the house', () => {
  test('imports go down the levels, and only the composition root names adapters', () => {
    expect(src.flatMap(violations)).toEqual([]);
  });

  test('no file imports itself round a circle', () => {
    expect(cycles(new Map([...src, ...gnn].map((file) => [file.path, file.imports])))).toEqual([]);
  });

  test('libraries stay in the rooms that are made for them', () => {
    const homes: Readonly<Record<string, RegExp>> = {
      chevrotain: /^src\/query\/adt\//,
      highs: /^src\/linear-program\//,
      'epanet-js': /^src\/simulate\/mechanisms\/water\//,
      piscina: /^(src\/simulate\/workers|gnn\/train)\//,
      lmdb: /^src\/(store\/embedded|bench)\//,
      'neo4j-driver': /^src\/(store\/neo4j|bench)\//,
      '@neo4j/graphql': /^src\/bench\//,
      '@azure/dtdl-parser': /^src\/bench\//,
      mqtt: /^src\/(telemetry\/mqtt|devices|bench)\//,
      aedes: /^src\/(telemetry\/mqtt|bench)\//,
      graphql: /^src\/(api|bench)\//,
      'graphql-yoga': /^src\/(api|bench)\//,
      ws: /^src\/api\//,
      commander: /^src\/(cli\/|main\.ts)/,
      zod: /^src\/(config\.ts|printed-files\.ts|api\/)/,
      'prom-client': /^src\/(metrics\.ts|service\.ts|api\/)/,
      pino: /^src\/(service\.ts|api\/)/,
    };
    const strays = [...src, ...gnn].flatMap((file) =>
      file.imports
        .filter((name) => homes[name] !== undefined && !homes[name].test(file.path))
        .concat(
          file.imports.filter(
            (name) => name.startsWith('@pothos/') && !file.path.startsWith('src/api/'),
          ),
        )
        .concat(
          file.imports.filter(
            (name) =>
              name.startsWith('@tensorflow/') && !/^gnn\/(train|kernels|model)\//.test(file.path),
          ),
        )
        .map((name) => `${file.path} imports ${name}`),
    );
    expect(strays).toEqual([]);
  });

  test('the network knows nothing of the service, and the service nothing of training', () => {
    const model = gnn.filter((file) => /^gnn\/(model|kernels)\//.test(file.path));
    expect(model.flatMap((file) => file.imports.filter((name) => name.startsWith('src/')))).toEqual(
      [],
    );
    expect(
      src.flatMap((file) => file.imports.filter((name) => name.startsWith('gnn/train/'))),
    ).toEqual([]);
    expect(
      [...src, ...gnn].flatMap((file) => file.imports.filter((name) => name.startsWith('test/'))),
    ).toEqual([]);
  });

  test('files are small: none over 400 lines, nine in ten under 250, the median near 100', () => {
    const files = [...src, ...gnn, ...sourceFiles('test')];
    const sizes = files.map((file) => file.lines).sort((a, b) => a - b);
    expect(
      files.filter((file) => file.lines > 400).map((file) => `${file.path} ${file.lines}`),
    ).toEqual([]);
    expect(sizes[Math.floor(sizes.length * 0.9)]).toBeLessThanOrEqual(250);
    expect(sizes[Math.floor(sizes.length * 0.5)]).toBeLessThanOrEqual(120);
  });
});

function cycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    state.set(path, 'open');
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    state.set(path, 'done');
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}
