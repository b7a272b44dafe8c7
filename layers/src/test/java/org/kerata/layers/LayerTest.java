package org.kerata.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.constraints.NonNeg;
import org.kerata.layers.core.Dense;
import org.kerata.layers.initializers.Ones;
import org.kerata.layers.initializers.Zeros;
import org.kerata.layers.regularization.Dropout;
import org.kerata.layers.regularizers.L1;
import org.kerata.layers.regularizers.L2;

class LayerTest {
    /** Two layers within, weights of its own, a counter, a loss. */
    static final class Block extends Layer {
        private final Dense first =
                track(new Dense(2).kernelRegularizer(new L1(1)).kernelInitializer("ones"));
        private final Dropout dropout = track(new Dropout(0.5));
        private final Dense second = track(new Dense(1));
        private Variable scale;
        private Variable calls;

        @Override
        protected void build(Shape in) {
            scale = weight("scale", shape(2), new Ones(), new L2(0.5), new NonNeg());
            calls = state("calls", Shape.SCALAR, DType.INT32, new Zeros());
        }

        @Override
        protected Tensor call(Tensor x, Call call) {
            calls.assignAdd(Tensor.scalar(1, DType.INT32));
            call.addLoss(x.times(10));
            return second.apply(dropout.apply(first.apply(x).times(scale)));
        }
    }

    private static List<String> names(List<Variable> weights) {
        return weights.stream().map(Variable::name).toList();
    }

    private static void assertError(String message, Executable code) {
        assertEquals(message, assertThrows(KerataException.class, code).getMessage());
    }

    @Test
    void weightsComeInKerasOrder() {
        Block b = new Block();
        b.apply(Ops.ones(1, 3));
        assertEquals(List.of("scale", "calls", "kernel", "bias", "kernel", "bias"), names(b.weights()));
        assertEquals(
                List.of("scale", "calls", "kernel", "bias", "seed_generator_state", "kernel", "bias"),
                names(b.variables()));
        assertEquals(List.of("scale", "kernel", "bias", "kernel", "bias"), names(b.trainableWeights()));
        assertEquals(List.of("calls"), names(b.nonTrainableWeights()));
        assertEquals(1, b.constraints().size());
        assertTrue(b.constraints().containsKey(b.weights().get(0)));
    }

    @Test
    void freezingReachesInwardsAndCountsWhereItWasSet() {
        Block b = new Block();
        b.apply(Ops.ones(1, 3));
        b.first.trainable(false);
        assertEquals(List.of("scale", "kernel", "bias"), names(b.trainableWeights()));
        assertEquals(List.of("calls", "kernel", "bias"), names(b.nonTrainableWeights()));
        b.trainable(false);
        assertFalse(b.second.isTrainable());
        assertEquals(0, b.trainableWeights().size());
        assertEquals(6, b.nonTrainableWeights().size());
        b.trainable(true);
        assertEquals(5, b.trainableWeights().size());
    }

    @Test
    void lossesAreCollectedOncePerWeightAndNotForFrozenOnes() {
        Block b = new Block();
        Call call = Call.start(Mode.TRAINING);
        Tensor x = Ops.ones(2, 3);
        b.applyAll(List.of(x), call);
        b.applyAll(List.of(x), call);
        List<Float> losses = new ArrayList<>();
        call.losses().forEach(l -> losses.add(l.scalar()));
        assertEquals(List.of(60f, 6f, 1f, 60f), losses);
        assertEquals(2, b.calls.ints()[0]);
        b.first.trainable(false);
        Call again = Call.start(Mode.TRAINING);
        b.applyAll(List.of(x), again);
        assertEquals(2, again.losses().size());
    }

    @Test
    void stateIsUpdatedWithinCompiledFunctions() {
        Block b = new Block();
        b.apply(Ops.ones(1, 3));
        Compiled f = Compiled.of((Tensor x) -> b.apply(x, Mode.TRAINING));
        f.run(Ops.ones(1, 3));
        f.run(Ops.ones(1, 3));
        assertEquals(3, b.calls.ints()[0]);
    }

    @Test
    void inferringShapesLeavesNoTrace() {
        Block b = new Block();
        assertEquals("(None, 1)", b.computeOutputShape(Shape.of(-1, 3)).toString());
        assertEquals(0, b.calls.ints()[0]);
        assertEquals(0, b.calls().size());
    }

    @Test
    void aBuildThatFailsCanBeTriedAgain() {
        Layer l = new Layer() {
            int tries;

            @Override
            protected void build(Shape in) {
                weight("a", shape(in.last()), new Ones());
                if (tries++ == 0) {
                    throw new IllegalStateException("once");
                }
            }

            @Override
            protected Tensor call(Tensor x, Call call) {
                return x;
            }
        };
        assertThrows(IllegalStateException.class, () -> l.apply(Ops.ones(1, 2)));
        assertFalse(l.isBuilt());
        l.apply(Ops.ones(1, 2));
        assertEquals(1, l.weights().size());
    }

    @Test
    void optionsAreFixedOnceBuilt() {
        Dense d = new Dense(2).name("d");
        d.apply(Ops.ones(1, 2));
        String end =
                " cannot be changed any more, since the layer has been built. Set it before the layer is first applied.";
        assertError("Layer \"d\" (Dense): name" + end, () -> d.name("e"));
        assertError("Layer \"d\" (Dense): dtype" + end, () -> d.dtype("float64"));
        assertError("Layer \"d\" (Dense): useBias" + end, () -> d.useBias(false));
        assertError(
                "Unknown dtype \"flot32\". Known: float32, float64, int32, int64, bool, float16, bfloat16, mixed_float16,"
                        + " mixed_bfloat16.",
                () -> new Dense(1).dtype("flot32"));
        assertError("Dense: name must not be empty.", () -> new Dense(1).name(""));
    }

    @Test
    void baseOptionsAreInTheConfig() {
        Map<String, @Nullable Object> config = new Dense(2)
                .name("d")
                .dtype("float64")
                .trainable(false)
                .activityRegularizer("l2")
                .config();
        assertEquals("d", config.get("name"));
        assertEquals(false, config.get("trainable"));
        Dense again = (Dense) Layers.NAMES.read(Map.of("class_name", "Dense", "config", config));
        assertEquals(config, again.config());
        assertEquals(DType.FLOAT64, again.dtype());
        again.configure(Map.of("dtype", "float32"));
        assertEquals(DType.FLOAT32, again.dtype());
        assertNull(new Dense(1).config().get("activity_regularizer"));
    }

    @Test
    void masksArePassedOnBySupportingLayersOnly() {
        Call call = Call.start(Mode.INFERENCE);
        Tensor x = Ops.ones(1, 2, 3);
        Tensor mask = Tensor.of(new boolean[] {true, false}, 1, 2);
        call.setMask(x, mask);
        Tensor y = new Dense(2).applyAll(List.of(x), call).get(0);
        assertArrayEquals(mask.booleans(), call.maskOf(y).booleans());
        Layer deaf = new Layer() {
            @Override
            protected Tensor call(Tensor t, Call c) {
                return t.times(2);
            }
        };
        assertNull(call.maskOf(deaf.applyAll(List.of(y), call).get(0)));
    }

    @Test
    void errorsInsideNameTheInnermostLayer() {
        Block b = new Block();
        b.apply(Ops.ones(1, 3));
        assertError(
                "Layer \"dense\" (Dense) was built for 3 input features. Received: shape (1, 4).",
                () -> b.apply(Ops.ones(1, 4)));
        Layer wrong = new Layer() {
            @Override
            public String className() {
                return "Wrong";
            }

            @Override
            protected Tensor call(Tensor x, Call call) {
                return x.plus(Ops.ones(7));
            }
        };
        assertError(
                "Layer \"wrong\" (Wrong): add: Shapes (2, 3) and (7,) cannot be broadcast together: axis -1 is 3 and 7. They must be"
                        + " equal, or one of them 1.",
                () -> wrong.apply(Ops.ones(2, 3)));
        assertError("Layer \"wrong\" (Wrong) was applied to nothing. Give it a tensor.", () -> wrong.apply());
    }
}
