package org.kerata.training.optimizers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;

/**
 * Averages gradients over several steps before weights change.
 *
 * @param steps how many
 * @param sums the sum so far, by weight
 */
record GradientAccumulation(int steps, Optimizer.Slot sums) {

    /**
     * Takes a step. The update is kept at every n-th one.
     *
     * @param weights those that have gradients
     * @param state what the update changes besides the weights
     * @param update changes the weights and the state by the mean gradients
     */
    void take(
            Variable iterations,
            List<Tensor> gradients,
            List<Variable> weights,
            List<Variable> state,
            Consumer<List<Tensor>> update) {
        Tensor due =
                Ops.mod(iterations.plus(1), Tensor.scalar(steps, DType.INT64)).equal(0);
        List<Tensor> now = new ArrayList<>();
        List<Tensor> means = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            Tensor sum = gradients.get(i).plus(sums.of(weights.get(i)));
            now.add(sum);
            means.add(sum.div(steps));
        }
        List<Variable> touched = new ArrayList<>(weights);
        touched.addAll(state);
        Provisional.change(due, touched, () -> update.accept(means));
        for (int i = 0; i < weights.size(); i++) {
            Tensor sum = now.get(i);
            sums.of(weights.get(i)).assign(Ops.where(due, Ops.zerosLike(sum), sum));
        }
    }
}
