/** A digest of a whole graph, to prove that nothing has changed it. */
import { createHash } from 'node:crypto';
import { compareText } from '../../src/model/compare-text.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import { allTwins } from '../../src/model/graph-records.ts';
import { canonicalJson, type Json } from '../../src/model/json.ts';
import type { Relationship } from '../../src/model/relationship.ts';

/**
 * SHA-256, in hexadecimal, over the canonical JSON of every twin by id, each followed by the
 * relationships that leave it, with stamps and revisions: equal exactly if all records agree.
 */
export function graphDigest(graph: TwinGraph): string {
  const hash = createHash('sha256');
  const ids = Array.from(allTwins(graph), ({ id }) => id).sort(compareText);
  for (const id of ids) {
    hash.update(`${canonicalJson(graph.twin(id) as unknown as Json)}\n`);
    const leaving = [...graph.relationshipsOf(id, 'out')].sort(byId);
    for (const relationship of leaving) {
      hash.update(`${canonicalJson(relationship as unknown as Json)}\n`);
    }
  }
  return hash.digest('hex');
}

function byId(a: Relationship, b: Relationship): number {
  return compareText(a.id, b.id);
}
