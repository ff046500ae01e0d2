import { engine } from '../../src/simulate/engine/engine.ts';
import { simulatorContract } from './simulator.contract.ts';

simulatorContract('engine', engine);
