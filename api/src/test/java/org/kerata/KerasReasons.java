package org.kerata;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the page of Keras's classes says of those that are not there, or not registered. */
final class KerasReasons {
    /** Classes to extend: what stands in their place. By kind and Keras's name. */
    static final Map<String, String> BASES = new TreeMap<>();

    /** What is not there, and why or what to do instead. By kind and Keras's name. */
    static final Map<String, String> MISSING = new TreeMap<>();

    private static final String NOT_YET = "not written yet";

    static {
        BASES.put("layers.Layer", "`Layer`, to extend");
        BASES.put("losses.Loss", "`Loss`, to extend");
        BASES.put("metrics.Metric", "`Metric`, to extend");
        BASES.put("metrics.MeanMetricWrapper", "`Metric.of`");
        BASES.put("optimizers.Optimizer", "`Optimizer`, to extend");
        BASES.put("schedules.LearningRateSchedule", "`LearningRateSchedule`, to extend");
        BASES.put("initializers.Initializer", "`Initializer`, to extend");
        BASES.put("regularizers.Regularizer", "`Regularizer`, to extend");
        BASES.put("constraints.Constraint", "`Constraint`, to extend");
        BASES.put("callbacks.CallbackList", "`CallbackList`, within `fit`");
        BASES.put("callbacks.LambdaCallback", "`Callback.onEpochEnd` and the like");

        BASES.put(
                "layers.Wrapper", "`Wrapper`, within Kerata; of your own, extend `Layer` and `track` the layer within");

        layers("runs code of another framework", "FlaxLayer", "JaxLayer", "TFSMLayer", "TorchModuleWrapper");
        layers("put the layers into a `Sequential`", "Pipeline");
        layers("works on boxes in images, which no model here takes; images pass unchanged", "MaxNumBoundingBoxes");
        missing("callbacks", "writes a format of JAX", "OrbaxCheckpoint");
    }

    /** What is said of a class that is not there; of layers each has its own reason. */
    static @Nullable String of(String kind, String name) {
        String reason = MISSING.get(kind + "." + name);
        return reason == null && !kind.equals("layers") ? NOT_YET : reason;
    }

    private KerasReasons() {}

    private static void layers(String reason, String... names) {
        missing("layers", reason, names);
    }

    private static void missing(String kind, String reason, String... names) {
        for (String n : List.of(names)) {
            MISSING.put(kind + "." + n, reason);
        }
    }
}
