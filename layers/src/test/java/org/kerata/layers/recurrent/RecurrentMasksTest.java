package org.kerata.layers.recurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.Close;
import org.kerata.layers.Call;
import org.kerata.layers.CallOptions;
import org.kerata.layers.Layer;
import org.kerata.layers.Layers;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.GoldenCases;
import org.kerata.layers.harness.LayerContract;
import org.kerata.layers.harness.OutputMasks;

/** Masked steps leave states as they are: outputs, gradients and output masks as real Keras has them. */
class RecurrentMasksTest {
    @TestFactory
    Stream<DynamicTest> outputsAndGradients() {
        return cases().flatMap(c -> Arrays.stream(Engine.Kernels.values())
                .map(k -> DynamicTest.dynamicTest(
                        c.get("name").asText() + " (" + k + ")", () -> LayerContract.with(k, () -> check(c)))));
    }

    @TestFactory
    Stream<DynamicTest> outputMasks() {
        return cases().filter(c -> c.has("mask"))
                .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> checkMask(c)));
    }

    private static Stream<JsonNode> cases() {
        return Stream.of("recurrent_masks", "conv_lstm_masks")
                .flatMap(file ->
                        StreamSupport.stream(GoldenCases.read(file).get("cases").spliterator(), false));
    }

    private static Layer layer(JsonNode c) {
        Layer l = Layers.NAMES.make(c.get("layer").asText());
        l.configure(GoldenCases.plain(c.get("config")));
        l.buildFor(all(c, "inputs").stream().map(Tensor::shape).toList());
        List<Tensor> weights = new ArrayList<>();
        c.get("weights").forEach(w -> weights.add(Objects.requireNonNull(GoldenCases.tensor(w.get("tensor")))));
        l.setWeights(weights);
        return l;
    }

    private static List<Tensor> all(JsonNode c, String key) {
        List<Tensor> out = new ArrayList<>();
        GoldenCases.tensors(c.get(key)).forEach(t -> {
            if (t != null) {
                out.add(t);
            }
        });
        return out;
    }

    private static Tensor mask(JsonNode c) {
        return Objects.requireNonNull(GoldenCases.tensor(c.get("input_mask")));
    }

    private static void check(JsonNode c) {
        Layer l = layer(c);
        List<Tensor> inputs = all(c, "inputs");
        List<Tensor> seeds = all(c, "output_seeds");
        List<Tensor> arguments = new ArrayList<>(inputs);
        arguments.addAll(seeds);
        arguments.add(mask(c));
        int n = inputs.size();
        List<Tensor> received = Compiled.ofList(in -> {
                    Call call = Call.start(Mode.INFERENCE);
                    CallOptions masked = new CallOptions().mask(in.get(in.size() - 1));
                    List<Tensor> ys = l.applyAll(in.subList(0, n), call, masked);
                    Tensor total = Tensor.scalar(0);
                    for (int i = 0; i < ys.size(); i++) {
                        total = total.plus(ys.get(i).times(in.get(n + i)).sum());
                    }
                    List<Tensor> wanted = new ArrayList<>(in.subList(0, n));
                    wanted.addAll(l.trainableWeights());
                    List<Tensor> out = new ArrayList<>(ys);
                    out.addAll(Gradients.of(total, wanted));
                    return out;
                })
                .runAll(arguments);
        List<Tensor> expected = all(c, "outputs");
        expected.addAll(all(c, "input_gradients"));
        expected.addAll(all(c, "weight_gradients"));
        assertEquals(expected.size(), received.size());
        for (int i = 0; i < expected.size(); i++) {
            Close.within(2e-5).check("result " + i, expected.get(i), received.get(i));
        }
    }

    private static void checkMask(JsonNode c) {
        Call call = Call.start(Mode.INFERENCE);
        List<Tensor> inputs = all(c, "inputs");
        List<Tensor> ys = layer(c).applyAll(inputs, call, new CallOptions().mask(mask(c)));
        @Nullable Tensor expected = GoldenCases.tensor(c.get("mask"));
        @Nullable Tensor received = call.maskOf(ys.get(0));
        if (expected == null) {
            assertNull(received);
        } else {
            OutputMasks.same(expected, Objects.requireNonNull(received));
        }
    }
}
