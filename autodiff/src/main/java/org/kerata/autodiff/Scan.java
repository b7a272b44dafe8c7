package org.kerata.autodiff;

import java.util.List;

/**
 * What {@link Ops#scan} gives, and what one step of its body gives.
 *
 * @param carry what is handed from step to step; after a scan, that of the last step
 * @param outputs what each step leaves behind; after a scan, those of all steps, stacked along a new first axis
 */
public record Scan(List<Tensor> carry, List<Tensor> outputs) {
    /** Copies the lists. */
    public Scan {
        carry = List.copyOf(carry);
        outputs = List.copyOf(outputs);
    }

    /** One step of a scan. */
    public interface Body {
        /**
         * The step. Runs once, to record what a step does; it may use tensors and variables from outside, but not assign variables.
         *
         * @param carry what the step before handed on, or what the scan began with
         * @param inputs this step's part of each scanned tensor
         * @return the new carry, of the same types and shapes, and this step's outputs
         */
        Scan step(List<Tensor> carry, List<Tensor> inputs);
    }
}
