/**
 * The peers of `linchpin bench gnn`: PyTorch's sparse product in CSR form, and PyTorch Geometric's
 * `SAGEConv` on the same. They get the rows in our order of locality, and two threads as we have.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Matrix } from '../../gnn/model/array-algebra.ts';
import type { SparseMatrix } from '../../gnn/model/sparse.ts';
import type { PythonPeer } from './python-peer.ts';

/** What a network is made of: the weights of each layer, its own and its neighbours'. */
export interface PeerNetwork {
  readonly graph: SparseMatrix;
  readonly features: Matrix;
  readonly layers: readonly {
    readonly own: Matrix;
    readonly near: Matrix;
    readonly bias: Matrix;
  }[];
  /** Rows of the result that are compared. */
  readonly sample: readonly number[];
}

export interface PeerFigures {
  /** The shortest of some runs, in milliseconds. */
  readonly torch: number;
  /** `null` where PyTorch Geometric is not installed. */
  readonly geometric: number | null;
  /** A gradient step of two layers; only where it was asked for. */
  readonly training: number | null;
  /** The sampled rows. */
  readonly rows: readonly (readonly number[])[];
}

/** One round: a process of its own, in which the network runs a few times. */
export async function peerFigures(
  peer: PythonPeer,
  network: PeerNetwork,
  { runs = 5, training = false } = {},
): Promise<PeerFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-gnn-'));
  try {
    const { graph, features, layers, sample } = network;
    const write = (name: string, values: Float32Array | Int32Array) =>
      writeFileSync(join(folder, name), values);
    write('offsets', graph.offsets);
    write('indices', graph.indices);
    write('values', graph.values);
    write('features', features.values);
    for (const [i, { own, near, bias }] of layers.entries()) {
      write(`own-${i}`, own.values);
      write(`near-${i}`, near.values);
      write(`bias-${i}`, bias.values);
    }
    const sizes = { nodes: graph.rows, width: features.columns, layers: layers.length };
    return await peer.run<PeerFigures>(script, { folder, ...sizes, sample, runs, training });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const script = `
import json, os, sys, time, warnings
warnings.filterwarnings("ignore")
import numpy, torch

asked = json.load(sys.stdin)
nodes, width = asked["nodes"], asked["width"]
torch.set_num_threads(2)

def read(name, kind=numpy.float32):
    return torch.from_numpy(numpy.fromfile(os.path.join(asked["folder"], name), dtype=kind))

def csr(offsets, indices, values):
    return torch.sparse_csr_tensor(offsets, indices, values, size=(nodes, nodes))

adjacency = csr(read("offsets", numpy.int32), read("indices", numpy.int32), read("values"))
features = read("features").reshape(nodes, width)
layers = [
    [read(f"own-{i}").reshape(width, width), read(f"near-{i}").reshape(width, width), read(f"bias-{i}")]
    for i in range(asked["layers"])
]

def shortest(run):
    times = []
    for _ in range(asked["runs"] + 1):
        started = time.perf_counter()
        result = run()
        times.append((time.perf_counter() - started) * 1000)
    return min(times[1:]), result

def plain():
    x = features
    for own, near, bias in layers:
        x = torch.addmm(torch.addmm(bias, x, own), adjacency @ x, near).relu_()
    return x

def geometric():
    try:
        from torch_geometric.nn import SAGEConv
    except ImportError:
        return None
    convs = []
    for own, near, bias in layers:
        conv = SAGEConv(width, width, aggr="sum", project=False)
        conv.lin_r.weight.copy_(own.T)
        conv.lin_l.weight.copy_(near.T)
        conv.lin_l.bias.copy_(bias)
        convs.append(conv)
    def run():
        x = features
        for conv in convs:
            x = conv(x, adjacency).relu_()
        return x
    return shortest(run)

class Multiply(torch.autograd.Function):
    @staticmethod
    def forward(context, x):
        return adjacency @ x
    @staticmethod
    def backward(context, gradient):
        return transposed @ gradient

with torch.no_grad():
    torch_time, result = shortest(plain)
    by_geometric = geometric()
    if by_geometric is not None:
        assert torch.allclose(result, by_geometric[1], atol=1e-3), "the peers differ"

training = None
if asked["training"]:
    transposed = adjacency.to_sparse_coo().t().coalesce().to_sparse_csr()
    weights = [part.clone().requires_grad_() for layer in layers[:2] for part in layer]
    head = torch.full((width, 1), 1 / width, requires_grad=True)
    optimizer = torch.optim.Adam([*weights, head], lr=0.01)
    targets = (torch.arange(nodes) % 10 == 0).float().reshape(-1, 1)
    def step():
        optimizer.zero_grad()
        x = features
        for own, near, bias in (weights[:3], weights[3:]):
            around = adjacency @ x if x is features else Multiply.apply(x)
            x = torch.addmm(torch.addmm(bias, x, own), around, near).relu()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(x @ head, targets)
        loss.backward()
        optimizer.step()
    training, _ = shortest(step)

print(json.dumps({
    "torch": torch_time,
    "geometric": None if by_geometric is None else by_geometric[0],
    "training": training,
    "rows": result[asked["sample"]].tolist(),
}))
`;
