package org.kerata.layers.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.CallOptions;
import org.kerata.layers.harness.LayerCase;
import org.kerata.layers.harness.LayerContract;
import org.kerata.layers.harness.OutputMasks;

class ReversibleEmbeddingTest implements LayerContract {
    private static final CallOptions BACK = new CallOptions().flag("reverse", true);

    /** What a call's type is given for does not follow the layer's. */
    @Override
    public Map<String, Executable> checks(LayerCase c) {
        Map<String, Executable> all = LayerContract.super.checks(c);
        if (c.name().equals("in_its_own_type")) {
            all.remove("double precision");
        }
        return all;
    }

    @TestFactory
    Stream<DynamicTest> masks() {
        return OutputMasks.checks("reversible_embedding");
    }

    @Test
    void goesThereAndBackWithTheSameVectors() {
        ReversibleEmbedding e = new ReversibleEmbedding(4, 4).embeddingsInitializer("identity");
        Tensor x = e.apply(Tensor.of(new int[] {2, 0}));
        Tensor scores = e.apply(x, BACK);
        assertEquals("(2, 4)", scores.shape().toString());
        assertEquals(2, Ops.argmax(Ops.get(scores, 0)).scalar());
    }

    @Test
    void computesScoresInTheTypeAsked() {
        ReversibleEmbedding e = new ReversibleEmbedding(5, 3).reverseDtype("float64");
        assertEquals(DType.FLOAT64, e.apply(Ops.ones(2, 3), BACK).dtype());
        assertEquals(DType.FLOAT32, e.apply(Tensor.of(new int[] {1})).dtype());
        assertError(
                () -> new ReversibleEmbedding(5, 3).reverseDtype("int32"),
                "ReversibleEmbedding: reverseDtype must be the name of a floating-point type. Received: \"int32\".");
        assertError(
                () -> new ReversibleEmbedding(5, 3).logitSoftCap(0),
                "ReversibleEmbedding: logitSoftCap must be above 0. Received: 0.0.");
    }
}
