package org.kerata.training.optimizers;

import java.util.List;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;

/** Changes that are computed at each step and kept at some, so that the step is the same program each time. */
final class Provisional {
    private Provisional() {}

    /**
     * Makes changes and keeps them where a condition holds.
     *
     * @param kept a truth value
     * @param touched all that may change
     */
    static void change(Tensor kept, List<Variable> touched, Runnable change) {
        List<Tensor> before = touched.stream().map(Variable::read).toList();
        change.run();
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).assign(Ops.where(kept, touched.get(i), before.get(i)));
        }
    }
}
