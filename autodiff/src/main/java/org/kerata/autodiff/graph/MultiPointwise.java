package org.kerata.autodiff.graph;

/**
 * What a composite op with several outputs does to each element, as one vectorising loop over blocks of floats. All outputs have the
 * first input's shape; the other inputs have it too or are single numbers, spread over a block.
 */
public interface MultiPointwise {
    /**
     * Computes the first {@code n} elements of each output. An output may be one of the inputs.
     *
     * @param in a block for each input
     * @param out a block for each output
     */
    void run(float[][] in, float[][] out, int n);
}
