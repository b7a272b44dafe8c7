package org.kerata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.CallOptions;
import org.kerata.layers.Layer;
import org.kerata.layers.Mode;
import org.kerata.layers.attention.MultiHeadAttention;
import org.kerata.layers.convolutional.Conv2D;
import org.kerata.layers.core.Dense;
import org.kerata.layers.merging.Add;
import org.kerata.layers.merging.Concatenate;
import org.kerata.layers.normalization.BatchNormalization;
import org.kerata.layers.pooling.GlobalAveragePooling2D;
import org.kerata.layers.regularization.Dropout;
import org.kerata.layers.regularizers.L2;
import org.kerata.layers.reshaping.Flatten;

class FunctionalTest {
    private static final Tensor X = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});

    private static List<String> names(Model m) {
        return m.layers().stream().map(Layer::name).toList();
    }

    private static void assertError(String message, Executable code) {
        assertEquals(message, assertThrows(KerataException.class, code).getMessage());
    }

    @Test
    void branchesJoinThroughOpsOnSymbolicTensors() {
        Input a = new Input(3).name("a");
        Tensor h = new Dense(4).name("left").apply(a);
        Tensor out = new Dense(2)
                .name("out")
                .apply(h.plus(new Dense(4).name("right").apply(a)).times(2));
        Functional m = Model.of(a, out);
        assertEquals(List.of("a", "left", "right", "out"), names(m));
        Tensor left = X.matmul(m.getLayer("left").weights().get(0));
        Tensor right = X.matmul(m.getLayer("right").weights().get(0));
        Tensor expected =
                left.plus(right).times(2).matmul(m.getLayer("out").weights().get(0));
        assertArrayEquals(expected.floats(), m.apply(X).floats(), 1e-5f);
        assertEquals("(None, 2)", m.outputSpecs().get(0).shape().toString());
    }

    @Test
    void variablesAndConstantsMayMeetSymbolicTensors() {
        Input a = new Input(3);
        Dense d = new Dense(3);
        Tensor y = d.apply(a);
        Functional m = Model.of(
                a, Ops.concatenate(List.of(y.plus(d.weights().get(1)), y.times(Tensor.of(new float[] {1, 2, 3}))), -1));
        d.weights().get(1).assign(Tensor.of(new float[] {10, 20, 30}));
        Tensor plain = d.apply(X);
        float[] got = m.apply(X).floats();
        assertEquals(plain.floats()[0] + 10, got[0], 1e-4f);
        assertEquals(plain.floats()[2] * 3, got[5], 1e-3f);
    }

    @Test
    void severalInputsAndOutputsKeepTheirNamesAndOrder() {
        Input title = new Input(5).name("title");
        Input tags = new Input(3).name("tags").dtype("int32");
        Tensor joined = new Concatenate().apply(new Dense(2).apply(title), new Dense(2).apply(tags));
        Functional m = Model.of(
                List.of(title, tags),
                List.of(
                        new Dense(1).name("urgent").apply(joined),
                        new Dense(4).name("department").apply(joined)));
        assertEquals(List.of("title", "tags"), m.inputNames());
        assertEquals(List.of("urgent", "department"), m.outputNames());
        assertEquals("[float32 (None, 5), int32 (None, 3)]", m.inputSpecs().toString());
        assertEquals("[float32 (None, 1), float32 (None, 4)]", m.outputSpecs().toString());
        List<Tensor> out = m.applyAll(List.of(Ops.ones(2, 5), Ops.ones(2, 3)));
        assertEquals("(2, 1) (2, 4)", out.get(0).shape() + " " + out.get(1).shape());
        assertError(
                "Model \"functional\": It takes 2 inputs (title, tags). Received: 1.",
                () -> m.applyAll(List.of(Ops.ones(2, 5))));
    }

    @Test
    void sharedLayersHaveOneSetOfWeightsAndGradientsFromAllCalls() {
        Input a = new Input(3);
        Input b = new Input(3);
        Dense shared = new Dense(2).useBias(false);
        Functional m = Model.of(List.of(a, b), new Add().apply(shared.apply(a), shared.apply(b)));
        assertEquals(1, m.weights().size());
        assertEquals(2, shared.calls().size());
        List<Tensor> g = Compiled.ofList(in -> Gradients.of(
                        m.applyAll(in, Call.start(Mode.TRAINING)).get(0).sum(), m.trainableWeights()))
                .runAll(List.of(X, X.times(10)));
        assertArrayEquals(new float[] {55, 55, 77, 77, 99, 99}, g.get(0).floats());
    }

    @Test
    void aModelIsALayerOfAnother() {
        Sequential inner = new Sequential(new Input(3), new Dense(4).activation("relu"), new Dense(2)).name("inner");
        Input a = new Input(3);
        Functional outer = Model.of(a, new Dense(1).apply(inner.apply(a)));
        assertEquals(List.of("input_layer", "inner", "dense"), names(outer));
        assertEquals(List.of("dense", "dense_1"), names(inner));
        assertEquals(6, outer.weights().size());
        Tensor expected = outer.getLayer("dense").apply(inner.apply(X));
        assertArrayEquals(expected.floats(), outer.apply(X).floats());
        outer.trainable(false);
        assertEquals(0, inner.trainableWeights().size());
        assertEquals(6, outer.nonTrainableWeights().size());
    }

    @Test
    void canBeRewiredToAnInnerOutput() {
        Sequential full = new Sequential(new Input(3), new Dense(4).name("features"), new Dense(2).name("head"));
        Model base = Model.of(full.input(), full.getLayer("features").output()).trainable(false);
        Input in = new Input(3);
        Functional m = Model.of(in, new Dense(5).name("new_head").apply(base.apply(in)));
        assertArrayEquals(
                full.getLayer("features").apply(X).floats(), base.apply(X).floats());
        assertEquals(2, m.trainableWeights().size());
        assertEquals(2, m.nonTrainableWeights().size());
        assertSame(full.getLayer("features"), base.getLayer("features"));
    }

    @Test
    void mayBeginInTheMiddleOfAGraph() {
        Input a = new Input(3);
        Tensor h = new Dense(4).name("first").apply(a);
        Dense second = new Dense(2).name("second");
        Functional tail = Model.of(h, second.apply(h.times(2)));
        assertEquals(List.of("input_layer", "second"), names(tail));
        Tensor x = Ops.ones(2, 4);
        assertArrayEquals(second.apply(x.times(2)).floats(), tail.apply(x).floats());
    }

    @Test
    void frozenBatchNormalizationRunsInInferenceMode() {
        Sequential base = new Sequential(new Input(3), new BatchNormalization());
        base.trainable(false);
        Tensor y = base.apply(X, Mode.TRAINING);
        assertArrayEquals(X.times(1 / Math.sqrt(1.001)).floats(), y.floats(), 1e-5f);
        assertArrayEquals(new float[3], base.weights().get(2).floats());
        base.trainable(true);
        base.apply(X, Mode.TRAINING);
        assertArrayEquals(
                new float[] {0.025f, 0.035f, 0.045f}, base.weights().get(2).floats(), 1e-6f);
    }

    @Test
    void unknownImageSizesStayUnknownUntilTheEnd() {
        Input image = new Input(-1, -1, 3);
        Tensor maps = new Conv2D(4, 3).strides(2).padding("same").apply(image);
        Functional m = Model.of(image, new GlobalAveragePooling2D().apply(maps));
        assertEquals("(None, None, None, 4)", maps.shape().toString());
        assertEquals("(None, 4)", m.outputSpecs().get(0).shape().toString());
        assertEquals("(2, 4)", m.apply(Ops.ones(2, 9, 7, 3)).shape().toString());
        assertEquals("(1, 4)", m.apply(Ops.ones(1, 20, 32, 3)).shape().toString());
        assertError(
                "Model \"functional\": The input \"input_layer\" must have shape (None, None, None, 3). Received: shape (2, 9, 7, 4).",
                () -> m.apply(Ops.ones(2, 9, 7, 4)));
    }

    @Test
    void inputsAreCastAndTheirRankAdapted() {
        Input a = new Input(1);
        Functional twice = Model.of(a, a.times(2));
        assertEquals(
                "float32 (3, 1)",
                twice.apply(Tensor.of(new int[] {1, 2, 3})).spec().toString());
        assertEquals("float32 (3, 1)", twice.apply(Ops.ones(3, 1, 1)).spec().toString());
    }

    @Test
    void collectsExtraLosses() {
        Input a = new Input(3);
        Functional m = Model.of(
                a,
                new Dense(2)
                        .kernelRegularizer(new L2(0.5))
                        .kernelInitializer("ones")
                        .apply(a));
        Call call = Call.start(Mode.TRAINING);
        m.applyAll(List.of(X), call);
        assertEquals(1, call.losses().size());
        assertEquals(3, call.losses().get(0).scalar());
        m.apply(X, Mode.TRAINING);
        assertEquals(3, m.extraLoss().scalar());
        m.trainable(false);
        m.apply(X, Mode.TRAINING);
        assertEquals(0, m.extraLoss().scalar());
    }

    @Test
    void findsLayersByNameAndPlace() {
        Sequential m = new Sequential(new Input(4, 4, 1), new Flatten(), new Dense(3).name("head"));
        assertSame(m.getLayer("head"), m.getLayer(-1));
        assertError(
                "Model \"sequential\" has no layer \"haed\". Did you mean \"head\"? Known: flatten, head.",
                () -> m.getLayer("haed"));
        assertError("Model \"sequential\" has 2 layers. Received: index 2.", () -> m.getLayer(2));
    }

    @Test
    void setsAllWeightsOrNone() {
        Sequential m = new Sequential(new Input(3), new Dense(2));
        List<Tensor> before = m.getWeights();
        assertError(
                "Model \"sequential\" has 2 weights. Received: 1 values.", () -> m.setWeights(List.of(Ops.ones(3, 2))));
        assertError(
                "Model \"sequential\": weight 1 (\"bias\") has shape (2,). Received: shape (3,).",
                () -> m.setWeights(List.of(Ops.ones(3, 2), Ops.ones(3))));
        assertArrayEquals(before.get(0).floats(), m.weights().get(0).floats());
        m.setWeights(List.of(Ops.ones(3, 2), Ops.ones(2)));
        assertArrayEquals(new float[] {7, 7, 16, 16}, m.apply(X).floats());
        assertEquals(8, m.countParams());
    }

    @Test
    void namesTheMissingInputOfADisconnectedGraph() {
        Input a = new Input(3).name("a");
        Input b = new Input(3).name("b");
        Tensor out = new Dense(2).name("out").apply(a.plus(b));
        assertError(
                "The graph of the model is disconnected: \"add\" depends on \"b\", which is not among the inputs. Received inputs: [\"a\"]."
                        + " Add it to the inputs, or start from it.",
                () -> Model.of(a, out));
        assertError("A model's outputs must come from an Input. Received: " + X + ".", () -> Model.of(a, X));
        assertError(
                "A model's inputs must differ. Received one twice: [\"a\", \"a\"].",
                () -> Model.of(List.of(a, a), a.plus(1)));
        assertError("A model needs at least one output.", () -> Model.of(a, List.of()));
    }

    @Test
    void refusesTwoLayersWithOneName() {
        Input a = new Input(3);
        Tensor h = new Dense(3).name("same").apply(a);
        Tensor out = new Dense(3).name("same").apply(h);
        assertError(
                "Two layers of the model are named \"same\". Every layer needs a name of its own.",
                () -> Model.of(a, out));
    }

    @Test
    void layersOfTwoModelsMeetUnderNamesOfTheirOwn() {
        Sequential p = new Sequential(new Input(3), new Dense(2));
        Sequential q = new Sequential(new Input(3), new Dense(2));
        Functional both = Model.of(
                List.of(p.input(), q.input()),
                new Concatenate()
                        .apply(p.getLayer("dense").output(), q.getLayer("dense").output()));
        assertSame(p.getLayer("dense"), both.getLayer("dense"));
        assertSame(q.getLayer("dense"), both.getLayer("dense_1"));
        assertEquals(List.of("input_layer", "input_layer_1"), both.inputNames());
    }

    @Test
    void symbolicTensorsHaveNoValues() {
        Input a = new Input(3);
        assertError(
                "The tensor float32 (None, 2) made by \"dense\" is symbolic: it stands for a place in a model's graph and has no value. Use"
                        + " model.predict to compute.",
                () -> new Dense(2).apply(a).floats());
        assertTrue(new Dense(2).apply(a).toString().contains("symbolic"));
    }

    /** Keras writes the mode of the wiring into the calls of some layers, {@code "training": false}; fit and predict go by theirs. */
    @Test
    void modeOfACallCountsInRunsWithoutOne() {
        Tensor ones = Ops.ones(4, 50);
        for (Mode own : Mode.values()) {
            Input x = new Input(50);
            Model model = Model.of(x, new Dropout(0.5).apply(x, own));
            for (Model m : List.of(model, Model.fromJson(model.toJson()))) {
                assertEquals(own == Mode.TRAINING, drops(m.apply(ones)));
                assertTrue(drops(m.apply(ones, Mode.TRAINING)));
                assertFalse(drops(m.predict(ones)));
            }
        }
    }

    private static boolean drops(Tensor t) {
        return Ops.min(t).floats()[0] == 0;
    }

    @Test
    void callsOfOneLayerHaveTheirOwnFlags() {
        Input x = new Input(5, 4);
        MultiHeadAttention attention = new MultiHeadAttention(2, 3);
        attention.useCausalMask(true);
        Tensor causal = attention.apply(x, x);
        attention.useCausalMask(false);
        Tensor all = attention.apply(x, x);
        Model model = Model.of(x, List.of(causal, all));
        Model again = Model.fromJson(model.toJson());
        again.setWeights(model.getWeights());
        Tensor in = Ops.reshape(Ops.arange(20).cast("float32"), 1, 5, 4).div(10);
        for (Model m : List.of(model, again)) {
            List<Tensor> out = m.applyAll(List.of(in));
            assertArrayEquals(alone(attention, in, true), out.get(0).floats(), 1e-5f);
            assertArrayEquals(alone(attention, in, false), out.get(1).floats(), 1e-5f);
        }
    }

    private static float[] alone(MultiHeadAttention layer, Tensor x, boolean causal) {
        return layer.apply(List.of(x, x), new CallOptions().flag("use_causal_mask", causal))
                .floats();
    }
}
