package org.kerata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.Close;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.Mode;
import org.kerata.layers.activation.Activation;
import org.kerata.layers.core.Dense;
import org.kerata.layers.core.Embedding;
import org.kerata.layers.core.Masking;
import org.kerata.layers.harness.GoldenCases;
import org.kerata.layers.harness.OutputMasks;
import org.kerata.layers.merging.Add;
import org.kerata.layers.merging.Average;
import org.kerata.layers.merging.Concatenate;
import org.kerata.layers.merging.Maximum;
import org.kerata.layers.merging.Minimum;
import org.kerata.layers.merging.Multiply;
import org.kerata.layers.merging.Subtract;
import org.kerata.layers.normalization.BatchNormalization;
import org.kerata.layers.regularization.Dropout;
import org.kerata.layers.reshaping.Flatten;
import org.kerata.layers.reshaping.Reshape;
import org.kerata.training.Compile;
import org.kerata.training.Evaluate;
import org.kerata.training.Logs;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Columns;
import org.kerata.training.optimizers.SGD;

/** Masks through whole models, up to losses, metrics and training, against real Keras. */
class MasksTest {
    private static final double TOLERANCE = 2e-5;

    @TestFactory
    Stream<DynamicTest> asKerasDoes() {
        return StreamSupport.stream(GoldenCases.read("masks").get("cases").spliterator(), false)
                .flatMap(c -> Stream.of(false, true)
                        .map(eager -> DynamicTest.dynamicTest(
                                c.get("name").asText() + (eager ? ", eager" : ""), () -> check(c, eager))));
    }

    private static void check(JsonNode c, boolean eager) {
        String name = c.get("name").asText();
        Model model = model(name);
        model.setWeights(tensors(c.get("initial_weights")));
        List<Tensor> x = tensors(c.get("inputs"));
        List<Tensor> y = tensors(c.get("targets"));

        Call call = Call.start(Mode.INFERENCE);
        List<Tensor> outputs = model.applyAll(x, call);
        for (int i = 0; i < outputs.size(); i++) {
            near("output " + i, tensors(c.get("outputs")).get(i), outputs.get(i));
            Tensor mask = GoldenCases.tensor(c.get("masks").get(i));
            if (mask == null) {
                assertNull(call.maskOf(outputs.get(i)));
            } else {
                OutputMasks.same(mask, Objects.requireNonNull(call.maskOf(outputs.get(i))));
            }
        }

        model.compile(how(name).runEagerly(eager));
        Tensor weight = c.has("sample_weight") ? GoldenCases.tensor(c.get("sample_weight")) : null;
        Evaluate all = new Evaluate().batchSize((int) x.get(0).shape().dim(0)).verbose(0);
        near("evaluate", c.get("evaluate"), model.evaluate(batch(x, y, weight), all));
        int step = 1;
        for (JsonNode logs : c.get("train")) {
            near("step " + step++, logs, model.trainOnBatch(batch(x, y, weight)));
        }
        List<Tensor> last = tensors(c.get("final_weights"));
        for (int i = 0; i < last.size(); i++) {
            near("weight " + i, last.get(i), model.getWeights().get(i));
        }
    }

    private static Batch batch(List<Tensor> x, List<Tensor> y, @Nullable Tensor weight) {
        return new Batch(Columns.of(x), Columns.of(y), weight == null ? null : Columns.of(weight));
    }

    private static Compile how(String name) {
        Compile mse = new Compile().loss("mean_squared_error").metrics("mean_absolute_error");
        Compile tags = new Compile().loss("sparse_categorical_crossentropy").metrics("accuracy");
        return switch (name) {
            case "tagger" -> tags.optimizer(new SGD(0.5));
            case "tagger_weighted" -> tags.optimizer(new SGD(0.1)).weightedMetrics("sparse_categorical_accuracy");
            case "tagger_weighted_steps" ->
                tags.optimizer(new SGD(0.2).momentum(0.8).nesterov(true))
                        .weightedMetrics("sparse_categorical_accuracy");
            case "dropping", "op_between", "normalized" -> mse.optimizer(new SGD(0.1));
            case "two_outputs" ->
                new Compile()
                        .optimizer(new SGD(0.1))
                        .loss("steps", "mean_absolute_error")
                        .loss("whole", "binary_crossentropy")
                        .metrics("steps", "mean_squared_error")
                        .metrics("whole", "binary_accuracy");
            default -> mse.optimizer(new SGD(0.1).momentum(0.9));
        };
    }

    private static Model model(String name) {
        return switch (name) {
            case "tagger", "tagger_weighted", "tagger_weighted_steps" -> tagger();
            case "nested" -> nested();
            case "dropping" -> {
                Input x = ids("x", 6);
                Tensor h = new Embedding(7, 4).maskZero(true).apply(x);
                yield Model.of(x, new Dense(3).apply(new Reshape(3, 8).apply(h)));
            }
            case "op_between" -> {
                Input x = ids("x", 6);
                Tensor h = new Embedding(7, 4).maskZero(true).apply(x);
                yield Model.of(x, new Dense(3).apply(h.times(2)));
            }
            case "two_outputs" -> {
                Input x = new Input(5, 3);
                Tensor h = new Masking().apply(x);
                Tensor whole = new Dense(1).activation("sigmoid").name("whole").apply(new Flatten().apply(h));
                yield Model.of(x, List.of(new Dense(2).name("steps").apply(h), whole));
            }
            case "normalized" ->
                new Sequential(new Input(5, 3), new Masking(0.5), new BatchNormalization().momentum(0.8), new Dense(2));
            default -> merged(name);
        };
    }

    private static Input ids(String name, int length) {
        return new Input(length).dtype("int32").name(name);
    }

    private static Model tagger() {
        return new Sequential(
                new Input(7).dtype("int32"),
                new Embedding(9, 5).maskZero(true),
                new Dense(6).activation("tanh"),
                new Dropout(0),
                new Activation("relu"),
                new Dense(4).activation("softmax"));
    }

    private static Model merged(String kind) {
        Input a = ids("a", 6);
        Input b = ids("b", 6);
        Tensor left = new Embedding(7, 4).maskZero(true).apply(a);
        Tensor right = new Embedding(8, 4).maskZero(!kind.equals("half")).apply(b);
        Layer merge = Map.of(
                        "add", new Add(),
                        "half", new Add(),
                        "average", new Average(),
                        "subtract", new Subtract(),
                        "multiply", new Multiply(),
                        "maximum", new Maximum(),
                        "minimum", new Minimum(),
                        "concatenate", new Concatenate(),
                        "steps", new Concatenate().axis(1))
                .get(kind);
        return Model.of(
                List.of(a, b), new Dense(3).apply(Objects.requireNonNull(merge).apply(left, right)));
    }

    private static Model nested() {
        Sequential inner =
                new Sequential(new Input(6, 4), new Dense(5).activation("tanh"), new Dropout(0)).name("inner");
        Input i = ids("ids", 6);
        Model encoder = Model.of(i, new Embedding(7, 4).maskZero(true).apply(i)).name("encoder");
        Input x = ids("x", 6);
        return Model.of(x, new Dense(2).apply(inner.apply(encoder.apply(x))));
    }

    /** Inputs that a model casts or gives another rank keep the masks that they came with. */
    @Test
    void outliveCasts() {
        Sequential inner = new Sequential(new Input(3, 2), new Dense(2)).name("inner");
        Sequential doubles = new Sequential(new Input(3, 2).dtype("float64"), new Dense(2).dtype("float64"));
        Call call = Call.start(Mode.INFERENCE);
        Tensor x = Ops.ones(1, 3, 2);
        Tensor mask = Tensor.of(new boolean[] {true, false, true}, 1, 3);
        call.setMask(x, mask);
        Tensor y = inner.applyAll(List.of(x), call).get(0);
        Tensor z = doubles.applyAll(List.of(y), call).get(0);
        OutputMasks.same(mask, Objects.requireNonNull(call.maskOf(z)));
        assertTrue(z.dtype().isFloating());
    }

    private static List<Tensor> tensors(JsonNode list) {
        List<Tensor> out = new ArrayList<>();
        list.forEach(t -> out.add(Objects.requireNonNull(GoldenCases.tensor(t))));
        return out;
    }

    private static void near(String what, Tensor expected, Tensor received) {
        Close.within(TOLERANCE).check(what, expected, received);
    }

    private static void near(String what, JsonNode expected, Logs received) {
        expected.fields()
                .forEachRemaining(f -> assertEquals(
                        f.getValue().asDouble(),
                        received.get(f.getKey()),
                        5 * TOLERANCE * Math.max(1, Math.abs(f.getValue().asDouble())),
                        what + ": " + f.getKey()));
    }
}
