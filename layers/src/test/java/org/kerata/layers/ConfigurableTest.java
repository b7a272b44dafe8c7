package org.kerata.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.ConfigException;

class ConfigurableTest {
    static final class Thing extends Configurable {
        final Option<Integer> count = required("count", Kind.positiveInteger());
        final Option<Double> rate = option("drop_rate", DOUBLE, 0.5);
        final Option<String> mode = nullable("mode", Kind.oneOf("fast", "slow"), "fast");
        final Option<Long> seed = optional("seed", SEED);
        final Option<int[]> size = option("size", Kind.sizes(2), new int[] {1, 1});

        Thing() {
            tolerate("renorm", false);
            tolerate("anything");
        }
    }

    private static void assertError(String message, Executable code) {
        assertEquals(message, assertThrows(ConfigException.class, code).getMessage());
    }

    @Test
    void theConfigFollowsFromTheDeclarations() {
        Thing t = new Thing();
        t.count.set(3);
        t.size.set(7);
        assertEquals(
                "{count=3, drop_rate=0.5, mode=fast, seed=null, size=[7, 7]}",
                t.config().toString());
        Thing again = new Thing();
        again.configure(t.config());
        assertEquals(t.config(), again.config());
    }

    @Test
    void numbersOfAnyTypeAreRead() {
        Thing t = new Thing();
        t.configure(Map.of("count", 3L, "drop_rate", 1, "seed", 5.0, "size", List.of(2, 3.0)));
        assertEquals(3, t.count.get());
        assertEquals(1.0, t.rate.get());
        assertEquals(5L, t.seed.get());
        assertEquals("[2, 3]", Arrays.toString(t.size.get()));
    }

    @Test
    void nullMeansNothingOrTheDefault() {
        Thing t = new Thing();
        t.rate.set(0.1);
        Map<String, @Nullable Object> nulls = new HashMap<>();
        nulls.put("drop_rate", null);
        nulls.put("mode", null);
        nulls.put("quantization_config", null);
        t.configure(nulls);
        assertEquals(0.5, t.rate.get());
        assertEquals(null, t.mode.orNull());
    }

    @Test
    void whatIsWrongIsNamedAsInJava() {
        assertError("Thing: count must be given.", () -> new Thing().count.get());
        assertError("Thing: count must be at least 1. Received: 0.", () -> new Thing().count.set(0));
        assertError("Thing: count must be at least 1. Received: 1.5.", () -> new Thing().count.set(1.5));
        assertError("Thing: dropRate must be a number. Received: \"much\".", () -> new Thing().rate.set("much"));
        assertError(
                "Thing: mode must be one of \"fast\", \"slow\". Received: \"fats\".",
                () -> new Thing().mode.set("fats"));
        assertError(
                "Thing: size must be at least 1, or 2 such numbers. Received: [1, 2, 3].",
                () -> new Thing().size.set(List.of(1, 2, 3)));
        assertError(
                "Thing: unknown option \"cuont\". Did you mean \"count\"? Known: count, drop_rate, mode, seed, size.",
                () -> new Thing().configure(Map.of("cuont", 1)));
    }

    @Test
    void harmlessKeysArePassedOver() {
        Thing t = new Thing();
        t.configure(Map.of("renorm", false, "anything", 7));
        assertError(
                "Thing: unknown option \"renorm\". Known: count, drop_rate, mode, seed, size.",
                () -> t.configure(Collections.singletonMap("renorm", true)));
    }
}
