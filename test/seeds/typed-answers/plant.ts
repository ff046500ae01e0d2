/** What the typed part of the plant's tour has to answer, by the seed's file alone. */
import { by, type RawLine } from '../raw-world.ts';
import { type ExpectedAnswers, edges, id, nodes, pick } from './parts.ts';

const fahrenheit = (celsius: unknown) => Number(celsius) * 1.8 + 32;

/** By operation. */
export const plant: ExpectedAnswers = {
  WornMachines: ({ twins, kind, targets }) => {
    const ofKind: Record<string, (line: RawLine) => object> = {
      Robot: (line) => ({
        jointTemperature: Number(line.jointTemperature) + 273.15,
        runningTime: Number(line.runningTime) / 24,
      }),
      Compressor: (line) => ({
        pressure: Number(line.pressure) * 100,
        ...pick(line, 'powerDraw'),
      }),
      Station: (line) => ({
        cycleTime: Number(line.cycleTime) / 60,
        employs: nodes(targets(line, 'employs').map((each) => pick(each, 'name'))),
      }),
    };
    const worn = twins.filter(({ health }) => health !== undefined && Number(health) < 0.8);
    const answer = worn.toSorted(by('health', '$dtId')).map((line) => ({
      __typename: kind(line),
      ...id(line),
      ...pick(line, 'health'),
      locatedIn: nodes(targets(line, 'locatedIn').map((area) => pick(area, 'name'))),
      ...ofKind[kind(line)]?.(line),
    }));
    return { plantEquipments: nodes(answer) };
  },

  HotRobots: (world) => {
    const hot = world.twins.filter(
      ({ manufacturer, jointTemperature }) =>
        manufacturer === 'Aare Robotics' && fahrenheit(jointTemperature) >= 113,
    );
    const employer = (robot: RawLine) =>
      world.twins.filter((each) => world.targets(each, 'employs').includes(robot));
    const answer = hot
      .toSorted(by('-jointTemperature', '$dtId'))
      .slice(0, 5)
      .map((line) => ({
        ...pick(line, 'name', 'vibration'),
        jointTemperature: fahrenheit(line.jointTemperature),
        twin: {
          history: [{ last: line.jointTemperature }],
          employer: nodes(employer(line).map((source) => ({ source: id(source) }))),
        },
      }));
    return { robots: nodes(answer) };
  },

  WhatALineNeeds: ({ twin, links, targets, kind }) => {
    const line = twin('line-final-1');
    const stations = targets(line, 'comprises').slice(0, 3);
    const needs = links(line, 'dependsOn').map(({ group, $targetId }) => {
      const target = twin(String($targetId));
      return { group, node: { __typename: kind(target), ...pick(target, 'name') } };
    });
    return {
      plantLine: {
        ...pick(line, 'product', 'ratedThroughput', 'shiftHours'),
        comprises: nodes(
          stations.map((each) => ({
            ...pick(each, 'operation', 'cycleTime'),
            guardedBy: nodes(
              targets(each, 'guardedBy').map((guard) => pick(guard, 'quantity', 'safety')),
            ),
          })),
        ),
        dependsOn: edges(needs),
      },
    };
  },
};
