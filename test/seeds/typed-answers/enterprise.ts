/** What the typed part of the enterprise's tour has to answer, by the seeds' files alone. */
import { by, type RawLine, rawWorld } from '../raw-world.ts';
import { type ExpectedAnswers, edges, id, nodes, pick } from './parts.ts';

const miles = (kilometres: unknown) => Number(kilometres) / 1.609344;

/** By operation. */
export const enterprise: ExpectedAnswers = {
  ConnectionsThenAndNow: (now) => {
    const connections = ({ twins, kind, targets }: typeof now) =>
      nodes(
        twins
          .filter((line) => kind(line) === 'PowerConnection')
          .toSorted(by('$dtId'))
          .map((line) => ({
            ...id(line),
            ...pick(line, 'demandRate'),
            activePower: Number(line.activePower) * 1000,
            suppliedBy: nodes(
              targets(line, 'suppliedBy').map((each) => ({ __typename: kind(each), ...id(each) })),
            ),
          })),
      );
    // Then there was the plant, and the supply chain, which has no such connections.
    const asOf = { powerConnections: connections(rawWorld('plant')) };
    return { powerConnections: connections(now), asOf };
  },

  FromOrderToSubstation: ({ twin, links, targets, kind }) => {
    const order = twin('order-kestrel-plumbing-hp-9');
    const ofKind: Record<string, (line: RawLine) => object> = {
      Feeder: (line) => ({
        ...pick(line, 'name'),
        suppliedBy: nodes(targets(line, 'suppliedBy').map(id)),
      }),
      TelephoneExchange: (line) => pick(line, 'name', 'operational'),
    };
    const support = ({ group, $targetId }: RawLine) => {
      const target = twin(String($targetId));
      return { group, node: { __typename: kind(target), ...ofKind[kind(target)]?.(target) } };
    };
    const centre = (line: RawLine) => ({
      __typename: kind(line),
      ...pick(line, 'name'),
      dependsOn: edges(links(line, 'dependsOn').map(support)),
    });
    const stock = (line: RawLine) => ({
      ...pick(line, 'onHand'),
      heldAt: nodes(targets(line, 'heldAt').map(centre)),
    });
    const servedBy = nodes(targets(order, 'servedBy').map(stock));
    return { customerOrder: { ...pick(order, 'name', 'demandMean'), servedBy } };
  },

  LanesThroughTheCity: ({ twins, targets, kind }) => {
    const short = twins.filter(
      ({ mode, distance, leadTimePeriods }) =>
        mode === 'road' && Number(distance) < 10 && Number(leadTimePeriods) <= 1,
    );
    const way = (line: RawLine) => ({
      __typename: kind(line),
      ...(kind(line) === 'Road' && {
        ...pick(line, 'name', 'length', 'capacity'),
        speedLimit: miles(line.speedLimit),
      }),
      ...(kind(line) === 'Port' && pick(line, 'kind')),
    });
    const lanes = short
      .toSorted(by('$dtId'))
      .slice(0, 2)
      .map((line) => ({
        ...pick(line, 'name', 'distance'),
        routedThrough: nodes(targets(line, 'routedThrough').map(way)),
      }));
    return { lanes: nodes(lanes) };
  },
};
