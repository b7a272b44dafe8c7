package org.kerata.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.Kind;
import org.kerata.layers.Names;
import org.kerata.layers.Nearest;
import org.kerata.training.losses.Loss;
import org.kerata.training.losses.Losses;
import org.kerata.training.metrics.Metric;
import org.kerata.training.metrics.Metrics;
import org.kerata.training.optimizers.Optimizers;

/** What a model was compiled with, as it stands in a model file. Keras: {@code Trainer.get_compile_config}. */
public final class CompileConfig {
    /** What Keras writes; the last two say how it computes, not what. */
    private static final List<String> KEYS = List.of(
            "optimizer",
            "loss",
            "loss_weights",
            "metrics",
            "weighted_metrics",
            "run_eagerly",
            "steps_per_execution",
            "jit_compile",
            "auto_scale_loss");

    /** Losses that Keras does not look up by name. */
    private static final Set<String> NOT_BY_NAME =
            Set.of("CategoricalGeneralizedCrossEntropy", "categorical_generalized_cross_entropy");

    private CompileConfig() {}

    // ---- writing ----

    /**
     * What stands in a file.
     *
     * @param outputs the names of the model's outputs
     */
    public static Map<String, @Nullable Object> write(Compile c, List<String> outputs) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("optimizer", Optimizers.NAMES.write(c.optimizer()));
        out.put("loss", losses(c));
        out.put("loss_weights", weights(c));
        out.put("metrics", metrics(c.metrics(), outputs));
        out.put("weighted_metrics", metrics(c.weightedMetrics(), outputs));
        out.put("run_eagerly", c.runEagerly());
        out.put("steps_per_execution", c.stepsPerExecution());
        out.put("jit_compile", "auto");
        return out;
    }

    private static @Nullable Object losses(Compile c) {
        if (!c.lossesByName().isEmpty()) {
            Map<String, @Nullable Object> out = new LinkedHashMap<>();
            c.lossesByName().forEach((k, v) -> out.put(k, written(Losses.NAMES, Loss.class, v)));
            return out;
        }
        List<Object> list = c.lossesInOrder();
        if (list != null) {
            return list.stream().map(l -> written(Losses.NAMES, Loss.class, l)).toList();
        }
        Object loss = c.loss();
        return loss == null ? null : written(Losses.NAMES, Loss.class, loss);
    }

    private static @Nullable Object weights(Compile c) {
        if (!c.lossWeightsByName().isEmpty()) {
            return new LinkedHashMap<>(c.lossWeightsByName());
        }
        double[] list = c.lossWeightsInOrder();
        return list == null ? null : java.util.Arrays.stream(list).boxed().toList();
    }

    private static <T> Object written(Names<T> names, Class<T> type, Object item) {
        if (item instanceof String name && NOT_BY_NAME.contains(name)) {
            return names.write(names.make(name));
        }
        return type.isInstance(item) ? names.write(type.cast(item)) : item;
    }

    private static @Nullable Object metrics(List<Compile.Watched> watched, List<String> outputs) {
        if (watched.isEmpty()) {
            return null;
        }
        List<Object> all = new ArrayList<>();
        Map<String, List<Object>> byOutput = new LinkedHashMap<>();
        for (Compile.Watched w : watched) {
            boolean named = w.first() != null && outputs.contains(w.first());
            List<Object> into = named ? byOutput.computeIfAbsent(w.first(), k -> new ArrayList<>()) : all;
            if (w.first() != null && !named) {
                into.add(w.first());
            }
            w.items().forEach(i -> into.add(written(Metrics.NAMES, Metric.class, i)));
        }
        if (byOutput.isEmpty()) {
            return all;
        }
        for (int i = 0; i < all.size(); i++) {
            byOutput.computeIfAbsent(outputs.get(outputs.size() == 1 ? 0 : i), k -> new ArrayList<>())
                    .add(all.get(i));
        }
        return byOutput;
    }

    // ---- reading ----

    /**
     * How a model is to be compiled.
     *
     * @param outputs the names of the model's outputs
     * @throws ConfigException if a name is unknown or the config not right
     */
    public static Compile read(Map<String, ? extends @Nullable Object> config, List<String> outputs) {
        config.forEach((key, value) -> {
            if (value != null && !KEYS.contains(key)) {
                throw new ConfigException("compile: unknown option \"" + key + "\"." + Nearest.hint(key, KEYS));
            }
        });
        Compile c = new Compile();
        Object optimizer = config.get("optimizer");
        if (optimizer != null) {
            c.optimizer(Optimizers.NAMES.read(optimizer));
        }
        readLoss(c, config.get("loss"));
        readWeights(c, config.get("loss_weights"));
        readMetrics(c.metrics(), config.get("metrics"), outputs);
        readMetrics(c.weightedMetrics(), config.get("weighted_metrics"), outputs);
        c.runEagerly(Boolean.TRUE.equals(config.get("run_eagerly")));
        if (config.get("steps_per_execution") instanceof Number n) {
            c.stepsPerExecution(Math.max(1, n.intValue()));
        }
        return c;
    }

    private static boolean isObject(Map<?, ?> m) {
        return m.containsKey("class_name") && m.containsKey("config");
    }

    private static void readLoss(Compile c, @Nullable Object loss) {
        if (loss instanceof Map<?, ?> m && !isObject(m)) {
            Kind.toMap(m).forEach((output, l) -> {
                if (l instanceof String name) {
                    c.loss(output, name);
                } else if (l != null) {
                    c.loss(output, Losses.NAMES.read(l));
                }
            });
        } else if (loss instanceof List<?> list) {
            List<Object> all = new ArrayList<>();
            for (Object l : list) {
                all.add(l instanceof String name ? knownLoss(name) : Losses.NAMES.read(l));
            }
            c.inOrder(all);
        } else if (loss instanceof String name) {
            c.loss(name);
        } else if (loss != null) {
            c.loss(Losses.NAMES.read(loss));
        }
    }

    private static Object knownLoss(String name) {
        if (!Compile.isCrossentropy(name)) {
            Losses.NAMES.make(name);
        }
        return name;
    }

    private static void readWeights(Compile c, @Nullable Object weights) {
        if (weights instanceof Map<?, ?> m) {
            Kind.toMap(m).forEach((output, w) -> {
                if (w instanceof Number n) {
                    c.lossWeight(output, n.doubleValue());
                }
            });
        } else if (weights instanceof List<?> l) {
            c.lossWeights(l.stream()
                    .mapToDouble(w -> w instanceof Number n ? n.doubleValue() : 1)
                    .toArray());
        }
    }

    private static void readMetrics(List<Compile.Watched> into, @Nullable Object metrics, List<String> outputs) {
        if (metrics instanceof Map<?, ?> m && !isObject(m)) {
            Kind.toMap(m).forEach((output, given) -> add(into, output, given));
        } else if (metrics instanceof List<?> list && list.stream().anyMatch(i -> i == null || i instanceof List<?>)) {
            for (int i = 0; i < list.size(); i++) {
                add(into, i < outputs.size() ? outputs.get(i) : "output " + i, list.get(i));
            }
        } else {
            add(into, null, metrics);
        }
    }

    private static void add(List<Compile.Watched> into, @Nullable String output, @Nullable Object given) {
        if (given == null) {
            return;
        }
        List<Object> items = new ArrayList<>();
        for (Object item : given instanceof List<?> l ? l : List.of(given)) {
            if (item instanceof String name) {
                if (!Compile.isAccuracy(name)) {
                    Metrics.NAMES.make(name);
                }
                items.add(name);
            } else if (item != null) {
                items.add(Metrics.NAMES.read(item));
            }
        }
        if (!items.isEmpty()) {
            into.add(new Compile.Watched(output, items));
        }
    }
}
