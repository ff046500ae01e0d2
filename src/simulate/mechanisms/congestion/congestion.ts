/**
 * The congestion mechanism: traffic on roads in user equilibrium. It takes part where there are
 * trips between zones; roads that do not work are closed and traffic takes other ways. Registered
 * with the engine.
 */
import { behaviours } from '../../../behaviour/behaviours.ts';
import type { Mechanism } from '../../mechanism.ts';
import { roadModel } from './build-road-model.ts';
import { CongestionRun } from './congestion-run.ts';

export const congestion: Mechanism = {
  name: 'congestion',
  behaviours: [behaviours.congestedLink],
  figures: ['travelTime', 'unservedTrips'],
  mayTrouble: (graph, catalogue) =>
    roadModel(graph, catalogue)?.places.map(({ node }) => node) ?? [],
  effects: ['runsShort'],
  init: (setting) => new CongestionRun(setting),
};
