/**
 * Reads road networks in the TNTP format: the files of one network (links, nodes, trips, flows)
 * together. The format states no units: kilometre, minute and vehicles an hour are assumed.
 * Any of the files cut short refuses the network whole.
 */
import { isProblem, type Problem } from '../../model/errors.ts';
import { type Document, Draft, present, refused, type SourceFile } from '../document.ts';
import { namesOf, type ReadOptions, stemOf } from '../naming.ts';
import { textOf } from '../text.ts';
import { addLinks, flowsOf } from './links.ts';
import { addIntersections, addTrips, tripsOf } from './nodes.ts';
import { kindOfTntp, readTntpText, type TntpFile, type TntpKind, type TntpText } from './text.ts';

/** What a network's files have in common: `anaheim_net.tntp` → `anaheim`. */
export function tntpNetworkOf(file: string): string {
  return stemOf(file).replace(/[_-](net|nodes?|trips|flow)$/i, '');
}

/** Reads the files of one network; there must be one with links. */
export function readTntp(files: readonly SourceFile[], options: ReadOptions = {}): Document {
  const parts = new Map<TntpKind, TntpFile>();
  for (const file of files) {
    const text = textOf(file);
    if (isProblem(text)) return refused(text);
    const table = readTntpText(text);
    const kind = kindOfTntp(table);
    if (kind === undefined) return refused(unknownTable(file.name));
    if (parts.has(kind)) return refused(second(file.name, kind));
    parts.set(kind, { name: file.name, text: table });
  }
  const net = parts.get('net');
  if (net === undefined) return refused(withoutLinks(files[0]?.name ?? ''));
  const short = [...parts].flatMap(([kind, file]) => cutShort(kind, file, parts));
  return short.length > 0 ? refused(...short) : networkOf(net, parts, options);
}

function networkOf(
  net: TntpFile,
  parts: ReadonlyMap<TntpKind, TntpFile>,
  options: ReadOptions,
): Document {
  const draft = new Draft();
  const naming = namesOf(tntpNetworkOf(net.name), options);
  const total = Number(parts.get('trips')?.text.metadata.get('TOTAL OD FLOW'));
  const zoneCount = Number(net.text.metadata.get('NUMBER OF ZONES') ?? 0);
  draft.twin(
    `${net.name}:1`,
    naming.network,
    'dtmi:linchpin:city:RoadNetwork;1',
    present({ zoneCount, totalTrips: Number.isFinite(total) ? total : undefined }),
  );
  const trips = parts.get('trips');
  const files = { net, node: parts.get('node'), trips };
  const idOf = addIntersections({ draft, naming, files });
  addLinks({ draft, naming, net, idOf, flows: flowsOf(parts.get('flow')) });
  if (trips !== undefined) addTrips(draft, trips, idOf);
  return draft;
}

/** Why a file is taken for cut short, as far as the format lets one see it. */
function cutShort(kind: TntpKind, { name, text }: TntpFile, parts: TntpFiles): Problem[] {
  const found =
    shortage(kind, text, parts) ?? (text.ended ? undefined : 'its last row is not closed');
  if (found === undefined) return [];
  return [
    {
      code: 'BAD_USER_INPUT',
      where: name,
      message: `${found}, so the file is cut short`,
      expected: 'the whole file',
      action: 'get the whole file; nothing of the network was taken',
    },
  ];
}

type TntpFiles = ReadonlyMap<TntpKind, TntpFile>;

/**
 * What is missing by the file's own account. Stated numbers of links are wrong in files that are
 * whole, so too few links count only where they also leave a node without a way out.
 */
function shortage(kind: TntpKind, text: TntpText, parts: TntpFiles): string | undefined {
  const metadata = parts.get('net')?.text.metadata;
  const stated = (name: string, from = metadata) => Number(from?.get(name) ?? 0);
  if (kind === 'node' && text.rows.length < stated('NUMBER OF NODES')) {
    return `it holds ${text.rows.length} of ${stated('NUMBER OF NODES')} nodes`;
  }
  if (kind === 'trips') {
    const [total, all] = [tripsOf(text).total, stated('TOTAL OD FLOW', text.metadata)];
    return total < 0.999 * all ? `it holds ${total} of ${all} trips` : undefined;
  }
  if (kind !== 'net' || text.rows.length >= stated('NUMBER OF LINKS')) return undefined;
  const left = new Set(text.rows.map(({ words }) => words[0]));
  const stuck = parts.get('node')?.text.rows.find(({ words }) => !left.has(words[0]));
  if (stuck === undefined) return undefined;
  return `it holds ${text.rows.length} of ${stated('NUMBER OF LINKS')} links, none from ${stuck.words[0]}`;
}

function unknownTable(name: string): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where: name,
    message: 'the file is none of a TNTP network',
    expected: 'a table of links, nodes, trips or flows with its heading',
  };
}

function second(name: string, kind: TntpKind): Problem {
  return {
    code: 'CONFLICT',
    where: name,
    message: `it is a second table of the kind "${kind}" for one network`,
    expected: 'one file of each kind',
    action: 'give the files of different networks different names before _net, _node, _trips',
  };
}

function withoutLinks(name: string): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where: name,
    message: 'the file with the links of its network is missing',
    expected: 'a file NAME_net.tntp beside it',
    action: 'name all files of the network in one import',
  };
}
