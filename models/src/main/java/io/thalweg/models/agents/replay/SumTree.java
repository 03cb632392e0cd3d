package io.thalweg.models.agents.replay;

/**
 * Numbers of slots and the sums over their halves, halves of halves and so on (Schaul et al., 2016,
 * appendix B.2.1): changing one and finding where a share of the sum falls take O(log n). A sum is
 * always that of its two halves, so the tree is a function of its leaves and not of their history.
 */
final class SumTree {
  private final int leaves;

  /** Root at 1, the halves of node i at 2i and 2i + 1. */
  private final double[] nodes;

  SumTree(int slots) {
    leaves = leaves(slots);
    nodes = new double[2 * leaves];
  }

  static int leaves(int slots) {
    return slots == 1 ? 1 : Integer.highestOneBit(slots - 1) << 1;
  }

  double total() {
    return nodes[1];
  }

  double get(int slot) {
    return nodes[leaves + slot];
  }

  /**
   * @param number finite, at least 0
   */
  void set(int slot, double number) {
    int node = leaves + slot;
    nodes[node] = number;
    for (node >>= 1; node > 0; node >>= 1) {
      nodes[node] = nodes[2 * node] + nodes[2 * node + 1];
    }
  }

  /** As {@link #set}, but the sums wait for {@link #sum}. */
  void put(int slot, double number) {
    nodes[leaves + slot] = number;
  }

  /** Sums everything anew. */
  void sum() {
    for (int node = leaves - 1; node > 0; node--) {
      nodes[node] = nodes[2 * node] + nodes[2 * node + 1];
    }
  }

  /**
   * The slot in which a share of the sum falls, slots laid end to end. Never one of 0, even where
   * rounding says so.
   *
   * @param share in [0, {@link #total}), which is more than 0
   */
  int find(double share) {
    double left = share;
    int node = 1;
    while (node < leaves) {
      node <<= 1;
      if (left >= nodes[node] && nodes[node + 1] > 0) {
        left -= nodes[node];
        node++;
      }
    }
    return node - leaves;
  }
}
