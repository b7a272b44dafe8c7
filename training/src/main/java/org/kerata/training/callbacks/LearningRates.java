package org.kerata.training.callbacks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.kerata.training.optimizers.LossScaleOptimizer;
import org.kerata.training.optimizers.MultiOptimizer;
import org.kerata.training.optimizers.Optimizer;

/** The optimizers that have learning rates, by the names these have in logs. */
final class LearningRates {
    private static final String KEY = "learning_rate";

    private LearningRates() {}

    /** Of several optimizers, each has its name behind that of the figure. */
    static Map<String, Optimizer> of(Optimizer optimizer) {
        Map<String, Optimizer> out = new LinkedHashMap<>();
        Optimizer o = optimizer;
        while (o instanceof LossScaleOptimizer scaling) {
            o = scaling.innerOptimizer();
        }
        if (o instanceof MultiOptimizer several) {
            for (Optimizer each : several.optimizers()) {
                String key = KEY + "_" + each.name();
                String free = key;
                for (int i = 1; out.containsKey(free); i++) {
                    free = key + "_" + i;
                }
                out.put(free, each);
            }
        } else {
            out.put(KEY, o);
        }
        return out;
    }

    /** What stands in front of "learning rate" in messages. */
    static String title(String key) {
        return key.equals(KEY) ? "" : key.substring(KEY.length() + 1) + " ";
    }
}
