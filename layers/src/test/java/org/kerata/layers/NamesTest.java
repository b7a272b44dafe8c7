package org.kerata.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;

class NamesTest {
    static final class Double2 extends Layer {
        private final Option<Double> factor = option("factor", DOUBLE, 2.0);

        @Override
        public String className() {
            return "Twice";
        }

        @Override
        protected Tensor call(Tensor x, Call call) {
            return x.times(factor.get());
        }
    }

    @Test
    void snakeCaseIsKerass() {
        Map<String, String> expected = Map.of(
                "Conv2D",
                "conv2d",
                "GlobalAveragePooling2D",
                "global_average_pooling2d",
                "PReLU",
                "p_re_lu",
                "ReLU",
                "re_lu",
                "LSTM",
                "lstm",
                "MyLayer",
                "my_layer",
                "L1L2",
                "l1l2",
                "BatchNormalization",
                "batch_normalization");
        expected.forEach((name, snake) -> assertEquals(snake, Names.snakeCase(name)));
    }

    @Test
    void aWrongNameIsAnsweredWithTheNearest() {
        ConfigException e = assertThrows(ConfigException.class, () -> Layers.NAMES.make("Desne"));
        assertTrue(
                e.getMessage().startsWith("Unknown layer \"Desne\". Did you mean \"dense\"? Known: activation, a"),
                e.getMessage());
        assertNull(Nearest.of("xyzzy", Layers.NAMES.known()));
    }

    @Test
    void usersNamesHoldForAScopeOnItsThread() {
        assertFalse(Layers.NAMES.knows("acme>Twice"));
        try (Names<Layer>.Scope scope = Layers.NAMES.scope()) {
            scope.register("acme>Twice", Double2::new);
            Map<String, ?> config = Layers.NAMES.write(new Double2());
            assertNull(config.get("module"));
            assertEquals("Twice", config.get("class_name"));
            assertEquals("acme>Twice", config.get("registered_name"));
            Layer again = Layers.NAMES.read(config);
            assertInstanceOf(Double2.class, again);
            assertEquals(6, again.apply(Tensor.scalar(3)).scalar());
            assertFalse(CompletableFuture.supplyAsync(() -> Layers.NAMES.knows("acme>Twice"))
                    .join());
        }
        assertFalse(Layers.NAMES.knows("acme>Twice"));
    }

    @Test
    void whatIsNotRegisteredCannotBeWritten() {
        ConfigException e = assertThrows(ConfigException.class, () -> Layers.NAMES.write(new Double2()));
        assertEquals(
                "The layer org.kerata.layers.NamesTest$Double2 is not registered. Register it as \"package>Twice\" with a factory that"
                        + " makes one.",
                e.getMessage());
    }

    @Test
    void builtInNamesCannotBeTaken() {
        ConfigException e = assertThrows(ConfigException.class, () -> Layers.NAMES.register("Dense", Double2::new));
        assertEquals("The layer \"Dense\" is built in. Register yours as \"package>Dense\".", e.getMessage());
    }

    @Test
    void aConfigMustSayItsClass() {
        ConfigException e = assertThrows(ConfigException.class, () -> Layers.NAMES.read(Map.of("config", Map.of())));
        assertEquals("A layer in a config must have a \"class_name\". Received: {config={}}.", e.getMessage());
    }
}
