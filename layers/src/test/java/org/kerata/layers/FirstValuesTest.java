package org.kerata.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.core.Dense;
import org.kerata.layers.core.Embedding;

/** Weights of a model that is being loaded get their first values only if the file does not give them theirs. */
class FirstValuesTest {
    private static Dense built() {
        Dense d = new Dense(3).biasInitializer("random_normal");
        d.buildFor(List.of(Shape.of(2, 5)));
        return d;
    }

    private static float[] kernel(Dense d) {
        return d.weights().get(0).floats();
    }

    private static float[] bias(Dense d) {
        return d.weights().get(1).floats();
    }

    @Test
    void comeLaterAndAreThoseThatWouldHaveBeen() {
        Seeds.set(3);
        Dense now = built();
        Seeds.set(3);
        Dense later;
        try (FirstValues f = FirstValues.later()) {
            later = built();
            assertArrayEquals(new float[15], kernel(later));
            f.make(Set.of());
        }
        assertArrayEquals(kernel(now), kernel(later));
        assertArrayEquals(bias(now), bias(later));
        assertEquals(now.weights().get(0).isTrainable(), later.weights().get(0).isTrainable());
    }

    @Test
    void areNotMadeOfWeightsThatGotTheirs() {
        Dense d;
        try (FirstValues f = FirstValues.later()) {
            d = built();
            Variable bias = d.weights().get(1);
            bias.assign(Tensor.of(new float[] {7, 8, 9}));
            f.make(Set.of(d.weights().get(0)));
        }
        assertArrayEquals(new float[15], kernel(d));
        assertArrayEquals(new float[] {7, 8, 9}, bias(d));
    }

    @Test
    void leaveWhatALayerAssignsItself() {
        Tensor vectors = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
        Embedding e = new Embedding(2, 2).weights(vectors);
        try (FirstValues f = FirstValues.later()) {
            e.buildFor(List.of(Shape.of(1, 1)));
            f.make(Set.of());
        }
        assertArrayEquals(vectors.floats(), e.weights().get(0).floats());
    }

    @Test
    void arePutOffWithinTheScopeAlone() {
        try (FirstValues outer = FirstValues.later()) {
            try (FirstValues inner = FirstValues.later()) {
                inner.make(Set.of());
            }
            assertArrayEquals(new float[15], kernel(built()));
        }
        float sum = 0;
        for (float v : kernel(built())) {
            sum += Math.abs(v);
        }
        assertTrue(sum > 0);
    }
}
