package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;

/** The best specificity at a sensitivity (recall) of at least so much. Keras: {@code keras.metrics.SpecificityAtSensitivity}. */
public final class SpecificityAtSensitivity extends BestAt<SpecificityAtSensitivity> {
    SpecificityAtSensitivity() {
        super("specificity_at_sensitivity", "sensitivity");
    }

    /** Named {@code "specificity_at_sensitivity"}, with 200 thresholds, for a sensitivity from 0 to 1. */
    public SpecificityAtSensitivity(double sensitivity) {
        this();
        least(sensitivity);
    }

    @Override
    Tensor held(ConfusionTotals t) {
        return t.recall();
    }

    @Override
    Tensor wanted(ConfusionTotals t) {
        return t.specificity();
    }
}
