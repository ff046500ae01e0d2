/** Files of many pumps that feed each other, for the tests of large imports. */
import { closeSync, openSync, writeSync } from 'node:fs';

export const pump = 'dtmi:example:large:Pump;1';

const model = {
  '@context': 'dtmi:dtdl:context;3',
  '@id': pump,
  '@type': 'Interface',
  contents: [
    { '@type': 'Property', name: 'flow', schema: 'double' },
    { '@type': 'Property', name: 'label', schema: 'string' },
    { '@type': 'Relationship', name: 'feeds', target: pump },
  ],
};

export interface World {
  readonly twins: number;
  readonly relationships: number;
  /** Ids begin with this. */
  readonly prefix?: string;
  /** Lines that hold something wrong: a twin with a text for a flow. */
  readonly wrong?: readonly number[];
}

/** Writes a world as NDJSON: the model in line 1, then twins, then relationships, without sections. */
export function writeWorld(path: string, world: World): void {
  const file = openSync(path, 'w');
  let block = '';
  for (const item of itemsOf(world)) {
    block += `${JSON.stringify(item)}\n`;
    if (block.length > 1 << 20) {
      writeSync(file, block);
      block = '';
    }
  }
  writeSync(file, block);
  closeSync(file);
}

function* itemsOf({ twins, relationships, prefix = 'pump', wrong = [] }: World) {
  yield model;
  for (let n = 0; n < twins; n++) {
    const flow = wrong.includes(n + 2) ? 'much' : (n % 997) / 8;
    const properties = { flow, label: `Pump number ${n}` };
    yield { $dtId: `${prefix}-${n}`, $metadata: { $model: pump }, ...properties };
  }
  for (let n = 0; n < relationships; n++) {
    const source = n % twins;
    yield {
      $dtId: `${prefix}-${source}`,
      $relationshipId: `f${Math.floor(n / twins)}`,
      $targetId: `${prefix}-${(source * 31 + n + 1) % twins}`,
      $relationshipName: 'feeds',
    };
  }
}
