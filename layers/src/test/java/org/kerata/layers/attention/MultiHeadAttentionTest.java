package org.kerata.layers.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.Tensors;
import org.kerata.layers.Call;
import org.kerata.layers.CallOptions;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerCase;
import org.kerata.layers.harness.LayerContract;

class MultiHeadAttentionTest implements LayerContract {
    @Override
    public Stream<LayerCase> cases() {
        return Stream.concat(
                LayerContract.golden("multi_head_attention"), LayerContract.golden("multi_head_attention_more"));
    }

    @Test
    void refusesInputsThatDoNotFit() {
        assertError(
                () -> new MultiHeadAttention(2, 3).apply(Ops.ones(2, 3, 4)),
                "Layer \"multi_head_attention\" (MultiHeadAttention): It takes a query, a value, and perhaps a key and a"
                        + " mask. Received: 1 input.");
        assertError(
                () -> new MultiHeadAttention(2, 3).apply(Ops.ones(2, 3, 4), Ops.ones(2, 5, 4), Ops.ones(2, 6, 4)),
                "Layer \"multi_head_attention\" (MultiHeadAttention): Value and key must agree but for their last axes,"
                        + " and have as many axes as the query. Received: query (2, 3, 4), value (2, 5, 4), key (2, 6, 4).");
        assertError(
                () -> new MultiHeadAttention(2, 3).attentionAxes(2).apply(Ops.ones(2, 3, 4), Ops.ones(2, 3, 4)),
                "Layer \"multi_head_attention\" (MultiHeadAttention): attentionAxes must lie between the batch and the last"
                        + " of the 3 axes of the query. Received: [2].");
        assertError(
                () -> new MultiHeadAttention(0, 3), "MultiHeadAttention: numHeads must be at least 1. Received: 0.");
    }

    @Test
    void theQuerysMaskGoesOn() {
        Tensor x = Ops.ones(2, 3, 4);
        Tensor mask = Tensor.of(new boolean[] {true, true, false, true, false, false}, 2, 3);
        Call call = Call.start(Mode.INFERENCE);
        call.setMask(x, mask);
        Tensor y = new MultiHeadAttention(2, 3).applyAll(List.of(x, x), call).get(0);
        assertSame(mask, call.maskOf(y));
    }

    @Test
    void dropsWeightsInTraining() {
        Tensor x = Tensors.normal(1, 2, 50, 8);
        MultiHeadAttention a = new MultiHeadAttention(2, 4).dropout(0.5).seed(3);
        float[] plain = a.apply(x, x).floats();
        float[] first = a.apply(List.of(x, x), Mode.TRAINING).floats();
        float[] second = a.apply(List.of(x, x), Mode.TRAINING).floats();
        assertFalse(Arrays.equals(first, second));
        assertFalse(Arrays.equals(first, plain));
        MultiHeadAttention again = new MultiHeadAttention(2, 4).dropout(0.5).seed(3);
        again.buildFor(List.of(x.shape(), x.shape()));
        again.setWeights(a.getWeights());
        assertArrayEquals(first, again.apply(List.of(x, x), Mode.TRAINING).floats());
    }

    @Test
    void argumentsOfTheCallInFiles() {
        MultiHeadAttention a = new MultiHeadAttention(2, 4);
        assertEquals(List.of("query", "value", "key", "attention_mask="), a.callArguments());
        assertEquals(List.of("query_mask", "value_mask", "key_mask"), a.maskArguments());
        assertEquals(Map.of("use_causal_mask", false, "return_attention_scores", false), a.flags());
        Tensor x = Ops.ones(1, 2, 3);
        Tensor mask = Ops.ones(1, 2, 2).cast("bool");
        assertEquals(List.of("query", "value", "attention_mask="), a.callArguments(List.of(x, x, mask)));
        assertEquals(a.callArguments(), a.callArguments(List.of(x, x, x)));
        assertError(
                () -> a.apply(List.of(x, x), new CallOptions().flag("use_casual_mask", true)),
                "Layer \"multi_head_attention\" (MultiHeadAttention): its call has no argument use_casual_mask that is true or"
                        + " false. Did you mean \"use_causal_mask\"? Known: return_attention_scores, use_causal_mask.");
    }
}
