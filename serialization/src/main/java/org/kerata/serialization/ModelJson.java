package org.kerata.serialization;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.Kind;
import org.kerata.layers.Layer;
import org.kerata.layers.Layers;
import org.kerata.serialization.legacy.Legacy;

/** Models as JSON alone: their architecture and what they were compiled with, without weights. */
public final class ModelJson {
    private ModelJson() {}

    /** The config of a model as Keras 3 writes it. */
    public static String write(Layer model) {
        return Json.write(config(model));
    }

    /** The config of a model: class, config, how it was built and compiled. */
    static Map<String, @Nullable Object> config(Layer model) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(Layers.NAMES.write(model));
        Map<String, @Nullable Object> build = BuildConfig.ofModel(model);
        if (build != null) {
            out.put("build_config", build);
        }
        Map<String, @Nullable Object> compiled = model instanceof SavedModel s ? s.compileConfig() : null;
        if (compiled != null) {
            out.put("compile_config", compiled);
        }
        return out;
    }

    /**
     * The model of a config from any version of Keras, compiled if the config says how.
     *
     * @throws ConfigException if the config is not right
     */
    public static Layer read(String json) {
        return read(json, new Load());
    }

    /**
     * The model of a config from any version of Keras.
     *
     * @param how whether it is compiled, and the functions of its {@code Lambda} layers
     * @throws ConfigException if the config is not right
     */
    public static Layer read(String json, Load how) {
        Map<String, @Nullable Object> config =
                Sense.of(() -> Legacy.modernized(Json.parse("The model's config", json)));
        Layer model = model(config, how);
        if (how.compile()) {
            compile(model, config);
        }
        return model;
    }

    /** The model of a config in Keras 3's form. */
    static Layer model(Map<String, @Nullable Object> written, Load how) {
        Map<String, @Nullable Object> config = LambdaLayers.supplied(written, how.lambdas());
        UnknownClasses.check(config, how.compile());
        Layer made = Sense.of(() -> Layers.NAMES.read(config));
        if (!(made instanceof SavedModel)) {
            throw new ConfigException(
                    "The config describes the layer " + made + ", not a model. Put it into a Sequential.");
        }
        return made;
    }

    /** Compiles a model if its config says how. */
    static void compile(Layer model, Map<String, @Nullable Object> config) {
        if (config.get("compile_config") instanceof Map<?, ?> c && !c.isEmpty() && model instanceof SavedModel s) {
            Sense.of(() -> {
                s.compileFrom(Kind.toMap(c));
                return s;
            });
        }
    }
}
