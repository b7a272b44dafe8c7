package org.kerata.autodiff.graph;

/**
 * What a composite op with several outputs does to each element, as one vectorising loop over blocks of floats. As many of the first inputs
 * as there are outputs become the outputs, in place: C2 vectorises a loop with several results only if each overwrites an operand. The other
 * inputs have the same shape or are single numbers, spread over a block.
 */
public interface MultiPointwise {
    /**
     * Computes the first {@code n} elements.
     *
     * @param blocks one for each input; the first ones are overwritten by the outputs
     */
    void run(float[][] blocks, int n);
}
