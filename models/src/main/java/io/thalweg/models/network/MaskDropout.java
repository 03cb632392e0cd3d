package io.thalweg.models.network;

import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Dropout with a mask that is drawn elsewhere: DL4J's own draws from a generator of the process.
 */
final class MaskDropout implements IDropout {
  private static final long serialVersionUID = 1;

  private transient INDArray mask;

  /** Multiplies what comes next with this, of the same shape. */
  void mask(INDArray newMask) {
    mask = newMask;
  }

  @Override
  public INDArray applyDropout(
      INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
    return input.muli(mask, result);
  }

  @Override
  public INDArray backprop(INDArray above, INDArray below, int iteration, int epoch) {
    // An output layer on every step asks twice: the second time, steps are an axis again.
    boolean again = above.rank() != mask.rank();
    return again ? above : above.muli(mask, below);
  }

  @Override
  public void clear() {}

  /** Not a copy: whoever draws the mask must reach the layer that DL4J cloned. */
  @Override
  @SuppressWarnings("MissingSuperCall")
  public IDropout clone() {
    return this;
  }
}
