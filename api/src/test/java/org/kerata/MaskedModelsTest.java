package org.kerata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.Close;
import org.kerata.layers.CallOptions;
import org.kerata.layers.attention.AdditiveAttention;
import org.kerata.layers.attention.Attention;
import org.kerata.layers.attention.GroupQueryAttention;
import org.kerata.layers.attention.MultiHeadAttention;
import org.kerata.layers.core.Dense;
import org.kerata.layers.core.Embedding;
import org.kerata.layers.core.Masking;
import org.kerata.layers.harness.GoldenCases;
import org.kerata.layers.merging.Add;
import org.kerata.layers.merging.Concatenate;
import org.kerata.layers.merging.Multiply;
import org.kerata.layers.normalization.BatchNormalization;
import org.kerata.layers.normalization.LayerNormalization;
import org.kerata.layers.pooling.GlobalAveragePooling1D;
import org.kerata.layers.recurrent.Bidirectional;
import org.kerata.layers.recurrent.GRU;
import org.kerata.layers.recurrent.LSTM;
import org.kerata.layers.recurrent.SimpleRNN;
import org.kerata.layers.recurrent.TimeDistributed;
import org.kerata.layers.regularization.Dropout;
import org.kerata.training.Compile;
import org.kerata.training.Evaluate;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Columns;
import org.kerata.training.optimizers.SGD;

/**
 * Masks in functional models go where real Keras's go: as tensors that become arguments of calls when the model is wired, and carried by
 * tensors, from which MultiHeadAttention takes them, when it computes. Models made here, models that Keras wrote, and what Kerata writes of
 * either agree with Keras in outputs, losses and training.
 */
class MaskedModelsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> made() {
        return cases().map(c -> test(c, "", () -> check(c, make(c))));
    }

    @TestFactory
    Stream<DynamicTest> madeAndWritten() {
        return cases().map(c -> test(c, ", written", () -> check(c, Model.fromJson(make(c).toJson()))));
    }

    @TestFactory
    Stream<DynamicTest> writtenByKeras() {
        return cases().map(c -> test(c, ", from Keras", () -> check(c, fromKeras(c))));
    }

    @TestFactory
    Stream<DynamicTest> writtenByKerasAndHere() {
        return cases().map(c -> test(
                c,
                ", from Keras and here",
                () -> check(c, Model.fromJson(fromKeras(c).toJson()))));
    }

    /** The same operations and layers in the same order, with the same masks as arguments. */
    @TestFactory
    Stream<DynamicTest> wiredAsInKeras() {
        return cases().flatMap(c -> Stream.of(make(c), fromKeras(c))
                .map(m -> test(c, ", graph", () -> assertEquals(graph(c.get("graph")), graphOf(m)))));
    }

    private static DynamicTest test(JsonNode c, String what, org.junit.jupiter.api.function.Executable body) {
        return DynamicTest.dynamicTest(c.get("name").asText() + what, body);
    }

    private static Stream<JsonNode> cases() {
        return StreamSupport.stream(
                GoldenCases.read("masked_models").get("cases").spliterator(), false);
    }

    private static Model fromKeras(JsonNode c) {
        return Model.fromJson(JSON.createObjectNode()
                .put("module", "keras.src.models.functional")
                .put("class_name", "Functional")
                .<com.fasterxml.jackson.databind.node.ObjectNode>set("config", c.get("json"))
                .toString());
    }

    private static List<String> graph(JsonNode graph) {
        List<String> out = new ArrayList<>();
        graph.forEach(l -> out.add(alike(l.toString())));
        return out;
    }

    /** Some operations have other names here. */
    private static String alike(String line) {
        return line.replaceAll("\"(zeros|ones|full)_like[_0-9]*\"", "\"filled\"")
                .replaceAll("\"(convert_to_tensor|identity)", "\"same");
    }

    private static List<String> graphOf(Model m) throws Exception {
        List<String> out = new ArrayList<>();
        for (JsonNode l : JSON.readTree(m.toJson()).get("config").get("layers")) {
            var calls = JSON.createArrayNode();
            for (JsonNode n : l.get("inbound_nodes")) {
                List<String> names = new ArrayList<>();
                n.get("kwargs").fields().forEachRemaining(e -> {
                    if (!e.getValue().isNull()
                            && !(e.getValue().isBoolean() && !e.getValue().asBoolean())) {
                        names.add(e.getKey());
                    }
                });
                names.sort(null);
                calls.add(JSON.valueToTree(names));
            }
            out.add(alike(JSON.createArrayNode()
                    .add(l.get("name").asText())
                    .add(calls)
                    .toString()));
        }
        return out;
    }

    private static void check(JsonNode c, Model model) {
        model.setWeights(tensors(c.get("initial_weights")));
        List<Tensor> x = tensors(c.get("inputs"));
        List<Tensor> y = tensors(c.get("targets"));
        int n = (int) x.get(0).shape().dim(0);
        List<Tensor> outputs = new ArrayList<>(model.predictAll(x).values());
        same("output", tensors(c.get("outputs")), outputs);
        Compile how = new Compile().optimizer(new SGD(0.01));
        model.outputNames().forEach(name -> how.loss(name, "mean_squared_error"));
        model.compile(how);
        Batch batch = new Batch(Columns.of(x), Columns.of(y), null);
        near(
                "evaluate",
                c.get("evaluate"),
                model.evaluate(batch, new Evaluate().batchSize(n).verbose(0)).loss());
        if (!c.has("train")) {
            return;
        }
        int step = 1;
        for (JsonNode loss : c.get("train")) {
            near("step " + step++, loss, model.trainOnBatch(batch).loss());
        }
        same("weight", tensors(c.get("final_weights")), model.getWeights());
    }

    private static void near(String what, JsonNode expected, double received) {
        assertEquals(expected.asDouble(), received, 2e-5 * Math.max(1, expected.asDouble()), what);
    }

    private static void same(String what, List<Tensor> expected, List<Tensor> received) {
        assertEquals(expected.size(), received.size());
        for (int i = 0; i < expected.size(); i++) {
            Close.within(5e-5).check(what + " " + i, expected.get(i), received.get(i));
        }
    }

    private static List<Tensor> tensors(JsonNode list) {
        return GoldenCases.tensors(list).stream().map(Objects::requireNonNull).toList();
    }

    // ---- the models ----

    private static Model make(JsonNode c) {
        String name = c.get("name").asText();
        Functional m = switch (name) {
            case "post_norm", "unmasked" -> {
                Input x = ids("words");
                Tensor h = block(block(words(x, "words", name.equals("post_norm")), 1, false), 2, false);
                yield Model.of(x, dense(2, "out").apply(pool("pool").apply(h)));
            }
            case "pre_norm" -> {
                Input x = ids("words");
                yield Model.of(x, dense(3, "out").apply(block(block(words(x, "words", true), 1, true), 2, true)));
            }
            case "dropout_passes_on" -> {
                Input x = ids("words");
                Tensor h = words(x, "words", true);
                Tensor d = new Dropout(0.4).name("dropout").apply(h);
                yield Model.of(
                        x,
                        dense(2, "out")
                                .apply(sum("sum").apply(h, multi("attention").apply(d, d))));
            }
            case "order" -> order();
            case "decoder" -> decoder();
            case "grouped" -> {
                Input x = ids("words");
                Tensor h = words(x, "words", true);
                h = sum("sum")
                        .apply(
                                h,
                                new GroupQueryAttention(3, 4, 2)
                                        .name("attention")
                                        .apply(h, h));
                h = sum("again")
                        .apply(
                                h,
                                new GroupQueryAttention(3, 2, 1).name("second").apply(h, h));
                yield Model.of(x, dense(2, "out").apply(h));
            }
            case "plain_attention" -> {
                Input x = ids("words");
                Tensor h = words(x, "words", true);
                h = sum("sum").apply(h, new Attention().name("dot").apply(h, h));
                h = sum("again")
                        .apply(h, new AdditiveAttention().name("additive").apply(h, h, h));
                yield Model.of(x, dense(2, "out").apply(new GRU(3).name("gru").apply(h)));
            }
            case "nested" -> nested();
            case "shared" -> shared();
            case "explicit" -> explicit();
            case "states" -> states();
            case "pairs" -> {
                Input x = ids("words");
                Tensor h = words(x, "words", true);
                Input m2 = new Input(7, 7).dtype("int32").name("pairs");
                h = sum("sum").apply(h, multi("attention").apply(h, h, m2));
                h = sum("again")
                        .apply(h, new GroupQueryAttention(3, 2, 1).name("group").apply(h, h, h, m2));
                yield Model.of(List.of(x, m2), dense(2, "out").apply(h));
            }
            case "made_masks" -> madeMasks();
            default -> throw new IllegalArgumentException(name);
        };
        return m.name(name);
    }

    private static Input ids(String name) {
        return new Input(7).dtype("int32").name(name);
    }

    private static Tensor words(Input x, String name, boolean masked) {
        return new Embedding(9, 4).maskZero(masked).name(name + "_embedding").apply(x);
    }

    private static Dense dense(int units, String name) {
        return new Dense(units).name(name);
    }

    private static Add sum(String name) {
        return new Add().name(name);
    }

    private static GlobalAveragePooling1D pool(String name) {
        return new GlobalAveragePooling1D().name(name);
    }

    private static Concatenate all(String name) {
        return new Concatenate().name(name);
    }

    private static MultiHeadAttention multi(String name) {
        return new MultiHeadAttention(2, 3).name(name);
    }

    private static Tensor block(Tensor h, int n, boolean normFirst) {
        MultiHeadAttention attention = multi("attention" + n);
        Dense wide = dense(6, "wide" + n).activation("gelu");
        Dense narrow = dense(4, "narrow" + n);
        Tensor y = part(h, x -> attention.apply(x, x), "attention", n, normFirst);
        return part(y, x -> narrow.apply(wide.apply(x)), "dense", n, normFirst);
    }

    private static Tensor part(Tensor h, UnaryOperator<Tensor> f, String name, int n, boolean normFirst) {
        LayerNormalization norm = new LayerNormalization().name(name + "_norm" + n);
        Tensor y = f.apply(normFirst ? norm.apply(h) : h);
        Tensor s = sum(name + "_sum" + n)
                .apply(h, new Dropout(0).name(name + "_dropout" + n).apply(y));
        return normFirst ? s : norm.apply(s);
    }

    private static Functional order() {
        Input x = ids("words");
        Tensor h = words(x, "words", true);
        Tensor early = sum("early").apply(h, dense(4, "side").apply(h));
        for (int i = 0; i < 2; i++) {
            early = dense(4, "long" + i).apply(early);
        }
        Tensor late = new Multiply().name("late").apply(h, multi("attention").apply(h, h));
        return Model.of(
                x, List.of(dense(2, "first").apply(early), dense(2, "second").apply(late)));
    }

    private static Functional decoder() {
        Input x = ids("words");
        Tensor h = words(x, "words", true);
        Input y = ids("source");
        Tensor m = words(y, "source", true);
        h = sum("self_sum").apply(h, multi("self").useCausalMask(true).apply(h, h));
        Tensor k = dense(5, "keys").apply(m);
        h = sum("cross_sum").apply(h, multi("cross").apply(h, m, k));
        h = new LSTM(4).returnSequences(true).name("lstm").apply(h);
        Tensor pooled = pool("pool").apply(sum("source_sum").apply(m, m));
        return Model.of(
                List.of(x, y),
                List.of(dense(2, "steps").apply(h), dense(1, "whole").apply(pooled)));
    }

    private static Functional nested() {
        Input i = new Input(7, 4).name("inner_input");
        Model inner = Model.of(i, sum("inner_sum").apply(i, multi("attention").apply(i, i)))
                .name("inner");
        Input x = ids("words");
        Tensor h = words(x, "words", true);
        Tensor y = inner.apply(h);
        Sequential chain = new Sequential(
                        new Input(7, 4), new LSTM(3).returnSequences(true).name("lstm"))
                .name("chain");
        return Model.of(x, dense(2, "out").apply(all("all").apply(h, y, chain.apply(h))));
    }

    private static Functional shared() {
        Input x = ids("words");
        Tensor h = words(x, "words", true);
        MultiHeadAttention attention = multi("attention");
        List<Tensor> first = attention.applyAll(List.of(h, h), new CallOptions().flag("return_attention_scores", true));
        Tensor a = first.get(0);
        Tensor between = dense(4, "between").apply(a);
        Tensor b = attention.apply(List.of(between, h), new CallOptions().flag("use_causal_mask", true));
        Tensor c = attention.apply(b, a);
        return Model.of(
                x,
                List.of(
                        dense(2, "out").apply(sum("sum").apply(a, b, c)),
                        dense(2, "scores").apply(first.get(1).times(2))));
    }

    private static Functional explicit() {
        Input x = ids("words");
        Tensor h = words(x, "words", true);
        Input m = new Input(7).dtype("bool").name("mask");
        CallOptions one = new CallOptions().mask(m);
        Tensor lstm = new LSTM(4).returnSequences(true).name("lstm").apply(h, one);
        Tensor pooled = pool("pool").apply(h, one);
        Tensor multi = multi("multi").apply(List.of(h, h), new CallOptions().mask(m, m, m));
        Tensor group =
                new GroupQueryAttention(3, 2, 1).name("group").apply(List.of(lstm, lstm), new CallOptions().mask(m, m));
        Tensor dot = new Attention().name("dot").apply(List.of(lstm, multi), new CallOptions().mask(m, null));
        Tensor both = new Bidirectional(new GRU(2).name("gru")).name("both").apply(h, one);
        return Model.of(
                List.of(x, m),
                List.of(
                        dense(2, "a").apply(all("all").apply(group, dot)),
                        dense(2, "b").apply(all("flat").apply(pooled, both))));
    }

    private static Functional states() {
        Input x = ids("words");
        Tensor h = words(x, "words", true);
        Input s = new Input(3).name("state");
        Input m = new Input(7).dtype("bool").name("mask");
        Tensor a = new GRU(3).returnSequences(true).name("gru").apply(h, s);
        Tensor b = new LSTM(3).name("lstm").apply(List.of(h, s, s), new CallOptions().mask(m));
        Tensor c =
                new Bidirectional(new SimpleRNN(3).name("simple")).name("both").apply(h, s, s);
        return Model.of(
                List.of(x, s, m),
                List.of(
                        dense(2, "steps").apply(a),
                        dense(1, "last").apply(all("all").apply(b, c))));
    }

    private static Functional madeMasks() {
        Input x = ids("words");
        Tensor h = words(x, "words", true);
        Input y = ids("others");
        Tensor g = words(y, "others", false);
        Tensor joined = all("joined").apply(h, g, multi("attention").apply(h, h));
        List<Tensor> ways = new Bidirectional(new LSTM(2).returnSequences(true).name("lstm"))
                .mergeMode(null)
                .name("both")
                .applyAll(List.of(joined));
        Tensor each = new TimeDistributed(dense(3, "dense").activation("relu"))
                .name("each")
                .apply(ways.get(0));
        Tensor kept = new Masking(0.0).name("masking").apply(each);
        Tensor norm = new BatchNormalization().name("norm").apply(sum("sum").apply(ways));
        return Model.of(
                List.of(x, y),
                dense(2, "out")
                        .apply(all("all")
                                .apply(
                                        pool("pool").apply(kept),
                                        new SimpleRNN(3).name("simple").apply(norm),
                                        new GRU(2).name("gru").apply(ways.get(1)))));
    }
}
