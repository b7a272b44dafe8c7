package org.kerata.layers.activations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.activation.LeakyReLU;
import org.kerata.layers.activation.PReLU;
import org.kerata.layers.core.Dense;

class ActivationsTest {
    @Test
    void areKnownByKerasNames() {
        String keras =
                "celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu linear log_sigmoid"
                        + " log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid sparsemax"
                        + " squareplus swish tanh tanh_shrink threshold";
        for (String name : keras.split(" ")) {
            assertTrue(Activations.NAMES.knows(name), name);
        }
    }

    @Test
    void theirNamesAreFoundAgain() {
        assertEquals("relu", Activations.nameOf(Activations.get("relu")));
        assertEquals("silu", Activations.nameOf(Activations.get("swish")));
        assertSame(Activations.LINEAR, Activations.get("linear"));
    }

    @Test
    void aWrongNameIsAnsweredWithTheNearest() {
        String message = assertThrows(ConfigException.class, () -> Activations.get("sofmax"))
                .getMessage();
        assertTrue(
                message.startsWith("Unknown activation \"sofmax\". Did you mean \"softmax\"? Known: celu, elu, "),
                message);
    }

    @Test
    void thresholdHasNoDefaults() {
        assertEquals(
                "The activation \"threshold\" needs two numbers and cannot be given by its name alone. Give"
                        + " Activations.threshold(threshold, defaultValue).",
                assertThrows(ConfigException.class, () -> Activations.get("threshold"))
                        .getMessage());
        assertArrayEquals(
                new float[] {-1, 2},
                Activations.threshold(0.5, -1)
                        .apply(Tensor.of(new float[] {0.5f, 2}))
                        .floats());
    }

    @Test
    void aLayerMayStandForAFunction() {
        Dense d = new Dense(2).activation(Activations.of(new LeakyReLU().negativeSlope(0.1)));
        assertArrayEquals(
                new float[] {-1, 2},
                Activations.of(new LeakyReLU().negativeSlope(0.1))
                        .apply(Tensor.of(new float[] {-10, 2}))
                        .floats());
        Dense again = new Dense(2);
        again.configure(d.config());
        assertEquals(d.config(), again.config());
        Map<?, ?> written = (Map<?, ?>) again.config().get("activation");
        assertEquals("LeakyReLU", written.get("class_name"));
        assertEquals(0.1, ((Map<?, ?>) written.get("config")).get("negative_slope"));
    }

    @Test
    void aLayerWithWeightsMayNot() {
        assertEquals(
                "A PReLU has weights, and cannot be the activation within another layer. Put it behind that layer, as one"
                        + " of its own.",
                assertThrows(ConfigException.class, () -> Activations.of(new PReLU()))
                        .getMessage());
    }
}
