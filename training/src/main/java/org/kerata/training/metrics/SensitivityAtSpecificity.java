package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;

/** The best sensitivity (recall) at a specificity of at least so much. Keras: {@code keras.metrics.SensitivityAtSpecificity}. */
public final class SensitivityAtSpecificity extends BestAt<SensitivityAtSpecificity> {
    SensitivityAtSpecificity() {
        super("sensitivity_at_specificity", "specificity");
    }

    /** Named {@code "sensitivity_at_specificity"}, with 200 thresholds, for a specificity from 0 to 1. */
    public SensitivityAtSpecificity(double specificity) {
        this();
        least(specificity);
    }

    @Override
    Tensor held(ConfusionTotals t) {
        return t.specificity();
    }

    @Override
    Tensor wanted(ConfusionTotals t) {
        return t.recall();
    }
}
