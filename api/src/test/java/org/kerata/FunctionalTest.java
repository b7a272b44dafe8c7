package org.kerata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.Mode;
import org.kerata.layers.core.Dense;

class FunctionalTest {
    @Test
    void branchesJoinThroughOpsOnSymbolicTensors() {
        Input a = new Input(3).name("a");
        Tensor h = new Dense(4).name("left").apply(a);
        Tensor out = new Dense(2).name("out").apply(h.plus(new Dense(4).name("right").apply(a)).times(2));
        Functional m = Model.of(a, out);
        assertEquals(List.of("a", "left", "right", "out"), m.layers().stream().map(Layer::name).toList());
        Tensor x = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
        Tensor left = x.matmul(m.getLayer("left").weights().get(0));
        Tensor right = x.matmul(m.getLayer("right").weights().get(0));
        Tensor expected = left.plus(right).times(2).matmul(m.getLayer("out").weights().get(0));
        assertArrayEquals(expected.floats(), m.apply(x).floats(), 1e-5f);
        assertEquals("(None, 2)", m.outputSpecs().get(0).shape().toString());
    }

    @Test
    void trainsInACompiledFunction() {
        Sequential m = new Sequential(new Input(3), new Dense(4).activation("tanh"), new Dense(1));
        Compiled step = Compiled.of((Tensor x, Tensor y) -> {
            Call call = Call.start(Mode.TRAINING);
            Tensor d = m.applyAll(List.of(x), call).get(0).minus(y);
            Tensor loss = d.times(d).mean();
            List<Tensor> g = Gradients.of(loss, m.trainableWeights());
            for (int i = 0; i < g.size(); i++) {
                m.trainableWeights().get(i).assignSub(g.get(i).times(0.1));
            }
            return loss;
        });
        Tensor x = Tensor.of(new float[][] {{1, 2, 3}, {-1, 0, 1}});
        Tensor y = Tensor.of(new float[][] {{1}, {0}});
        float first = step.run(x, y).scalar();
        float last = first;
        for (int i = 0; i < 50; i++) {
            last = step.run(x, y).scalar();
        }
        assertEquals(true, last < first / 10, first + " to " + last);
    }

    @Test
    void namesTheMissingInputOfADisconnectedGraph() {
        Input a = new Input(3).name("a");
        Input b = new Input(3).name("b");
        Tensor out = new Dense(2).name("out").apply(a.plus(b));
        ConfigException e = assertThrows(ConfigException.class, () -> Model.of(a, out));
        assertEquals("The graph of the model is disconnected: \"add\" depends on \"b\", which is not among the inputs. Received inputs: [\"a\"]."
                + " Add it to the inputs, or start from it.", e.getMessage());
    }

    @Test
    void errorsNameModelAndLayer() {
        Sequential m = new Sequential(new Dense(4), new Dense(2));
        m.build(-1, 784);
        ShapeException e = assertThrows(ShapeException.class, () -> m.apply(Tensor.of(new float[32 * 784], 32, 28, 28)));
        assertEquals("Model \"sequential\": layer \"dense\" (Dense) was built for 784 input features. Received: shape (32, 28, 28)."
                + " Put a Flatten before it.", e.getMessage());
    }
}
