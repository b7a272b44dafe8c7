package org.kerata.layers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.slf4j.LoggerFactory;

/**
 * What a layer's {@code dtype} stands for. Half precision, alone ({@code float16}, {@code bfloat16}) and mixed ({@code mixed_float16}, {@code
 * mixed_bfloat16}), keeps its name, which model files need, and is computed in float32: weights and results are at least as exact as
 * Keras's, and differ from them by what half precision rounds. Keras: {@code keras.DTypePolicy}.
 *
 * @param name Keras's name
 * @param dtype the element type of weights and computations
 */
public record DTypePolicy(String name, DType dtype) {
    private static final List<String> HALF = List.of("float16", "bfloat16", "mixed_float16", "mixed_bfloat16");
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    /** Of everything that is not told otherwise. */
    static final DTypePolicy FLOAT32 = new DTypePolicy(DType.FLOAT32.toString(), DType.FLOAT32);

    /**
     * The policy of this name. Of half precision the log says once that it is computed in float32.
     *
     * @throws ConfigException if there is none; the message lists those there are
     */
    public static DTypePolicy of(String name) {
        for (DType type : DType.values()) {
            if (type.toString().equals(name)) {
                return new DTypePolicy(name, type);
            }
        }
        if (!HALF.contains(name)) {
            throw new ConfigException("Unknown dtype \"" + name + "\". Known: "
                    + Stream.concat(Arrays.stream(DType.values()).map(DType::toString), HALF.stream())
                            .collect(Collectors.joining(", "))
                    + ".");
        }
        if (SAID.add(name)) {
            LoggerFactory.getLogger(DTypePolicy.class)
                    .warn("dtype \"{}\" is computed in float32: results are more exact than in Keras.", name);
        }
        return new DTypePolicy(name, DType.FLOAT32);
    }

    /** From a config: a name, or Keras's object with a name in it. */
    public static DTypePolicy read(Object value) {
        if (value instanceof String s) {
            return of(s);
        }
        Object config = Kind.toMap(value).get("config");
        return of(String.valueOf(config == null ? null : Kind.toMap(config).get("name")));
    }

    /** As a config has it. */
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("module", "keras");
        out.put("class_name", "DTypePolicy");
        out.put("config", Map.of("name", name));
        out.put("registered_name", null);
        return out;
    }
}
