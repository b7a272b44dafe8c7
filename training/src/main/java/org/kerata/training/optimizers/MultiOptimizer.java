package org.kerata.training.optimizers;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Kind;
import org.kerata.layers.Names;
import org.kerata.layers.Option;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * Several optimizers, each for some of the weights. It has no learning rate: those of the optimizers are on their own, and so are averages
 * and clipping. Keras: {@code keras.optimizers.MultiOptimizer}.
 */
public final class MultiOptimizer extends WrappingOptimizer {
    private final Option<OptimizerMap> optimizerMap =
            required("optimizer_map", Kind.named(() -> OptimizerMap.NAMES, OptimizerMap.class));
    private final Map<Variable, Optimizer> chosen = new IdentityHashMap<>();

    /** For configs. */
    MultiOptimizer() {}

    /** The optimizers of this map. Factors of the loss that they have are replaced by this one's. */
    public MultiOptimizer(OptimizerMap optimizerMap) {
        with(this.optimizerMap, optimizerMap);
        shareLossScale();
    }

    @Override
    public MultiOptimizer lossScaleFactor(double factor) {
        super.lossScaleFactor(factor);
        shareLossScale();
        return this;
    }

    @Override
    public void configure(Map<String, ? extends @Nullable Object> config) {
        super.configure(config);
        shareLossScale();
    }

    private void shareLossScale() {
        optimizers().forEach(o -> o.takeLossScale(lossScale()));
    }

    /** The optimizers, in the order of the map, the default at the end. */
    public List<Optimizer> optimizers() {
        return optimizerMap.get().optimizers();
    }

    @Override
    List<Optimizer> inner() {
        return optimizers();
    }

    @Override
    public Map<String, Optimizer> within() {
        Map<String, Optimizer> out = new LinkedHashMap<>();
        for (Optimizer o : optimizers()) {
            String name = "optimizers/" + Names.snakeCase(o.className());
            String free = name;
            for (int k = 1; out.containsKey(free); k++) {
                free = name + "_" + k;
            }
            out.put(free, o);
        }
        return out;
    }

    private ConfigException noRate() {
        return new ConfigException(className()
                + ": there is no one learning rate. Ask optimizers() for each optimizer, and read or set it there.");
    }

    @Override
    public double learningRate() {
        throw noRate();
    }

    @Override
    public MultiOptimizer learningRate(double learningRate) {
        throw noRate();
    }

    @Override
    public MultiOptimizer learningRate(LearningRateSchedule schedule) {
        throw noRate();
    }

    @Override
    protected void makeSlots(List<Variable> weights) {
        for (Variable w : weights) {
            chosen.put(w, optimizerMap.get().of(path(w)));
        }
        for (Optimizer o : optimizers()) {
            List<Variable> own =
                    weights.stream().filter(w -> chosen.get(w) == o).toList();
            if (!own.isEmpty()) {
                o.build(own);
            }
        }
    }

    @Override
    public void apply(List<? extends @Nullable Tensor> gradients, List<Variable> weights) {
        build(weights);
        for (Variable w : weights) {
            if (!chosen.containsKey(w)) {
                throw new KerataException(
                        className() + ": the weight \"" + w.name() + "\" " + w.spec()
                                + " is not among those the optimizer was built for. Compile the model again, or make a new optimizer.");
            }
        }
        for (Optimizer o : optimizers()) {
            List<Variable> own = new ArrayList<>();
            List<@Nullable Tensor> ownGradients = new ArrayList<>();
            for (int i = 0; i < weights.size(); i++) {
                if (chosen.get(weights.get(i)) == o) {
                    own.add(weights.get(i));
                    ownGradients.add(gradients.get(i));
                }
            }
            if (!own.isEmpty()) {
                o.apply(ownGradients, own);
            }
        }
        iterations().assignAdd(Tensor.scalar(1, DType.INT64));
    }
}
