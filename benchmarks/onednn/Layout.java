import org.bytedeco.dnnl.memory.desc;

/** Memory of a recurrent layer. */
record Layout(
    desc input, desc state, desc inputWeights, desc recurrentWeights, desc bias, desc output) {}
