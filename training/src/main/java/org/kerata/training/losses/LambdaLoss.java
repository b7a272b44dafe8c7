package org.kerata.training.losses;

import org.kerata.autodiff.Tensor;
import org.kerata.training.internal.Aligned;

/** A loss from a function. */
final class LambdaLoss extends FluentLoss<LambdaLoss> {
    private final Function function;

    LambdaLoss(String name, Function function) {
        super(name);
        this.function = function;
    }

    @Override
    public String className() {
        return name();
    }

    @Override
    protected Tensor call(Tensor y, Tensor p) {
        Aligned a = Aligned.of(y, p);
        return function.of(a.y(), a.p());
    }
}
