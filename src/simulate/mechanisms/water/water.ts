/**
 * The water mechanism: pressures and flows of water networks by the EPANET toolkit (Rossman et al.,
 * "EPANET 2.2 User Manual", 2020). It takes part where a graph has water networks; one that lacks
 * what EPANET needs is a finding and nothing more. Registered with the engine.
 */
import type { Mechanism } from '../../mechanism.ts';
import { waterNetwork, waterNetworks } from './build-water-model.ts';
import { loadEpanet } from './epanet.ts';
import { WaterRun } from './water-run.ts';

export const water: Mechanism = {
  name: 'water',
  behaviours: [waterNetwork],
  figures: ['servedWater', 'unmetWater', 'pressure'],
  mayTrouble: (graph, catalogue) =>
    waterNetworks(graph, catalogue).complete.flatMap(({ nodes }) => nodes.map(({ node }) => node)),
  effects: ['runsShort'],
  load: loadEpanet,
  init: (setting) => new WaterRun(setting),
};
