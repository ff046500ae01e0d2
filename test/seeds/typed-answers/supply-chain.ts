/** What the typed part of the supply chain's tour has to answer, by the seed's file alone. */
import { by, type RawLine } from '../raw-world.ts';
import { type ExpectedAnswers, edges, nodes, pick } from './parts.ts';

const miles = (kilometres: unknown) => Number(kilometres) / 1.609344;

/** By operation. */
export const supplyChain: ExpectedAnswers = {
  LateSuppliers: ({ twins, kind, targets }) => {
    const late = twins.filter(
      (line) => kind(line) === 'Supplier' && line.tier === 1 && Number(line.onTimeDelivery) < 0.92,
    );
    const answer = late.toSorted(by('onTimeDelivery', '$dtId')).map((line) => ({
      ...pick(line, 'name', 'country', 'onTimeDelivery', 'contractUntil'),
      failureDelay: Number(line.failureDelay) / 86_400,
      sourcesFrom: nodes(
        targets(line, 'sourcesFrom').map((each) => pick(each, 'name', 'tier', 'country')),
      ),
    }));
    return { suppliers: nodes(answer) };
  },

  BillOfMaterials: ({ twin, links }) => {
    const parts = (line: RawLine, partOf: (part: RawLine) => object) =>
      edges(
        links(line, 'consistsOf').map(({ quantity, $targetId }) => ({
          quantity,
          node: partOf(twin(String($targetId))),
        })),
      );
    const item = twin('item-hp-9');
    const consistsOf = parts(item, (part) => ({
      ...pick(part, 'name', 'category', 'unitCost'),
      consistsOf: parts(part, (each) => pick(each, 'name')),
    }));
    return { item: { ...pick(item, 'name', 'mass'), consistsOf } };
  },

  LongLanes: ({ twins, targets, kind }) => {
    const long = twins.filter(
      ({ mode, distance }) => (mode === 'sea' || mode === 'air') && Number(distance) > 20_000,
    );
    const answer = long
      .toSorted(by('-distance', '$dtId'))
      .slice(0, 3)
      .map((line) => ({
        ...pick(line, 'name', 'mode', 'leadTimePeriods'),
        distance: miles(line.distance),
        routedThrough: nodes(
          targets(line, 'routedThrough').map((port) => ({
            __typename: kind(port),
            ...pick(port, 'name', 'kind'),
          })),
        ),
        carriesTo: nodes(
          targets(line, 'carriesTo').map((stock) =>
            pick(stock, 'item', 'onHand', 'replenishmentPolicy'),
          ),
        ),
      }));
    return { lanes: nodes(answer) };
  },
};
