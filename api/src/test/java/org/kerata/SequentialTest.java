package org.kerata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.Mode;
import org.kerata.layers.convolutional.Conv2D;
import org.kerata.layers.core.Dense;
import org.kerata.layers.pooling.MaxPooling2D;
import org.kerata.layers.regularization.Dropout;
import org.kerata.layers.reshaping.Flatten;

class SequentialTest {
    private static List<String> names(Model m) {
        return m.layers().stream().map(Layer::name).toList();
    }

    private static void assertError(String message, Executable code) {
        assertEquals(message, assertThrows(KerataException.class, code).getMessage());
    }

    private static Sequential convnet() {
        return new Sequential(
                new Input(28, 28, 1),
                new Conv2D(8, 3).activation("relu"),
                new MaxPooling2D(2),
                new Flatten(),
                new Dropout(0.5),
                new Dense(10).activation("softmax"));
    }

    @Test
    void namesAreCountedWithinTheModel() {
        assertEquals(List.of("conv2d", "max_pooling2d", "flatten", "dropout", "dense"), names(convnet()));
        assertEquals(List.of("conv2d", "max_pooling2d", "flatten", "dropout", "dense"), names(convnet()));
        Sequential m = new Sequential(new Dense(2), new Dense(2).name("dense_1"), new Dense(2), new Dense(2));
        assertEquals(List.of("dense", "dense_1", "dense_2", "dense_3"), names(m));
    }

    @Test
    void shapesAreKnownAtOnceBehindAnInput() {
        Sequential m = convnet();
        assertTrue(m.isBuilt());
        assertEquals(
                "(None, 13, 13, 8)",
                m.getLayer("max_pooling2d").output().shape().toString());
        assertEquals("(None, 10)", m.output().shape().toString());
        assertEquals(80 + 13_530, m.countParams());
        assertEquals(List.of("dense"), m.outputNames());
        assertEquals(List.of("input_layer"), m.inputNames());
    }

    @Test
    void weightsAppearWithTheFirstDataIfNoInputIsDeclared() {
        Sequential m = new Sequential(new Dense(4).activation("relu"), new Dense(2));
        assertFalse(m.isBuilt());
        assertEquals(0, m.weights().size());
        assertError(
                "Model \"sequential\" is not built yet: put an Input in front, or call build with the input's shape.",
                m::output);
        assertEquals("(5, 2)", m.apply(Ops.ones(5, 3)).shape().toString());
        assertEquals(4, m.weights().size());
        assertEquals("(None, 3)", m.input().shape().toString());
        assertEquals("(7, 2)", m.apply(Ops.ones(7, 3)).shape().toString());
        assertError(
                "Model \"sequential\": layer \"dense\" (Dense) was built for 3 input features. Received: shape (7, 4).",
                () -> m.apply(Ops.ones(7, 4)));
    }

    @Test
    void proposesAFlattenWhereOneIsMissing() {
        Sequential m = new Sequential(new Dense(4), new Dense(2));
        m.build(-1, 784);
        assertError(
                "Model \"sequential\": layer \"dense\" (Dense) was built for 784 input features. Received: shape (32, 28, 28). Put a"
                        + " Flatten before it.",
                () -> m.apply(Ops.ones(32, 28, 28)));
    }

    @Test
    void dataOfAnotherShapeThanDeclaredIsRefused() {
        Sequential m = new Sequential(new Input(784).name("pixels"), new Dense(2));
        assertError(
                "Model \"sequential\": The input \"pixels\" must have shape (None, 784). Received: shape (32, 28, 28). A sample has as"
                        + " many elements: reshape the data, or declare its shape.",
                () -> m.apply(Ops.ones(32, 28, 28)));
        assertError(
                "Model \"sequential\": The input \"pixels\" must have shape (None, 784). Received: shape (32, 783).",
                () -> m.apply(Ops.ones(32, 783)));
    }

    @Test
    void errorsWhileBuildingNameTheLayerAndLeaveTheModelAsItWas() {
        Sequential m = new Sequential(new Input(4, 4, 1), new Conv2D(2, 3));
        assertError(
                "Model \"sequential\": layer \"conv2d_1\" (Conv2D): conv: A window of 3 does not fit into an axis of length 2."
                        + " Use padding \"same\" or a larger input.",
                () -> m.add(new Conv2D(2, 3)));
        assertEquals(List.of("conv2d"), names(m));
        m.add(new Conv2D(2, 2));
        assertEquals(List.of("conv2d", "conv2d_1"), names(m));
    }

    @Test
    void layersCanBeAddedAndTakenAway() {
        Sequential m = new Sequential(new Input(3), new Dense(4), new Dense(2));
        Layer last = m.pop();
        assertEquals("dense_1", last.name());
        assertEquals("(None, 4)", m.output().shape().toString());
        m.add(new Dense(5).name("other"));
        assertEquals("(2, 5)", m.apply(Ops.ones(2, 3)).shape().toString());
        assertEquals(List.of("dense", "other"), names(m));
    }

    @Test
    void refusesWhatCannotStandThere() {
        Dense d = new Dense(2);
        Sequential m = new Sequential(d);
        assertError(
                "Model \"sequential\" already has the layer \"dense\". A layer that is used twice needs Model.of.",
                () -> m.add(d));
        assertError(
                "Model \"sequential\": an input can only stand in front. Received it after 1 layers.",
                () -> m.add(new Input(3)));
        assertError(
                "Two layers of the model are named \"dense\". Every layer needs a name of its own.",
                () -> m.add(new Dense(3).name("dense")));
        Sequential outer = new Sequential(m);
        assertError(
                "Model \"sequential\" cannot contain itself. Received: \"sequential\", which is it or contains it.",
                () -> m.add(outer));
        assertError(
                "Model \"sequential\": It has no layers. Add some before it is used.",
                () -> new Sequential().build(-1, 3));
        assertError("Model \"sequential\" has no layers to take away.", () -> new Sequential().pop());
    }

    @Test
    void optionsCannotChangeOnceTheLayerIsBuilt() {
        Dense d = new Dense(2).name("d");
        new Sequential(new Input(3), d);
        assertError(
                "Layer \"d\" (Dense): activation cannot be changed any more, since the layer has been built. Set it before the layer is"
                        + " first applied.",
                () -> d.activation("relu"));
        d.trainable(false);
        assertEquals(0, d.trainableWeights().size());
    }

    @Test
    void initialWeightsFollowTheSeedAndTheOrderOfLayersNotTheTimeOfBuilding() {
        Kerata.setRandomSeed(5);
        Sequential eager = new Sequential(new Input(3), new Dense(4), new Dense(2));
        Kerata.setRandomSeed(5);
        Sequential late = new Sequential(new Dense(4), new Dense(2));
        Sequential between = new Sequential(new Input(3), new Dense(9));
        late.build(-1, 3);
        assertEquals(bits(eager), bits(late));
        assertEquals(1, between.layers().size());
        Sequential another = new Sequential(new Input(3), new Dense(4), new Dense(2));
        assertNotEquals(bits(eager), bits(another));
    }

    private static String bits(Model m) {
        StringBuilder s = new StringBuilder();
        m.weights().forEach(w -> s.append(Arrays.toString(w.floats())));
        return s.toString();
    }

    @Test
    void threadsThatBuildModelsDoNotDisturbEachOther() throws Exception {
        Callable<String> build = () -> {
            Kerata.setRandomSeed(11);
            StringBuilder s = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                Sequential m = convnet();
                s.append(names(m)).append(bits(m));
            }
            return s.toString();
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(threads.submit(build));
            }
            for (Future<String> f : all) {
                assertEquals(all.get(0).get(), f.get());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void trainsInACompiledFunction() {
        Kerata.setRandomSeed(1);
        Sequential m = new Sequential(new Input(3), new Dense(4).activation("tanh"), new Dense(1));
        Compiled step = Compiled.of((Tensor x, Tensor y) -> {
            Tensor d = m.applyAll(List.of(x), Call.start(Mode.TRAINING)).get(0).minus(y);
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
        for (int i = 0; i < 50; i++) {
            step.run(x, y);
        }
        float last = step.run(x, y).scalar();
        assertTrue(last < first / 10, first + " to " + last);
    }

    @Test
    void dropoutDrawsAnewAtEveryStepAndRepeatsFromItsState() {
        Kerata.setRandomSeed(3);
        Sequential m = new Sequential(new Input(50), new Dropout(0.5));
        assertEquals(1, m.variables().size());
        assertEquals(0, m.weights().size());
        Tensor x = Ops.ones(1, 50);
        Compiled step = Compiled.of((Tensor in) -> m.apply(in, Mode.TRAINING));
        Tensor state = Tensor.of(m.variables().get(0).value());
        float[] first = step.run(x).floats();
        float[] second = step.run(x).floats();
        assertFalse(Arrays.equals(first, second));
        m.variables().get(0).assign(state);
        assertArrayEquals(first, step.run(x).floats());
        m.variables().get(0).assign(state);
        assertArrayEquals(first, m.apply(x, Mode.TRAINING).floats());
        assertArrayEquals(x.floats(), m.apply(x).floats());
    }
}
