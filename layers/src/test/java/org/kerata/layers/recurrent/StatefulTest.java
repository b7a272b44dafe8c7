package org.kerata.layers.recurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.harness.Close;
import org.kerata.layers.Layer;
import org.kerata.layers.Layers;
import org.kerata.layers.harness.GoldenCases;

/** Stateful layers go on where the batch before ended. */
class StatefulTest {
    @TestFactory
    Stream<DynamicTest> asKerasDoes() {
        return Stream.of("recurrent_stateful", "conv_lstm_stateful")
                .flatMap(file ->
                        StreamSupport.stream(GoldenCases.read(file).get("cases").spliterator(), false))
                .flatMap(c -> Stream.of(false, true)
                        .map(compiled -> DynamicTest.dynamicTest(
                                c.get("name").asText() + (compiled ? ", compiled" : ""), () -> check(c, compiled))));
    }

    private static void check(JsonNode c, boolean compiled) {
        Layer l = Layers.NAMES.make(c.get("layer").asText());
        l.configure(GoldenCases.plain(c.get("config")));
        Tensor first = tensor(c, "first");
        Tensor second = tensor(c, "second");
        l.buildFor(List.of(first.shape()));
        List<Tensor> weights = new ArrayList<>();
        c.get("weights").forEach(w -> weights.add(Objects.requireNonNull(GoldenCases.tensor(w.get("tensor")))));
        l.setWeights(weights);
        Compiled.Function f = l::applyAll;
        Compiled program = Compiled.ofList(f);
        Compiled.Function call = compiled ? in -> program.runAll(in) : f;
        near(c, "outputs_first", call.of(List.of(first)));
        near(c, "outputs_second", call.of(List.of(second)));
        reset(l);
        near(c, "outputs_reset", call.of(List.of(first)));
        near(c, "states", List.copyOf(states(l)));
    }

    private static Tensor tensor(JsonNode c, String key) {
        return Objects.requireNonNull(GoldenCases.tensor(c.get(key)));
    }

    private static void near(JsonNode c, String key, List<Tensor> received) {
        JsonNode expected = c.get(key);
        assertEquals(expected.size(), received.size());
        for (int i = 0; i < expected.size(); i++) {
            Close.within(2e-5)
                    .check(key + " " + i, Objects.requireNonNull(GoldenCases.tensor(expected.get(i))), received.get(i));
        }
    }

    private static void reset(Layer l) {
        if (l instanceof Bidirectional b) {
            b.resetStates();
        } else {
            ((BaseRNN<?>) l).resetStates();
        }
    }

    private static List<Variable> states(Layer l) {
        return l instanceof Bidirectional b ? b.states() : ((BaseRNN<?>) l).states();
    }

    @Test
    void statesAreNoWeights() {
        LSTM l = new LSTM(3).stateful(true);
        l.buildFor(List.of(Shape.of(2, 4, 5)));
        assertEquals(3, l.weights().size());
        assertEquals(2, l.states().size());
    }

    @Test
    void saysWhatIsWrong() {
        assertError(
                () -> new LSTM(3).resetStates(),
                "Layer \"lstm\" (LSTM) keeps no states that could be reset. Set stateful(true) before it is first applied.");
        assertError(
                () -> new GRU(3).stateful(true).computeOutputShape(Shape.of(-1, 4, 5)),
                "Layer \"gru\" (GRU): It is stateful, so the number of samples in a batch must be known. Received: shape"
                        + " (None, 4, 5). Declare it: Input.ofBatchShape(32, 10, 8).");
        GRU two = new GRU(3).stateful(true);
        two.apply(Ops.ones(2, 4, 5));
        assertError(
                () -> two.apply(Ops.ones(3, 4, 5)),
                "Layer \"gru\" (GRU): It is stateful and was built for batches of 2 samples. Received: shape (3, 4, 5).");
    }

    private static void assertError(Executable code, String message) {
        assertEquals(message, assertThrows(KerataException.class, code).getMessage());
    }
}
