package org.kerata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.harness.Close;
import org.kerata.layers.core.Dense;
import org.kerata.layers.core.Embedding;
import org.kerata.layers.harness.GoldenCases;
import org.kerata.layers.reshaping.Flatten;
import org.kerata.training.Compile;
import org.kerata.training.optimizers.Adam;
import org.kerata.training.optimizers.AdamW;
import org.kerata.training.optimizers.Optimizer;
import org.kerata.training.optimizers.Optimizers;

/** Training embeddings, whose gradients stay rows, against real Keras, whose gradients are whole. */
class LookupsTest {
    private static final JsonNode GOLDEN = GoldenCases.read("lookups");

    @TestFactory
    Stream<DynamicTest> asKerasDoes() {
        return StreamSupport.stream(GOLDEN.get("cases").spliterator(), false)
                .flatMap(c -> Stream.of(Engine.Kernels.values())
                        .map(k -> DynamicTest.dynamicTest(c.get("name").asText() + ", " + k, () -> {
                            Engine.Kernels before = Engine.kernels();
                            Engine.kernels(k);
                            try {
                                check(c);
                            } finally {
                                Engine.kernels(before);
                            }
                        })));
    }

    private static void check(JsonNode c) {
        Embedding words = new Embedding(17, 3);
        if (c.get("options").has("regularizer")) {
            words.embeddingsRegularizer(c.get("options").get("regularizer").asText());
        }
        if (c.get("options").has("constraint")) {
            words.embeddingsConstraint(c.get("options").get("constraint").asText());
        }
        Optimizer optimizer = Optimizers.NAMES.read(GoldenCases.plain(c.get("optimizer")));
        Model model = model(words, optimizer);
        model.setWeights(tensors(c.get("initial_weights")));
        int step = 0;
        for (JsonNode b : GOLDEN.get("batches")) {
            double loss =
                    model.trainOnBatch(tensor(b.get("x")), tensor(b.get("y"))).get("loss");
            assertEquals(c.get("losses").get(step++).asDouble(), loss, 2e-5, "loss of step " + step);
        }
        same("weight", tensors(c.get("final_weights")), model.getWeights());
        List<Tensor> slots = new ArrayList<>();
        optimizer.variables().forEach((Variable v) -> slots.add(v.read()));
        same("slot", tensors(c.get("slots")), slots);
    }

    private static Model model(Embedding words, Optimizer optimizer) {
        Input x = new Input(5).dtype("int32");
        Model model = Model.of(x, new Dense(2).apply(new Flatten().apply(words.apply(x))));
        model.compile(new Compile().optimizer(optimizer).loss("mean_squared_error"));
        return model;
    }

    @Test
    void areUpdatedRowByRow() {
        JsonNode b = GOLDEN.get("batches").get(0);
        for (Optimizer o : List.<Optimizer>of(
                new Adam(), new Adam().globalClipnorm(1), new Adam().clipnorm(1).lossScaleFactor(8), new AdamW())) {
            String program = model(new Embedding(17, 3), o).describe(tensor(b.get("x")), tensor(b.get("y")));
            assertTrue(program.contains("rows(adam)"), program);
            assertTrue(!program.contains("scatter"), program);
        }
    }

    @Test
    void changeNothingIfANumberIsOutOfRange() {
        JsonNode b = GOLDEN.get("batches").get(0);
        Model model = model(new Embedding(17, 3), Optimizers.NAMES.make("adam"));
        model.trainOnBatch(tensor(b.get("x")), tensor(b.get("y")));
        List<Tensor> before = model.getWeights();
        int[] bad = tensor(b.get("x")).ints();
        bad[11] = 17;
        KerataException e = org.junit.jupiter.api.Assertions.assertThrows(
                KerataException.class, () -> model.trainOnBatch(Tensor.of(bad, 6, 5), tensor(b.get("y"))));
        assertEquals(
                "take: index 17 at position [2, 1] is out of range. Expected 0 to 16, axis 0 having length 17.",
                e.getMessage());
        same("weight", before, model.getWeights());
    }

    private static void same(String what, List<Tensor> expected, List<Tensor> received) {
        assertEquals(expected.size(), received.size());
        for (int i = 0; i < expected.size(); i++) {
            Close.within(2e-5)
                    .check(
                            what + " " + i,
                            expected.get(i),
                            received.get(i).cast(expected.get(i).dtype()));
        }
    }

    private static List<Tensor> tensors(JsonNode list) {
        List<Tensor> out = new ArrayList<>();
        list.forEach(t -> out.add(tensor(t)));
        return out;
    }

    private static Tensor tensor(JsonNode n) {
        return Objects.requireNonNull(GoldenCases.tensor(n));
    }
}
