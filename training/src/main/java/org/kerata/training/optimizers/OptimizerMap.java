package org.kerata.training.optimizers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.Configurable;
import org.kerata.layers.Kind;
import org.kerata.layers.Names;
import org.kerata.layers.Option;

/**
 * Which weights follow which optimizer in a {@link MultiOptimizer}: by paths such as {@code "encoder/dense/kernel"} or regular expressions
 * for whole paths; the others follow the default. Keras: {@code keras.optimizers.OptimizerMap}.
 */
public final class OptimizerMap extends Configurable {
    static final Names<OptimizerMap> NAMES =
            new Names<OptimizerMap>("map of optimizers", "keras.optimizers").add("OptimizerMap", OptimizerMap::new);

    private static final Kind<Optimizer> ONE = Kind.named(() -> Optimizers.NAMES, Optimizer.class);
    private static final Kind<Map<String, Optimizer>> MANY =
            Kind.of("a map of paths and optimizers", OptimizerMap::read, OptimizerMap::write);

    private final Option<Optimizer> defaultOptimizer = required("default_optimizer", ONE);
    private final Option<Map<String, Optimizer>> optimizerMap = option("optimizer_map", MANY, Map.of());

    private OptimizerMap() {}

    /** All weights follow this one, unless {@link #put} says otherwise. */
    public OptimizerMap(Optimizer defaultOptimizer) {
        with(this.defaultOptimizer, requireSingle(defaultOptimizer));
    }

    private static @Nullable Map<String, Optimizer> read(Object value) {
        if (!(value instanceof Map<?, ?> m)) {
            return null;
        }
        Map<String, Optimizer> out = new LinkedHashMap<>();
        m.forEach((key, v) -> {
            Optimizer o = v == null ? null : ONE.parse(v);
            if (o != null) {
                out.put(requirePattern(String.valueOf(key)), requireSingle(o));
            }
        });
        return out;
    }

    private static Map<String, @Nullable Object> write(Map<String, Optimizer> map) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        map.forEach((key, o) -> out.put(key, ONE.encode(o)));
        return out;
    }

    private static Optimizer requireSingle(Optimizer o) {
        if (o instanceof WrappingOptimizer) {
            throw new ConfigException(
                    "OptimizerMap: the optimizers must be single ones. Received: " + o.className() + ".");
        }
        return o;
    }

    private static String requirePattern(String path) {
        try {
            Pattern.compile(path);
        } catch (PatternSyntaxException e) {
            throw new ConfigException("OptimizerMap: \"" + path + "\" is no regular expression: " + e.getDescription()
                    + ". Quote what is meant as it stands.");
        }
        return path;
    }

    /**
     * Weights whose path is this, or matches this regular expression as a whole, follow this optimizer.
     *
     * @throws ConfigException if the path has an optimizer already
     */
    public OptimizerMap put(String path, Optimizer optimizer) {
        Map<String, Optimizer> all = new LinkedHashMap<>(optimizerMap.get());
        if (all.put(requirePattern(path), requireSingle(optimizer)) != null) {
            throw new ConfigException("OptimizerMap: \"" + path + "\" has an optimizer already.");
        }
        return with(optimizerMap, all);
    }

    /** All optimizers, each once; the default at the end. */
    List<Optimizer> optimizers() {
        List<Optimizer> out = new ArrayList<>();
        List<Optimizer> all = new ArrayList<>(optimizerMap.get().values());
        all.add(defaultOptimizer.get());
        for (Optimizer o : all) {
            if (out.stream().noneMatch(x -> x == o)) {
                out.add(o);
            }
        }
        return out;
    }

    /**
     * The optimizer of a weight.
     *
     * @throws ConfigException if several expressions match
     */
    public Optimizer of(String path) {
        Map<String, Optimizer> all = optimizerMap.get();
        Optimizer exact = all.get(path);
        if (exact != null) {
            return exact;
        }
        List<String> found = all.keySet().stream().filter(k -> path.matches(k)).toList();
        if (found.size() > 1) {
            throw new ConfigException("OptimizerMap: several expressions match the weight \"" + path + "\": " + found
                    + ". Make them exclude each other.");
        }
        Optimizer matched = found.isEmpty() ? null : all.get(found.get(0));
        return matched == null ? defaultOptimizer.get() : matched;
    }
}
