/** Names of an EPANET file as ids of twins: nodes and links may share names there, twins may not. */
import type { Naming } from '../naming.ts';
import type { InpCase } from './case.ts';
import type { SectionName, Sections } from './sections.ts';

const nodeSections = { JUNCTIONS: 'junction', RESERVOIRS: 'reservoir', TANKS: 'tank' } as const;
const linkSections = { PIPES: 'pipe', PUMPS: 'pump', VALVES: 'valve' } as const;

/** The ids of nodes and links by name: the names themselves where all differ, else kind and name. */
export function inpNames(sections: Sections, naming: Naming): Pick<InpCase, 'nodeId' | 'linkId'> {
  const nodes = kindsByName(sections, nodeSections);
  const links = kindsByName(sections, linkSections);
  const shared = [...nodes.keys()].some((name) => links.has(name));
  const idIn = (kinds: ReadonlyMap<string, string>) => (name: string | undefined) => {
    const kind = name === undefined ? undefined : kinds.get(name);
    return kind === undefined ? undefined : naming.id(shared ? `${kind}-${name}` : `${name}`);
  };
  return { nodeId: idIn(nodes), linkId: idIn(links) };
}

function kindsByName(
  sections: Sections,
  kinds: Readonly<Partial<Record<SectionName, string>>>,
): Map<string, string> {
  const named = new Map<string, string>();
  for (const [section, kind] of Object.entries(kinds)) {
    for (const { words } of sections.rows(section as SectionName)) {
      if (words[0] !== undefined && !named.has(words[0])) named.set(words[0], kind);
    }
  }
  return named;
}
