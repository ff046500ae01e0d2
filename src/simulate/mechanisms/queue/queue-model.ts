/**
 * A production system as plain data: stations with queues, sources of jobs, job types, calendars
 * and transporters, in the order of twin ids. Made by `queueModel` from a graph or written by hand;
 * read by `layoutOf`, `estimate` and `checkQueueModel`. Times are in seconds, or any one unit.
 */
import type { Distribution } from './distribution.ts';

export interface QueueModel {
  readonly stations: readonly Station[];
  readonly sources: readonly Source[];
  /** What jobs are of; a source names them by index. */
  readonly types: readonly JobType[];
  readonly calendars: readonly Calendar[];
  readonly transporters: readonly TransporterPool[];
}

/** Identical machines with one queue. Ties in time go to the earlier station. */
export interface Station {
  readonly twin: string;
  /** Machines. 1 by default. */
  readonly servers?: number;
  /** Jobs that fit besides those in the machines; infinite by default. */
  readonly buffer?: number;
  readonly time: Distribution;
  /** Time to change from one family to another; none before the first job. */
  readonly setup?: Distribution;
  readonly failures?: Failures;
  /**
   * What a machine does whose next station is full: it holds the finished job (default), or does
   * not begin before a place there is reserved.
   */
  readonly blocking?: 'afterService' | 'beforeService';
  /** Whom it takes next; first come, first served by default, and among equals. */
  readonly discipline?: Discipline;
  /** How a job without steps of its own finds its next station; by shares by default. */
  readonly routing?: 'share' | 'shortestQueue';
  /** What the shares of the routes leave of 1 is the share of the jobs that leave the system here. */
  readonly routes: readonly Route[];
  /** When its machines work; round the clock without one. */
  readonly calendar?: number;
}

/** First come; shortest processing time; earliest due date; highest priority. */
export type Discipline = 'firstCome' | 'shortestTime' | 'earliestDue' | 'priority';

export interface Failures {
  /** Whether the time between failures runs while working only, or whenever not down. */
  readonly clock: 'working' | 'always';
  readonly between: Distribution;
  readonly repair: Distribution;
}

export interface Route {
  readonly station: number;
  /** 0 to 1; of a station that routes by shares they sum to at most 1. */
  readonly share: number;
  readonly travelTime?: number;
  /** The pool that carries; without one, as many as come travel at once. */
  readonly transporters?: number;
}

export interface TransporterPool {
  readonly twin: string;
  readonly units: number;
}

/** Working time that repeats: `[from, until)` within each period. */
export interface Calendar {
  readonly twin: string;
  readonly period: number;
  readonly intervals: readonly (readonly [from: number, until: number])[];
}

/** What jobs have in common. */
export interface JobType {
  readonly name: string;
  /** Machines are set up between families. */
  readonly family: number;
  /** The higher the sooner. 0 by default. */
  readonly priority?: number;
  /** Due this long after its release; never by default. */
  readonly dueAfter?: number;
  /** Where it goes in turn; without steps it follows the routes. */
  readonly steps?: readonly Step[];
}

export interface Step {
  readonly station: number;
  /** Mean time there, instead of the station's own. */
  readonly time?: number;
}

export interface Source {
  readonly twin: string;
  readonly jobs: OpenArrivals | ClosedLoop | JobList;
  /** Where jobs without steps go first; shares sum to 1. */
  readonly entries: readonly Route[];
  /** Types by share (sum 1), for sources that are no list. */
  readonly mix: readonly { readonly type: number; readonly share: number }[];
}

/** Jobs from outside, each some time after the one before. */
export interface OpenArrivals {
  readonly kind: 'open';
  readonly between: Distribution;
  /** What happens to a job that finds no room: lost, or the source waits with it (and stops). */
  readonly whenFull: 'lost' | 'waits';
  /** All jobs that ever come; unlimited by default. */
  readonly limit?: number;
}

/** Constant work in process: each job that leaves lets a new one in. */
export interface ClosedLoop {
  readonly kind: 'closed';
  readonly jobs: number;
}

/** Given jobs, released at their times; one that finds no room waits at the door. */
export interface JobList {
  readonly kind: 'list';
  readonly list: readonly Job[];
}

export interface Job {
  readonly type: number;
  readonly release: number;
  readonly due?: number;
  readonly priority?: number;
}
