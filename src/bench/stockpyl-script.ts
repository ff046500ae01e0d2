/**
 * What the Python package stockpyl is asked in `sweep-supply`: runs of a serial chain in which one
 * stage places no orders or ships nothing for a while. Prints the seconds and the cost of each.
 */
export const stockpylScript = `
import json, sys, time
from stockpyl.disruption_process import DisruptionProcess
from stockpyl.sim import simulation
from stockpyl.supply_chain_network import serial_system

asked = json.load(sys.stdin)
count, periods = asked["stages"], asked["periods"]
kinds = {"orders": "OP", "shipments": "SP"}

def cost_of(case):
    chain = serial_system(
        num_nodes=count,
        node_order_in_system=list(range(count, 0, -1)),
        local_holding_cost=[1] * count,
        in_transit_holding_cost=[0] * count,
        stockout_cost=[0] * (count - 1) + [10],
        shipment_lead_time=[1] * count,
        demand_type="D",
        demand_list=asked["demand"],
        policy_type="BS",
        base_stock_level=[asked["level"]] * count,
    )
    down = [case["from"] <= week < case["until"] for week in range(periods)]
    chain.get_node_from_index(case["stage"]).disruption_process = DisruptionProcess(
        random_process_type="E", disruption_type=kinds[case["kind"]], disruption_state_list=down)
    started = time.perf_counter()
    cost = simulation(chain, periods, rand_seed=1, progress_bar=False)
    return time.perf_counter() - started, float(cost)

runs = [cost_of(case) for case in asked["cases"]]
print(json.dumps({"seconds": sum(s for s, _ in runs), "costs": [cost for _, cost in runs]}))
`;

/** What the script prints. */
export interface StockpylRuns {
  readonly seconds: number;
  readonly costs: readonly number[];
}
