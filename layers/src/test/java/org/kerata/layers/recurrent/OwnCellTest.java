package org.kerata.layers.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.Layers;
import org.kerata.layers.initializers.Constant;

/** A cell of the user's runs like Keras's own, and what does not fit is named. */
class OwnCellTest {
    /** A running mean of one number for each feature: {@code h' = h + s · (x - h)}. */
    static final class Smoothing extends Cell<Smoothing> {
        private int size;
        private Variable s;

        @Override
        protected void build(Shape input) {
            size = input.intDim(-1);
            s = weight("s", shape(size), new Constant(0.25));
        }

        @Override
        public List<Integer> stateSizes() {
            return List.of(size);
        }

        @Override
        protected List<Tensor> step(Tensor x, List<Tensor> states, Call call) {
            Tensor h = states.get(0).plus(x.minus(states.get(0)).times(s));
            return List.of(h, h);
        }
    }

    @Test
    void runsAlongSequences() {
        RNN l = new RNN(new Smoothing()).returnSequences(true);
        Tensor y = l.apply(Tensor.of(new float[] {4, 8, 0}, 1, 3, 1));
        assertArrayEquals(new float[] {1, 2.75f, 2.0625f}, y.floats(), 1e-6f);
        assertEquals(List.of("s"), l.weights().stream().map(Variable::name).toList());
        assertEquals(Shape.of(-1, 3, 1), l.computeOutputShape(Shape.of(-1, 3, 1)));
    }

    @Test
    void isSavedUnderItsName() {
        try (var scope = Layers.NAMES.scope().register("test>Smoothing", Smoothing::new)) {
            Layer again = Layers.NAMES.read(Layers.NAMES.write(new RNN(new Smoothing()).goBackwards(true)));
            assertEquals(Smoothing.class, ((RNN) again).cell().getClass());
            assertEquals(true, ((RNN) again).goesBackwards());
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertError(() -> new LSTM(0), "LSTM: units must be at least 1. Received: 0.");
        assertError(() -> new GRU(3).dropout(1.2), "GRU: dropout must be from 0 to 1. Received: 1.2.");
        assertError(
                () -> new LSTM(3).apply(Ops.ones(2, 4)),
                "Layer \"lstm\" (LSTM) needs an input with 3 axes, the batch included. Received: shape (2, 4).");
        LSTM built = new LSTM(3);
        built.apply(Ops.ones(2, 4, 5));
        assertError(
                () -> built.apply(Ops.ones(2, 4, 6)),
                "Layer \"lstm\" (LSTM) was built for 5 input features. Received: shape (2, 4, 6).");
        assertError(
                () -> built.apply(Ops.ones(2, 4, 5), Ops.ones(2, 3)),
                "Layer \"lstm\" (LSTM): Its states have the shapes [(2, 3), (2, 3)]. Received: [(2, 3)].");
        assertError(
                () -> new GRUCell(3).apply(Ops.ones(2, 5)),
                "Layer \"gru_cell\" (GRUCell): It takes the input of a step and 1 state. Received: 1 input.");
        assertError(
                () -> new GRU(3).unroll(true).computeOutputShape(Shape.of(2, -1, 5)),
                "Layer \"gru\" (GRU): It is unrolled, so the number of steps must be known. Received: shape (2, None, 5)."
                        + " Declare it: new Input(10, 8).");
        assertError(
                () -> new Bidirectional(new GRU(3)).mergeMode("average"),
                "Bidirectional: mergeMode must be one of \"sum\", \"mul\", \"concat\", \"ave\". Received: \"average\".");
        assertThrows(
                ConfigException.class, () -> new Bidirectional(new GRU(3)).backwardLayer(new GRU(3)), "same direction");
        assertError(
                () -> new Bidirectional(new GRU(3))
                        .backwardLayer(new GRU(3).goBackwards(true).returnState(true)),
                "Bidirectional: both layers must have the same returnState. Received: false for the forward layer and"
                        + " true for the backward layer.");
    }

    private static void assertError(Executable code, String message) {
        assertEquals(message, assertThrows(KerataException.class, code).getMessage());
    }
}
