package org.kerata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.attention.MultiHeadAttention;
import org.kerata.layers.core.Dense;
import org.kerata.layers.normalization.BatchNormalization;
import org.kerata.layers.recurrent.Bidirectional;
import org.kerata.layers.recurrent.LSTM;
import org.kerata.training.Compile;
import org.kerata.training.optimizers.Optimizer;

/** The paths of weights that a model tells its optimizer are those that Keras 3.15 gives the same model. */
class WeightPathsTest {
    private static final class Asking extends Optimizer {
        private Map<Variable, String> told = Map.of();

        Asking() {
            super(0.1);
        }

        @Override
        public void locate(Map<Variable, String> paths) {
            told = paths;
        }

        @Override
        protected void makeSlots(List<Variable> weights) {}

        @Override
        protected Rule step(Tensor learningRate) {
            return (w, g) -> w.assign(w);
        }
    }

    private static String paths(Model model) {
        Asking optimizer = new Asking();
        model.compile(new Compile().optimizer(optimizer).loss("mse"));
        return String.join(" ", new TreeSet<>(optimizer.told.values()));
    }

    @Test
    void haveTheNamesOfAllLayersAround() {
        Input x = new Input(5, 4);
        MultiHeadAttention attention = new MultiHeadAttention(2, 3);
        attention.name("attention");
        LSTM steps = new LSTM(2);
        steps.name("steps");
        Bidirectional both = new Bidirectional(steps);
        both.name("both");
        Sequential part =
                new Sequential(new Input(4), new Dense(3).name("inner"), new BatchNormalization().name("norm"));
        part.name("part");
        Input i = new Input(3);
        Model deep = Model.of(i, new Dense(2).name("deep").apply(i));
        Model model = Model.of(x, deep.apply(part.apply(both.apply(attention.apply(x, x)))));
        assertEquals(
                "attention/attention_output/bias attention/attention_output/kernel attention/key/bias attention/key/kernel"
                        + " attention/query/bias attention/query/kernel attention/value/bias attention/value/kernel"
                        + " both/backward_steps/lstm_cell/bias both/backward_steps/lstm_cell/kernel"
                        + " both/backward_steps/lstm_cell/recurrent_kernel both/forward_steps/lstm_cell/bias"
                        + " both/forward_steps/lstm_cell/kernel both/forward_steps/lstm_cell/recurrent_kernel"
                        + " deep/bias deep/kernel part/inner/bias part/inner/kernel part/norm/beta part/norm/gamma"
                        + " part/norm/moving_mean part/norm/moving_variance",
                paths(model));
    }

    @Test
    void beginWithASequentialModelButNotWithWhatIsAroundIt() {
        Sequential within = new Sequential(new Input(3), new Dense(2).name("b"));
        within.name("within");
        Sequential model = new Sequential(new Input(4), new Dense(3).name("a"), within);
        model.name("whole");
        assertEquals("whole/a/bias whole/a/kernel within/b/bias within/b/kernel", paths(model));
    }
}
