package org.kerata.training.optimizers.schedules;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * One rate up to and at each boundary, another beyond. Keras: {@code keras.optimizers.schedules.PiecewiseConstantDecay}.
 */
public final class PiecewiseConstantDecay extends LearningRateSchedule {
    private static final Kind<double[]> NUMBERS =
            Kind.of("a list of numbers", PiecewiseConstantDecay::parse, PiecewiseConstantDecay::write);

    private final Option<double[]> boundaries = required("boundaries", NUMBERS);
    private final Option<double[]> values = required("values", NUMBERS);
    private final Option<String> name = option("name", STRING, "PiecewiseConstant");

    PiecewiseConstantDecay() {}

    /** With boundaries in steps, ascending, and rates, one more than boundaries. */
    public PiecewiseConstantDecay(double[] boundaries, double[] values) {
        this.boundaries.set(boundaries);
        this.values.set(values);
        requireOneMore();
    }

    /** The name. */
    public PiecewiseConstantDecay name(String name) {
        return with(this.name, name);
    }

    private void requireOneMore() {
        if (boundaries.get().length != values.get().length - 1) {
            throw new ConfigException("PiecewiseConstantDecay: there must be one value more than boundaries. Received: "
                    + boundaries.get().length + " boundaries and " + values.get().length + " values.");
        }
    }

    private static double @Nullable [] parse(Object value) {
        if (value instanceof double[] d) {
            return d.clone();
        }
        if (!(value instanceof List<?> list) || !list.stream().allMatch(x -> x instanceof Number)) {
            return null;
        }
        return list.stream().mapToDouble(x -> ((Number) x).doubleValue()).toArray();
    }

    /** Steps are whole numbers in Keras's files. */
    private static Object write(double[] numbers) {
        boolean whole = Arrays.stream(numbers).allMatch(x -> x == Math.rint(x));
        return whole
                ? Arrays.stream(numbers).mapToObj(x -> (int) x).toList()
                : Arrays.stream(numbers).boxed().toList();
    }

    @Override
    public Tensor at(Tensor step) {
        requireOneMore();
        double[] b = boundaries.get();
        double[] v = values.get();
        Tensor rate = Tensor.scalar(v[b.length]);
        for (int i = b.length - 1; i >= 0; i--) {
            rate = Ops.where(step.lessEqual(b[i]), Tensor.scalar(v[i]), rate);
        }
        return rate;
    }
}
