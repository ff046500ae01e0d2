/**
 * The dependency network: who needs whom in order to work, in flat arrays indexed by graph node.
 * Made by `dependencyNetwork` from a graph and its ontology's behaviours; read by the dependency
 * mechanism and by the predictor's features.
 *
 * A node works while it is not failed of itself and each of its groups is satisfied. A group is
 * satisfied while the weights of its working supports sum to its need. A group that needs all of
 * its supports may rest on a cycle of its own (a plant and the pump that it powers); one that needs
 * only some must be grounded: support that only comes round from itself does not count, as in a
 * ring of buses that is cut off from every source.
 */
export interface DependencyNetwork {
  readonly nodeCount: number;
  readonly groupCount: number;

  /** Groups of node n: `groupOffsets[n] … groupOffsets[n + 1] - 1`. `[nodes + 1]` */
  readonly groupOffsets: Int32Array;
  /** The node that owns a group. `[groups]` */
  readonly groupOwner: Int32Array;
  /** Weight of working supports that a group needs. `[groups]` */
  readonly groupNeed: Float64Array;
  /** 1 where support must be grounded, 0 where all supports are needed. `[groups]` */
  readonly groupGrounded: Uint8Array;
  /** Name of a group: a commodity such as `power`. `[groups]` */
  readonly groupName: readonly string[];

  /** Supports of group g: `supportOffsets[g] … supportOffsets[g + 1] - 1`. `[groups + 1]` */
  readonly supportOffsets: Int32Array;
  /** The supporting node. `[supports]` */
  readonly supportNode: Int32Array;
  /** Its weight, 1 by default. `[supports]` */
  readonly supportWeight: Float64Array;
  /** The graph edge that says so. `[supports]` */
  readonly supportEdge: Int32Array;

  /** Where node n is a support: positions in `dependentSupport`. `[nodes + 1]` */
  readonly dependentOffsets: Int32Array;
  /** Index into the support arrays. `[supports]` */
  readonly dependentSupport: Int32Array;
  /** The group of a support. `[supports]` */
  readonly supportGroup: Int32Array;

  /** Seconds a node goes on after its support is gone (battery, tank, stock). `[nodes]` */
  readonly delaySeconds: Float64Array;
  /** Seconds from support being back until the node works again. `[nodes]` */
  readonly recoverySeconds: Float64Array;
  /** 1 where the node does not work of itself now (`operational` false, a switch open). `[nodes]` */
  readonly failed: Uint8Array;
}
