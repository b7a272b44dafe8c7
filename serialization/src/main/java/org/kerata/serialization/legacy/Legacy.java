package org.kerata.serialization.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.Kind;

/** Brings a model's config of any version of Keras to Keras 3's form; what is in that form already stays as it is. */
public final class Legacy {
    private Legacy() {}

    /** A model's config in Keras 3's form. */
    public static Map<String, @Nullable Object> modernized(Map<String, @Nullable Object> model) {
        String version = model.get("keras_version") instanceof String v ? v : "";
        boolean first = version.startsWith("1.") || (version.isEmpty() && Keras1.speaks(model.get("config")));
        boolean old = first || version.startsWith("2.");
        Map<String, @Nullable Object> kept = old ? Meanings.kept(model) : model;
        Map<String, @Nullable Object> out = layer(first ? AxisOrder.completed(kept) : kept, first);
        if (out.get("compile_config") instanceof Map<?, ?> c) {
            boolean alone = first || version.matches("2\\.[0-3]\\.\\d+"); // tf.keras is "2.2.4-tf"
            Map<String, @Nullable Object> compiled = Compiled2.modernized(Kind.toMap(c), alone);
            if (old) {
                compiled = RenamedLosses.renamed(OutputNames.withoutPrefix(compiled, out), first ? "1." : version);
            }
            out.put("compile_config", compiled);
        }
        return out;
    }

    private static Map<String, @Nullable Object> layer(Map<String, @Nullable Object> described, boolean keras1) {
        Map<String, @Nullable Object> out =
                new LinkedHashMap<>(keras1 && Branches.begin(described) ? Branches.joined(described) : described);
        String name = className(out, keras1);
        out.put("class_name", name);
        Object config = out.get("config");
        if (name.equals("Sequential") && config instanceof List<?> layers) {
            config = new LinkedHashMap<>(Map.of("layers", layers));
        }
        if (!(config instanceof Map<?, ?> m)) {
            return out;
        }
        Map<String, @Nullable Object> own = Kind.toMap(m);
        if (keras1) {
            own = Keras1.options(name, own);
        }
        own = Keras2.options(name, own);
        own.replaceAll((key, value) -> within(key, value, keras1));
        if (name.equals("Sequential")) {
            Keras2.declareInput(own);
        }
        if (name.equals("Functional")) {
            Keras2.calls(own);
            TensorFlowLayers.become(own);
        }
        out.put("config", own);
        if (name.equals("ThresholdedReLU")) {
            out.put("class_name", "ReLU");
        }
        return out;
    }

    private static String className(Map<String, @Nullable Object> described, boolean keras1) {
        String name = String.valueOf(described.get("class_name"));
        if (name.equals("Model")) {
            return "Functional";
        }
        return keras1 ? Keras1.className(name, described.get("config")) : name;
    }

    private static @Nullable Object within(String key, @Nullable Object value, boolean keras1) {
        if (key.equals("layers") && value instanceof List<?> l) {
            List<Object> out = new ArrayList<>();
            l.forEach(x -> out.add(layer(Kind.toMap(x), keras1)));
            return out;
        }
        boolean isLayer = key.equals("layer")
                || key.equals("cell")
                || key.endsWith("_layer")
                || key.endsWith("activation"); // which may be a layer too
        return isLayer && value instanceof Map<?, ?> m && m.containsKey("class_name")
                ? layer(Kind.toMap(m), keras1)
                : value;
    }
}
