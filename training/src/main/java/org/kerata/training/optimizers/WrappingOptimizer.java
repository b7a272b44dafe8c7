package org.kerata.training.optimizers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Names;

/**
 * An optimizer that leaves steps to optimizers within it. The options that all share belong to those. Its state is its own and then theirs.
 */
public abstract class WrappingOptimizer extends Optimizer {
    private static final Set<String> SHARED = Set.of(
            "weight_decay",
            "clipnorm",
            "global_clipnorm",
            "clipvalue",
            "use_ema",
            "ema_momentum",
            "ema_overwrite_frequency",
            "gradient_accumulation_steps");

    WrappingOptimizer() {
        super(0); // Keras's files have this variable, which nobody reads
    }

    /** The optimizers within, each once. */
    abstract List<Optimizer> inner();

    /** Whether an option of all optimizers belongs to those within. */
    boolean isWithin(String key) {
        return SHARED.contains(key);
    }

    @Override
    protected void beforeChange(String option) {
        boolean exclusion = option.contains(" "); // from weight decay: no option, but what goes with one
        if (exclusion || isWithin(Names.snakeCase(option))) {
            throw new ConfigException(className() + ": " + option
                    + " belongs to the optimizer within. Set it there before it is wrapped.");
        }
        super.beforeChange(option);
    }

    @Override
    public void configure(Map<String, ? extends @Nullable Object> config) {
        // Older versions write the shared options too, with their defaults.
        Map<String, @Nullable Object> own = new LinkedHashMap<>(config);
        Map<String, @Nullable Object> defaults = super.config();
        own.entrySet().removeIf(e -> isWithin(e.getKey()) && Objects.equals(defaults.get(e.getKey()), e.getValue()));
        super.configure(own);
    }

    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(super.config());
        out.keySet().removeIf(this::isWithin);
        out.remove("learning_rate");
        return out;
    }

    @Override
    public List<Variable> variables() {
        List<Variable> all = new ArrayList<>(super.variables());
        inner().forEach(o -> all.addAll(o.variables()));
        return all;
    }

    @Override
    public void locate(Map<Variable, String> paths) {
        super.locate(paths);
        inner().forEach(o -> o.locate(paths));
    }

    @Override
    public void finalizeVariableValues() {
        inner().forEach(Optimizer::finalizeVariableValues);
    }

    @Override
    boolean keepsAverages() {
        return inner().stream().anyMatch(Optimizer::keepsAverages);
    }

    @Override
    public void swapAverages() {
        averaging().forEach(Optimizer::swapAverages);
    }

    @Override
    public void resetAverages() {
        averaging().forEach(Optimizer::resetAverages);
    }

    private List<Optimizer> averaging() {
        List<Optimizer> found =
                inner().stream().filter(Optimizer::keepsAverages).toList();
        if (found.isEmpty()) {
            throw new ConfigException(className() + ": there are no averages of weights. They are kept by optimizers"
                    + " within it that are made with useEma(true), from the first step of training on.");
        }
        return found;
    }

    /** Not used: {@link #apply} leaves steps to the optimizers within. */
    @Override
    protected final Rule step(Tensor learningRate) {
        throw new IllegalStateException(className() + " takes no steps of its own.");
    }
}
