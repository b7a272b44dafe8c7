package org.kerata.training.optimizers;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;
import org.kerata.training.optimizers.schedules.Schedules;

/** An optimizer's learning rate: a number, kept in a variable once it is needed, so that it may change; or a schedule. */
final class LearningRate {
    /** What the option {@code learning_rate} takes. Keras writes the number as the {@code float32} it computes with. */
    static final Kind<Object> KIND = Kind.of(
            "a number of 0 or more, or a schedule",
            v -> v instanceof LearningRateSchedule
                    ? v
                    : v instanceof Number n
                            ? (n.doubleValue() >= 0 ? (Object) n.doubleValue() : null)
                            : v instanceof Map ? Schedules.NAMES.read(v) : null,
            v -> v instanceof LearningRateSchedule s
                    ? (Object) Schedules.NAMES.write(s)
                    : (Object) (double) ((Double) v).floatValue());

    private final Option<Object> option;
    private @Nullable Variable variable;

    LearningRate(Option<Object> option) {
        this.option = option;
    }

    boolean isScheduled() {
        return option.get() instanceof LearningRateSchedule;
    }

    /** The number's variable; made at the first call. */
    Variable variable() {
        Variable v = variable;
        if (v == null) {
            v = Variable.of("learning_rate", Tensor.scalar((Double) option.get()), false);
            variable = v;
        }
        return v;
    }

    /** The variable if there is one yet. */
    @Nullable
    Variable variableOrNull() {
        return variable;
    }

    /** The learning rate after so many steps, a scalar. */
    Tensor at(Variable iterations) {
        return option.get() instanceof LearningRateSchedule s
                ? s.at(iterations.cast(DType.FLOAT32))
                : variable().read();
    }
}
