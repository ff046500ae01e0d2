/**
 * Why flows are as they are, for planners: cuts, unmet demand by customer, and what one more unit of
 * each bottleneck is worth. Called by `flow-run.ts` at the end of a run.
 */
import { compareText } from '../../../model/compare-text.ts';
import type { Finding, FindingPart as Part } from '../../simulator.ts';
import type { FlowModel } from './flow-model.ts';
import type { Bottleneck, FlowResult, Shortfall } from './flow-result.ts';

const mechanism = 'flow';
/** More cuts, and more bottlenecks, than this are not told, nor more twins in a sentence. */
const mostOfAKind = 20;
const mostNames = 5;

export function flowFindings(model: FlowModel, result: FlowResult): Finding[] {
  return [
    ...unkept(result),
    ...result.shortfalls.slice(0, mostOfAKind).map((shortfall) => cutFinding(model, shortfall)),
    ...unmetFinding(model, result),
    ...result.bottlenecks.slice(0, mostOfAKind).map((each) => bottleneckFinding(model, each)),
  ];
}

function unkept({ unkept: twins }: FlowResult): Finding[] {
  if (twins.length === 0) return [];
  const text = `the minimum flows of ${listed(twins)} cannot all be kept, and are left out.`;
  return [{ mechanism, kind: 'infeasible', text, twins: twins.map((twin) => ({ twin })) }];
}

function cutFinding(model: FlowModel, shortfall: Shortfall): Finding {
  const { limits, asked, through, isCut, demands } = shortfall;
  const first = model.demands[demands[0] ?? -1];
  const unit = first?.unit === undefined ? '' : ` ${first.unit}`;
  const names = listed(limits.map(({ twin }) => twin));
  const out = limits.filter(({ isOut }) => isOut).map(({ twin }) => twin);
  const customers = listed(demands.map((demand) => model.demands[demand]?.twin ?? ''));
  const isOne = (list: readonly unknown[]) => list.length === 1;
  const away = out.length === 0 ? '' : `; ${listed(out)} ${isOne(out) ? 'is' : 'are'} out`;
  const amounts = `${shown(through)}${unit} through where ${shown(asked)} are asked`;
  const limiting = isCut
    ? `the cut of ${names} lets ${amounts}`
    : `${names} ${isOne(limits) ? 'lets' : 'let'} ${amounts}`;
  return {
    mechanism,
    kind: 'minimumCut',
    text: limits.length === 0 ? `nothing can come to ${customers}.` : `${limiting}${away}.`,
    twins: limits.map(({ twin, capacity, unit: capacityUnit, isOut }) => ({
      twin,
      value: capacity,
      ...(capacityUnit !== undefined && { unit: capacityUnit }),
      ...(!isOut && { utilisation: 1 }),
    })),
  };
}

/** One for each commodity, the customers that lack most first. */
function unmetFinding({ demands, commodities }: FlowModel, { unmet }: FlowResult): Finding[] {
  return commodities.flatMap((commodity) => {
    const own = demands.flatMap((demand, index) =>
      demand.commodity === commodity ? [{ ...demand, lacks: unmet[index] as number }] : [],
    );
    const short = own.filter(({ lacks }) => lacks > 0);
    if (short.length === 0) return [];
    short.sort((a, b) => b.lacks - a.lacks || compareText(a.twin, b.twin));
    const sum = (of: (each: (typeof own)[number]) => number, list = own) =>
      shown(list.reduce((total, each) => total + of(each), 0));
    const missing = sum(({ lacks }) => lacks);
    const asked = sum(({ rate }) => rate);
    const whom = listed(short.map(({ twin, lacks }) => `${twin} (${shown(lacks)})`));
    return [
      {
        mechanism,
        kind: 'unmet',
        text: `${missing} of ${asked} ${commodity} asked are not served: ${whom}.`,
        twins: short.map(({ twin, lacks, unit }) =>
          unit === undefined ? { twin, value: lacks } : { twin, value: lacks, unit },
        ),
      },
    ];
  });
}

function bottleneckFinding(model: FlowModel, bottleneck: Bottleneck): Finding {
  const { twin, served, saved, unit } = bottleneck;
  const one = unit === undefined ? '1' : `1 ${unit}`;
  const worth =
    served > 0 ? `serve up to ${shown(served)} more` : `lower costs by up to ${shown(saved)}`;
  const value = served > 0 ? served : saved;
  const text = `${twin} is full: a capacity larger by ${one} would ${worth}.`;
  const part = { twin, value, utilisation: 1, ...gainOf(model, bottleneck) };
  return { mechanism, kind: 'bottleneck', text, twins: [part] };
}

/** None where it would serve demand, and there are several commodities that this might be of. */
function gainOf(model: FlowModel, { twin, served, saved, unit }: Bottleneck): Pick<Part, 'gain'> {
  const per = unit !== undefined && { per: unit };
  if (served <= 0) return { gain: { kpi: 'flowCost', amount: -saved, ...per } };
  const asked = [...new Set(model.demands.map(({ commodity }) => commodity))];
  const own = asked.length === 1 ? asked : commoditiesThrough(model, twin);
  if (own.length !== 1 || !asked.includes(own[0] as string)) return {};
  return { gain: { kpi: `flow.${own[0]}`, amount: served, ...per } };
}

/** Those of the places that the arcs of a twin reach; of a network with recipes it is not known. */
function commoditiesThrough(model: FlowModel, twin: string): string[] {
  if (model.conversions.length > 0) return [];
  const { owners, places, network } = model;
  const arcs = owners.flatMap((owner) => (owner.twin === twin ? owner.arcs : []));
  return [...new Set(arcs.map((arc) => places[network.to[arc] as number]?.commodity ?? ''))];
}

function listed(names: readonly string[]): string {
  const some = names.slice(0, mostNames);
  const others = names.length - some.length;
  const parts = others > 0 ? [...some, `${others} others`] : some;
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** Six digits are enough for a sentence. */
function shown(amount: number): string {
  return String(Number(amount.toPrecision(6)));
}
