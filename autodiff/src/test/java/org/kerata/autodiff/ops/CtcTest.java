package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpCase.Check;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

/** Connectionist temporal classification. */
class CtcTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        return new GoldenFile("ctc")
                .with("loss", in -> loss(in, 0))
                .with("loss_last", in -> loss(in, 4))
                .with("greedy", in -> Ops.ctcDecode(in.get(0), in.get(1)))
                .with("greedy_repeated", in -> Ops.ctcDecode(in.get(0), in.get(1), false, 0))
                .with("greedy_mask", in -> Ops.ctcDecode(in.get(0), in.get(1), true, 3))
                .with("beam", in -> beam(in, new Ctc.Beam(0, 5, 3)))
                .with("beam_wide", in -> beam(in, new Ctc.Beam(0, 100, 4)))
                .with("beam_narrow", in -> beam(in, new Ctc.Beam(3, 2, 2)))
                // Ties.
                .skip("greedy_runs", Check.DIFFERENCES, Check.VIEWS)
                // Scores of a search have no gradient.
                .skip("beam", Check.DIFFERENCES)
                .skip("beam_wide", Check.DIFFERENCES)
                .skip("beam_narrow", Check.DIFFERENCES)
                // Logarithms of about -10, and where there is no path of -100,000, in single precision.
                .but("loss", c -> c.within(5e-5))
                .but("loss_last", c -> c.within(5e-5))
                .but("loss_impossible", c -> c.within(1e-2).without(Check.DIFFERENCES))
                .cases();
    }

    private static List<Tensor> loss(List<Tensor> in, int mask) {
        return List.of(Ops.ctcLoss(in.get(0), in.get(1), in.get(2), in.get(3), mask));
    }

    /** Labels and scores; these have no gradient. */
    private static List<Tensor> beam(List<Tensor> in, Ctc.Beam how) {
        return Ops.ctcDecode(in.get(0), in.get(1), how).stream()
                .map(Ops::stopGradient)
                .toList();
    }

    /** The loss and the scores of a search that leaves nothing out, by adding up all paths. */
    @Test
    void allPathsTogether() {
        int steps = 5;
        int classes = 3;
        Tensor logits = Tensors.normal(1, 1, steps, classes).cast(DType.FLOAT64);
        double[] logs = Ops.logSoftmax(logits, -1).doubles();
        Map<List<Integer>, Double> probability = new HashMap<>();
        int[] path = new int[steps];
        for (int code = 0; code < Math.pow(classes, steps); code++) {
            double log = 0;
            List<Integer> meaning = new ArrayList<>();
            for (int t = 0, left = code; t < steps; t++, left /= classes) {
                path[t] = left % classes;
                log += logs[t * classes + path[t]];
                if (path[t] != 0 && (t == 0 || path[t] != path[t - 1])) {
                    meaning.add(path[t]);
                }
            }
            probability.merge(meaning, Math.exp(log), Double::sum);
        }
        Tensor length = Tensor.of(new int[] {steps});
        probability.forEach((meaning, p) -> {
            if (!meaning.isEmpty()) {
                int[] labels = meaning.stream().mapToInt(Integer::intValue).toArray();
                double loss = Ops.ctcLoss(
                                Tensor.of(labels, 1, labels.length),
                                logits,
                                Tensor.of(new int[] {labels.length}),
                                length)
                        .doubles()[0];
                assertEquals(-Math.log(p), loss, 1e-9, "for " + meaning);
            }
        });
        int all = probability.size();
        List<Tensor> found = Ops.ctcDecode(logits, length, new Ctc.Beam(0, 100, all));
        double[] scores = found.get(1).doubles();
        int[] labels = found.get(0).ints();
        for (int k = 0; k < all; k++) {
            List<Integer> meaning = Arrays.stream(labels, k * steps, (k + 1) * steps)
                    .filter(v -> v >= 0)
                    .boxed()
                    .toList();
            assertEquals(Math.log(probability.get(meaning)), scores[k], 1e-9, "for " + meaning);
            assertTrue(k == 0 || scores[k - 1] >= scores[k]);
        }
    }

    /** Of equal meanings the one of the lower label, and of two that begin alike the longer one; what is not found is left open. */
    @Test
    void equalScoresAndTooFewMeanings() {
        List<Tensor> found = Ops.ctcDecode(Ops.zeros(1, 1, 3), Tensor.of(new int[] {1}), new Ctc.Beam(0, 5, 4));
        assertArrayEquals(new int[] {1, 2, -1, -1}, found.get(0).ints());
        float log = (float) -Math.log(3);
        assertArrayEquals(
                new float[] {log, log, log, Float.NEGATIVE_INFINITY},
                found.get(1).floats());
    }

    @Test
    void saysWhatIsWrong() {
        Tensor labels = Tensor.of(new int[] {1, 2}, 1, 2);
        Tensor one = Tensor.of(new int[] {1});
        refused(
                "ctc_loss: Labels must have 2 axes (batch, labels) and logits 3 (batch, steps, classes). Received: (1,) and (1, 4, 3).",
                () -> Ops.ctcLoss(one, Ops.ones(1, 4, 3), one, one));
        refused(
                "ctc_loss: The mask must be one of the 3 classes, from 0. Received: 3.",
                () -> Ops.ctcLoss(labels, Ops.ones(1, 4, 3), one, one, 3));
        refused(
                "ctc_loss: There must be labels for each sequence of the batch, (2,). Received: (1,).",
                () -> Ops.ctcLoss(labels, Ops.ones(2, 4, 3), one, one));
        refused(
                "ctc_greedy: Scores must have 3 axes (batch, steps, classes). Received: (4, 3).",
                () -> Ops.ctcDecode(Ops.ones(4, 3), one));
        refused(
                "ctc_beam_search: There must be lengths for each sequence of the batch, (2,). Received: (1,).",
                () -> Ops.ctcDecode(Ops.ones(2, 4, 3), one, new Ctc.Beam(0, 3, 1)));
        refused(
                "The beam's width must be at least 1, and the number of paths from 1 to it. Received: width 3 and 4 paths.",
                () -> new Ctc.Beam(0, 3, 4));
        Tensor x = Ops.ones(1, 4, 3).plus(1);
        assertEquals(
                "ctc_decode: the scores of a beam search have no gradient. Train with ctcLoss, or wrap them in Ops.stopGradient.",
                assertThrows(
                                KerataException.class,
                                () -> Gradients.of(
                                        Ops.ctcDecode(x, one, new Ctc.Beam(0, 3, 1))
                                                .get(1)
                                                .sum(),
                                        x))
                        .getMessage());
    }

    private static void refused(String message, Executable e) {
        assertEquals(message, assertThrows(ShapeException.class, e).getMessage());
    }
}
