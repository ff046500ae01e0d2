/**
 * Which commodities a flow network has, and which of them each link carries: its own, or, where it
 * names none, all that come to it from a source and lead from it to a use. Called by the builder.
 */
import { compareText } from '../../../model/compare-text.ts';
import type { FlowTwins, Link } from './flow-twins.ts';

/** What goods are called that nobody names, where there are several or no names. */
const unnamed = 'goods';

export interface Commodities {
  /** Ascending. */
  readonly names: readonly string[];
  /** The index of a name; of none, that of the only commodity, else of `goods`. */
  of(name: string | undefined): number;
  /** By link: the commodities it carries, ascending. */
  readonly ofLinks: readonly (readonly number[])[];
}

export function commoditiesOf(twins: FlowTwins): Commodities {
  const { links, supplies, convertors, customers, gates } = twins;
  const ends = [...supplies, ...convertors, ...customers];
  const inputs = convertors.flatMap((each) => each.inputs.map(([commodity]) => commodity));
  const given = [...links, ...ends, ...gates].flatMap(({ commodity }) => commodity ?? []);
  const named = new Set([...given, ...inputs]);
  const [only] = named;
  const fallback = named.size === 1 ? (only as string) : unnamed;
  if (ends.some(({ commodity }) => commodity === undefined) || named.size === 0) {
    named.add(fallback);
  }
  const names = [...named].sort(compareText);
  const indexes = new Map(names.map((name, index) => [name, index]));
  const of = (name: string | undefined) => indexes.get(name ?? fallback) as number;
  const carriesAll = (link: Link) => link.commodity === undefined && names.length > 1;
  const ofLinks = links.map((link) => (carriesAll(link) ? ([] as number[]) : [of(link.commodity)]));
  if (links.some(carriesAll)) {
    for (let commodity = 0; commodity < names.length; commodity++) {
      const carries = (link: Link) => carriesAll(link) || of(link.commodity) === commodity;
      const [sources, uses] = endsOf(twins, (name) => of(name) === commodity);
      const comes = reached(links, sources, { carries, start: 'from', end: 'to' });
      const leads = reached(links, uses, { carries, start: 'to', end: 'from' });
      links.forEach((link, index) => {
        const isOpen = carriesAll(link) && comes.has(link.from) && leads.has(link.to);
        if (isOpen) ofLinks[index]?.push(commodity);
      });
    }
  }
  return { names, of, ofLinks };
}

/** The places where a commodity comes up, and those where it is used up. */
function endsOf(
  { supplies, convertors, customers }: FlowTwins,
  is: (name: string | undefined) => boolean,
): [number[], number[]] {
  const makers = [...supplies, ...convertors].filter(({ commodity }) => is(commodity));
  const takers = convertors.filter(({ inputs }) => inputs.some(([name]) => is(name)));
  const users = [...customers.filter(({ commodity }) => is(commodity)), ...takers];
  return [makers.map(({ node }) => node), users.map(({ node }) => node)];
}

function reached(
  links: readonly Link[],
  starts: readonly number[],
  way: {
    readonly carries: (link: Link) => boolean;
    readonly start: 'from' | 'to';
    readonly end: 'from' | 'to';
  },
): Set<number> {
  const next = new Map<number, number[]>();
  for (const link of links) {
    if (!way.carries(link)) continue;
    const known = next.get(link[way.start]);
    if (known === undefined) next.set(link[way.start], [link[way.end]]);
    else known.push(link[way.end]);
  }
  const seen = new Set(starts);
  for (const node of seen) for (const other of next.get(node) ?? []) seen.add(other);
  return seen;
}
