package org.kerata.autodiff.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Scope;

class NumericsTest {
    @BeforeEach
    void on() {
        Engine.checkNumerics(true);
    }

    @AfterEach
    void off() {
        Engine.checkNumerics(false);
    }

    @Test
    void namesOpAndLayerOfTheFirstNonFiniteValue() {
        Compiled f = Compiled.of((Tensor x) -> {
            Tensor h;
            try (Scope s = Scope.enter("first")) {
                h = Ops.relu(x);
            }
            try (Scope s = Scope.enter("second")) {
                return Ops.relu(Ops.log(h).plus(1));
            }
        });
        KerataException e = assertThrows(KerataException.class, () -> f.run(Tensor.of(new float[] {1, -1, 2})));
        assertEquals(
                "checkNumerics: the op \"log\" of layer \"second\" gave the first non-finite value: -Infinity in element 1 of shape (3,)."
                        + " Its inputs are finite.",
                e.getMessage());
    }

    @Test
    void namesAnInput() {
        Compiled f = Compiled.of((Tensor x) -> x.plus(1));
        KerataException e = assertThrows(KerataException.class, () -> f.run(Tensor.of(new float[] {1, Float.NaN})));
        assertEquals(
                "checkNumerics: argument 0 comes with a non-finite value: NaN in element 1 of shape (2,).",
                e.getMessage());
    }

    @Test
    void namesAWeight() {
        Perceptron p = new Perceptron();
        float[] k = p.weights.get(2).floats();
        k[5] = Float.NaN;
        p.weights.get(2).assign(Tensor.of(k, p.weights.get(2).shape().dims()));
        KerataException e =
                assertThrows(KerataException.class, () -> p.train.run(Perceptron.inputs(), Perceptron.labels()));
        assertTrue(
                e.getMessage().startsWith("checkNumerics: variable \"kernel 2\" comes with a non-finite value: NaN"),
                e.getMessage());
    }

    @Test
    void writesNoVariableWhenAnythingIsNotFinite() {
        Perceptron p = new Perceptron();
        List<float[]> before = p.state();
        Tensor huge = Perceptron.inputs().times(3e38);
        assertThrows(KerataException.class, () -> p.train.run(huge, Perceptron.labels()));
        List<float[]> after = p.state();
        for (int i = 0; i < before.size(); i++) {
            assertArrayEquals(before.get(i), after.get(i));
        }
    }

    @Test
    void checkedProgramsComputeTheSame() {
        Perceptron checked = new Perceptron();
        float a = checked.train.run(Perceptron.inputs(), Perceptron.labels()).scalar();
        Engine.checkNumerics(false);
        Perceptron plain = new Perceptron();
        assertEquals(plain.train.run(Perceptron.inputs(), Perceptron.labels()).scalar(), a, 1e-6);
    }
}
