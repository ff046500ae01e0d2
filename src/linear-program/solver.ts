/**
 * Loads HiGHS (WebAssembly) once for the process and solves linear programs with it: whole, convex
 * quadratic or plain. Called by mechanisms and by what ranks and optimises over scenarios.
 */
import loadHighs from 'highs';
import type { LinearProgram } from './linear-program.ts';
import { hasWhole } from './model-data.ts';
import { OpenProgram } from './open-program.ts';
import type { Effort, Solution } from './solution.ts';
import { solveByTangents } from './tangents.ts';

export interface Solver {
  /** Throws BAD_USER_INPUT for a program that means nothing. */
  solve(program: LinearProgram, effort?: Effort): Solution;
  /** For many solves with other bounds and costs; the caller closes it. */
  open(program: LinearProgram, effort?: Effort): OpenProgram;
}

let loading: Promise<Solver> | undefined;

/** The process's solver; about 60 ms the first time. All its work is synchronous and silent. */
export function loadSolver(): Promise<Solver> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Solver> {
  // Its types describe the CommonJS file, where the function is under `default`; Node loads the other.
  const highs = await (loadHighs as unknown as typeof loadHighs.default)();
  const open = (program: LinearProgram, effort: Effort = {}) =>
    new OpenProgram(highs, program, effort);
  const solve = (program: LinearProgram, effort: Effort = {}): Solution => {
    const opened = open(program, effort);
    try {
      return opened.solve();
    } catch (error) {
      const isSquare = program.quadratic?.some((value) => value !== 0) && !hasWhole(program);
      const linear = (each: LinearProgram) => solve(each, effort);
      const solution = isSquare ? solveByTangents(program, linear) : undefined;
      if (solution === undefined) throw error;
      return solution;
    } finally {
      opened.close();
    }
  };
  return { open, solve };
}
