package org.kerata.training;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.graph.Spec;

/**
 * The arguments of a step: inputs, targets, weights, in this order.
 *
 * @param columns each argument, without the batch axis
 * @param inputs how many of them are inputs
 * @param targets for each output the place of its target; -1 if it has none
 * @param weights for each output the place of its weights; -1 if it has none
 */
record Layout(List<Column> columns, int inputs, List<Integer> targets, List<Integer> weights) {

    /**
     * An argument.
     *
     * @param title for messages: {@code the input "title"}
     * @param type the element type of its slot
     * @param row the shape of a sample
     * @param classes labels must be below this number; 0 if these are no labels
     * @param ignored a label that may be anything; null if there is none
     */
    record Column(
            String title,
            DType type,
            Shape row,
            int classes,
            @Nullable Integer ignored) {
        /** Type and shape of a batch. */
        Spec spec(int count) {
            return new Spec(type, row.prepend(count));
        }
    }

    /** Types and shapes of all arguments for a batch of this size. */
    List<Spec> specs(int count) {
        List<Spec> out = new ArrayList<>();
        for (Column c : columns) {
            out.add(c.spec(count));
        }
        return out;
    }
}
