package org.kerata.layers.pooling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.Close;
import org.kerata.layers.Call;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.GoldenCases;
import org.kerata.layers.harness.LayerContract;

class GlobalAveragePooling1DTest implements LayerContract {
    @Test
    void onlyValidStepsOfAMaskedSequenceCount() {
        for (JsonNode c : GoldenCases.read("masked_global_average_pooling1d").get("cases")) {
            Tensor x = tensor(c, "input");
            Tensor mask = tensor(c, "mask");
            GlobalAveragePooling1D layer = new GlobalAveragePooling1D();
            layer.keepDims(c.get("keepdims").asBoolean());
            List<Tensor> results = Compiled.ofList(in -> {
                        Tensor y = masked(layer, in.get(0), in.get(1));
                        Tensor g = Gradients.of(y.times(in.get(2)).sum(), List.of(in.get(0)))
                                .get(0);
                        return List.of(y, g);
                    })
                    .runAll(List.of(x, mask, tensor(c, "seed")));
            Close.within(1e-6).check("mean", tensor(c, "output"), results.get(0));
            Close.within(1e-6).check("gradient", tensor(c, "gradient"), results.get(1));
        }
    }

    @Test
    void theMaskEndsHere() {
        Call call = Call.start(Mode.INFERENCE);
        Tensor x = Ops.ones(2, 3, 4);
        call.setMask(x, Ops.ones(2, 3).cast("bool"));
        Tensor y = new GlobalAveragePooling1D().applyAll(List.of(x), call).get(0);
        assertNull(call.maskOf(y));
    }

    @Test
    void channelsMayComeFirst() {
        Tensor x = Ops.reshape(Ops.arange(24).cast("float32"), 2, 3, 4);
        Tensor mask =
                Tensor.of(new int[] {1, 0, 1, 1, 0, 1, 1, 0}).reshape(2, 4).cast("bool");
        Tensor expected = masked(new GlobalAveragePooling1D(), x.transpose(0, 2, 1), mask);
        Tensor y = masked(new GlobalAveragePooling1D().dataFormat("channels_first"), x, mask);
        assertArrayEquals(expected.floats(), y.floats(), 1e-5f);
        assertArrayEquals(
                x.mean(2).floats(),
                new GlobalAveragePooling1D()
                        .dataFormat("channels_first")
                        .apply(x)
                        .floats(),
                1e-5f);
    }

    private static Tensor masked(GlobalAveragePooling1D layer, Tensor x, Tensor mask) {
        Call call = Call.start(Mode.INFERENCE);
        call.setMask(x, mask);
        return layer.applyAll(List.of(x), call).get(0);
    }

    private static Tensor tensor(JsonNode c, String key) {
        return Objects.requireNonNull(GoldenCases.tensor(c.get(key)));
    }
}
