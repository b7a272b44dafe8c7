package org.kerata.layers.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.harness.Close;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.Layers;
import org.kerata.layers.Mode;
import org.kerata.layers.Seeds;

/**
 * What every layer keeps, checked for each golden case and with both sets of kernels: its config is Keras's, and survives a round trip; so
 * are output shapes, names, shapes and order of weights, outputs, gradients and what a call leaves in the weights; a step against the
 * gradient lowers a loss; the same seed gives the same bits, and so do the same weights.
 */
public interface LayerContract {
    /** The cases, by default those of the golden file named like the test: {@code DenseTest} has {@code dense.json}. */
    default Stream<LayerCase> cases() {
        return golden(
                org.kerata.layers.Names.snakeCase(getClass().getSimpleName().replaceAll("Test$", "")));
    }

    /** How near the numbers must be to Keras's. */
    default double tolerance() {
        return 2e-5;
    }

    /** The cases of a golden file. */
    static Stream<LayerCase> golden(String name) {
        JsonNode file = GoldenCases.read(name);
        return StreamSupport.stream(file.get("cases").spliterator(), false)
                .map(c -> new LayerCase(file.get("layer").asText(), c));
    }

    @TestFactory
    default Stream<DynamicNode> contract() {
        return cases().map(c -> dynamicContainer(
                c.name(),
                checks(c).entrySet().stream()
                        .flatMap(check -> Arrays.stream(Engine.Kernels.values())
                                .map(k -> dynamicTest(
                                        check.getKey() + " (" + k + ")", () -> with(k, check.getValue()))))));
    }

    /** Runs a check with a set of kernels. */
    static void with(Engine.Kernels kernels, Executable check) throws Throwable {
        Engine.Kernels before = Engine.kernels();
        Engine.kernels(kernels);
        try {
            check.execute();
        } finally {
            Engine.kernels(before);
        }
    }

    /** The checks of a case. */
    default Map<String, Executable> checks(LayerCase c) {
        Map<String, Executable> all = new LinkedHashMap<>();
        all.put("config", () -> config(c));
        all.put("shapes", () -> shapes(c));
        all.put("weights", () -> weights(c));
        all.put("outputs", () -> outputs(c));
        all.put("gradients", () -> gradients(c));
        all.put("learns", () -> learns(c));
        all.put("deterministic", () -> deterministic(c));
        all.put("double precision", () -> doublePrecision(c));
        all.put("empty batch", () -> emptyBatch(c));
        return all;
    }

    /** The config is Keras's in every key that is written; what is read and written again stays the same. */
    default void config(LayerCase c) {
        JsonNode ours = GoldenCases.json(c.layer().config());
        assertIn(c.config(), ours, c.toString());
        Layer again = Layers.NAMES.read(Layers.NAMES.write(c.layer()));
        assertEquals(ours, GoldenCases.json(again.config()));
    }

    private static void assertIn(JsonNode keras, JsonNode ours, String where) {
        if (!ours.isObject()) {
            boolean numbers = keras.isNumber() && ours.isNumber() && keras.asDouble() == ours.asDouble();
            if (ours.isArray() && keras.isArray() && ours.size() == keras.size()) {
                for (int i = 0; i < ours.size(); i++) {
                    assertIn(keras.get(i), ours.get(i), where + "[" + i + "]");
                }
            } else if (!numbers) {
                assertEquals(keras, ours, where);
            }
            return;
        }
        ours.fields().forEachRemaining(e -> {
            JsonNode expected = keras.get(e.getKey());
            if (expected == null) {
                fail(where + ": Keras has no key " + e.getKey());
            }
            assertIn(expected, e.getValue(), where + "." + e.getKey());
        });
    }

    /** Output shapes, also where the batch axis is unknown. */
    default void shapes(LayerCase c) {
        List<Shape> expected = c.outputs().stream().map(Tensor::shape).toList();
        assertEquals(
                expected,
                c.layer()
                        .computeOutputShapes(
                                c.inputs().stream().map(Tensor::shape).toList()));
        List<Shape> open = c.layer().computeOutputShapes(c.openShapes());
        assertEquals(expected.stream().map(s -> s.with(0, Shape.UNKNOWN)).toList(), open);
    }

    /** Names, shapes and order of the weights, and which are trained. */
    default void weights(LayerCase c) {
        Layer l = c.layer();
        l.buildFor(c.openShapes());
        assertEquals(c.weightNames(), l.weights().stream().map(Variable::name).toList());
        assertEquals(
                c.weights().stream().map(Tensor::spec).toList(),
                l.weights().stream().map(Tensor::spec).toList());
        List<Variable> trained = new ArrayList<>();
        List<@Nullable Tensor> gradients = c.weightGradients();
        for (int i = 0; i < gradients.size(); i++) {
            if (gradients.get(i) != null) {
                trained.add(l.weights().get(i));
            }
        }
        assertEquals(trained, l.trainableWeights());
        assertEquals(
                l.weights().size() - trained.size(), l.nonTrainableWeights().size());
    }

    /** Outputs and what the call leaves in the weights, computed at once. */
    default void outputs(LayerCase c) {
        Layer l = c.loaded();
        List<Tensor> inputs = c.inputs();
        Call call = c.call(inputs);
        List<Tensor> out = l.applyAll(inputs, call);
        for (int i = 0; i < out.size(); i++) {
            assertEquals(c.outputs().get(i).spec(), out.get(i).spec());
            near("output " + i, c.outputs().get(i), out.get(i));
        }
        updates(c, l);
        if (!c.losses().isEmpty()) {
            near("losses", sum(c.losses()), sum(call.losses()));
        }
    }

    private void updates(LayerCase c, Layer l) {
        List<Tensor> expected = c.updatedWeights().isEmpty() ? c.weights() : c.updatedWeights();
        for (int i = 0; i < expected.size(); i++) {
            near(
                    "after the call: " + c.weightNames().get(i),
                    expected.get(i),
                    l.weights().get(i).read());
        }
    }

    private static Tensor sum(List<Tensor> scalars) {
        return scalars.stream().reduce(Tensor.scalar(0), Tensor::plus);
    }

    /** Outputs, gradients and updates of one compiled program. */
    default void gradients(LayerCase c) {
        Layer l = c.loaded();
        int n = c.inputs().size();
        int m = c.outputs().size();
        List<Tensor> arguments = new ArrayList<>(c.inputs());
        arguments.addAll(c.outputSeeds());
        List<Tensor> results = Compiled.ofList(in -> {
                    List<Tensor> xs = in.subList(0, n);
                    List<Tensor> ys = l.applyAll(xs, c.call(xs));
                    Tensor total = Tensor.scalar(0);
                    for (int i = 0; i < m; i++) {
                        total = total.plus(ys.get(i).times(in.get(n + i)).sum());
                    }
                    List<Tensor> wanted = new ArrayList<>();
                    xs.stream().filter(x -> x.dtype().isFloating()).forEach(wanted::add);
                    wanted.addAll(l.trainableWeights());
                    List<Tensor> out = new ArrayList<>(ys);
                    out.addAll(wanted.isEmpty() ? List.of() : Gradients.of(total, wanted));
                    return out;
                })
                .runAll(arguments);
        List<@Nullable Tensor> expected = new ArrayList<>(c.outputs());
        c.inputGradients().stream().filter(g -> g != null).forEach(expected::add);
        c.weightGradients().stream().filter(g -> g != null).forEach(expected::add);
        assertEquals(expected.size(), results.size());
        for (int i = 0; i < results.size(); i++) {
            near((i < m ? "output " : "gradient ") + (i < m ? i : i - m), expected.get(i), results.get(i));
        }
        updates(c, l);
    }

    private void near(String what, @Nullable Tensor expected, Tensor received) {
        Close.within(tolerance()).check(what, expected, received);
    }

    /** A short step against the gradient lowers the distance to some target. */
    default void learns(LayerCase c) {
        Layer l = c.loaded();
        if (l.trainableWeights().isEmpty()) {
            return;
        }
        List<Tensor> inputs = c.inputs();
        int n = inputs.size();
        Compiled.Function loss = in -> {
            Tensor d = l.apply(in.subList(0, n), Mode.TRAINING).minus(in.get(n));
            return List.of(d.times(d).mean());
        };
        List<Tensor> data = new ArrayList<>(inputs);
        data.add(c.outputSeeds().get(0));
        float before = Compiled.ofList(loss).runAll(data).get(0).scalar();
        Compiled.ofList(in -> {
                    Tensor at = loss.of(in).get(0);
                    List<Variable> weights = l.trainableWeights();
                    List<Tensor> g = Gradients.of(at, weights);
                    Tensor norm = g.stream().map(t -> t.times(t).sum()).reduce(Tensor.scalar(1e-3), Tensor::plus);
                    for (int i = 0; i < g.size(); i++) {
                        weights.get(i).assignSub(g.get(i).times(at.times(0.02).div(norm)));
                    }
                    return List.of(at);
                })
                .runAll(data);
        float after = Compiled.ofList(loss).runAll(data).get(0).scalar();
        assertTrue(after < before, "loss before " + before + ", after a step " + after);
    }

    /** The same seed gives the same weights; the same weights give the same outputs, bit for bit. */
    default void deterministic(LayerCase c) {
        Seeds.set(7);
        Layer a = c.layer();
        a.buildFor(c.openShapes());
        Seeds.set(7);
        Layer b = c.layer();
        b.buildFor(c.openShapes());
        same(a.getWeights(), b.getWeights());
        List<Tensor> inputs = c.inputs();
        same(a.applyAll(inputs, c.call(inputs)), b.applyAll(inputs, c.call(inputs)));
        Layer restored = c.layer();
        restored.buildFor(c.openShapes());
        restored.setWeights(b.getWeights());
        Call inference = Call.start(Mode.INFERENCE);
        same(b.applyAll(c.inputs(), inference), restored.applyAll(c.inputs(), Call.start(Mode.INFERENCE)));
    }

    /** A layer of doubles computes in doubles. */
    default void doublePrecision(LayerCase c) {
        Layer l = c.layer().dtype("float64");
        l.buildFor(c.openShapes());
        l.setWeights(c.weights());
        List<Tensor> inputs = c.inputs();
        List<Tensor> out = l.applyAll(inputs, c.call(inputs));
        for (int i = 0; i < out.size(); i++) {
            assertEquals(DType.FLOAT64, out.get(i).dtype());
            near("output " + i, c.outputs().get(i), out.get(i));
        }
        l.trainableWeights().forEach(w -> assertEquals(DType.FLOAT64, w.dtype()));
    }

    /** No samples in, no samples out. */
    default void emptyBatch(LayerCase c) {
        List<Tensor> none = new ArrayList<>();
        c.inputs().forEach(x -> none.add(Ops.full(x.shape().with(0, 0), 0, x.dtype())));
        List<Tensor> out = c.loaded().applyAll(none, Call.start(Mode.INFERENCE));
        for (int i = 0; i < out.size(); i++) {
            assertEquals(c.outputs().get(i).shape().with(0, 0), out.get(i).shape());
            assertEquals(0, out.get(i).floats().length);
        }
    }

    private static void same(List<Tensor> a, List<Tensor> b) {
        assertEquals(a.size(), b.size());
        for (int i = 0; i < a.size(); i++) {
            assertEquals(
                    Arrays.toString(a.get(i).floats()), Arrays.toString(b.get(i).floats()));
        }
    }

    /** Fails unless the code raises an error with this message. */
    default void assertError(Executable code, String message) {
        assertEquals(message, assertThrows(KerataException.class, code).getMessage());
    }
}
