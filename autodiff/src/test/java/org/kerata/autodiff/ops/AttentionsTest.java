package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

class AttentionsTest implements OpContract {
    private static final Attentions.Attention PLAIN = new Attentions.Attention(0.5, false, 0, 0, false, 0, 0, false);

    private static final Attentions.Attention ZEROING = new Attentions.Attention(0.5, false, 0, 0, false, 0, 0, true);

    @Override
    public Stream<OpCase> cases() {
        Stream<OpCase> golden = new GoldenFile("attention")
                .with("dot_product_attention", in -> List.of(attend(in, null, null, null, false)))
                .with("scaled", in -> List.of(attend(in, null, null, 0.35, false)))
                .with("causal", in -> List.of(attend(in, null, null, null, true)))
                .with("masked", in -> List.of(attend(in, null, in.get(3), null, false)))
                .with("masked_causal", in -> List.of(attend(in, null, in.get(3), null, true)))
                .with("bias", in -> List.of(attend(in, in.get(3), null, null, false)))
                .with("bias_masked", in -> List.of(attend(in, in.get(3), in.get(4), null, false)))
                .cases()
                .map(c -> c.within(2e-5));
        return Stream.concat(golden, Stream.concat(small(), big()).map(c -> c.within(5e-5)));
    }

    private static Stream<OpCase> small() {
        return Stream.of(
                OpCase.of(
                        "attention with weights",
                        in -> with(PLAIN, in),
                        heads(1, 2, 4, 3, 5),
                        heads(2, 2, 6, 3, 5),
                        heads(3, 2, 6, 3, 2)),
                OpCase.of(
                        "attention in a window",
                        in -> with(PLAIN, true, 2, in),
                        heads(4, 2, 5, 2, 3),
                        heads(5, 2, 5, 2, 3),
                        heads(6, 2, 5, 2, 3)),
                OpCase.of(
                        "attention with two masks",
                        in -> with(PLAIN, false, 0, in),
                        heads(7, 2, 3, 2, 4),
                        heads(8, 2, 4, 2, 4),
                        heads(9, 2, 4, 2, 4),
                        open(10, 2, 1, 1, 4),
                        open(11, 2, 1, 3, 1)),
                OpCase.of(
                        "attention to nothing",
                        in -> with(ZEROING, false, 0, in),
                        heads(15, 2, 3, 2, 4),
                        heads(16, 2, 4, 2, 4),
                        heads(17, 2, 4, 2, 4),
                        open(18, 2, 1, 1, 4),
                        Tensor.of(new boolean[] {true, false, true}, 1, 1, 3, 1)),
                OpCase.of(
                        "attention with dropout",
                        in -> List.of(with(dropping(0.3), in).get(0)),
                        heads(12, 2, 3, 2, 4),
                        heads(13, 2, 4, 2, 4),
                        heads(14, 2, 4, 2, 4),
                        Tensor.of(new long[] {5, 7}, 2)));
    }

    private static Stream<OpCase> big() {
        return Stream.of(
                OpCase.big(
                        "attention of 4 heads",
                        in -> first(PLAIN, in),
                        heads(20, 7, 65, 4, 32),
                        heads(21, 7, 65, 4, 32),
                        heads(22, 7, 65, 4, 32)),
                OpCase.big(
                        "attention of 3 long heads",
                        in -> with(PLAIN, in),
                        heads(23, 5, 131, 3, 17),
                        heads(24, 5, 200, 3, 17),
                        heads(25, 5, 200, 3, 9)),
                OpCase.big(
                        "attention of one sample, cut by heads",
                        in -> first(PLAIN, in),
                        heads(26, 1, 200, 8, 16),
                        heads(27, 1, 200, 8, 16),
                        heads(28, 1, 200, 8, 16)),
                OpCase.big(
                        "attention of one sample with one head",
                        in -> with(PLAIN, in),
                        heads(29, 1, 300, 1, 16),
                        heads(30, 1, 300, 1, 16),
                        heads(31, 1, 300, 1, 16)),
                OpCase.big(
                        "grouped attention",
                        in -> first(PLAIN, in),
                        heads(32, 5, 64, 6, 16),
                        heads(33, 5, 70, 2, 16),
                        heads(34, 5, 70, 2, 12)),
                OpCase.big(
                        "grouped attention of one sample",
                        in -> with(PLAIN, in),
                        heads(35, 1, 150, 8, 16),
                        heads(36, 1, 150, 4, 16),
                        heads(37, 1, 150, 4, 16)),
                OpCase.big(
                        "causal attention",
                        in -> List.of(with(PLAIN, true, 0, in).get(0)),
                        heads(38, 7, 65, 4, 32),
                        heads(39, 7, 65, 4, 32),
                        heads(40, 7, 65, 4, 32)),
                OpCase.big(
                        "attention with padding",
                        in -> List.of(with(PLAIN, false, 0, in).get(0)),
                        heads(41, 7, 65, 4, 32),
                        heads(42, 7, 65, 4, 32),
                        heads(43, 7, 65, 4, 32),
                        open(44, 7, 1, 1, 65),
                        open(45, 7, 1, 65, 1)),
                OpCase.big(
                        "causal attention with padding, cut by heads",
                        in -> List.of(with(PLAIN, true, 40, in).get(0)),
                        heads(46, 1, 129, 4, 32),
                        heads(47, 1, 129, 4, 32),
                        heads(48, 1, 129, 4, 32),
                        open(49, 1, 1, 1, 129)),
                OpCase.big(
                        "attention with a mask for each head",
                        in -> List.of(with(PLAIN, false, 0, in).get(0)),
                        heads(50, 3, 65, 4, 32),
                        heads(51, 3, 65, 4, 32),
                        heads(52, 3, 65, 4, 32),
                        open(53, 1, 4, 65, 65)),
                OpCase.big(
                        "attention to nothing, without weights",
                        in -> List.of(with(ZEROING, true, 0, in).get(0)),
                        heads(61, 7, 65, 4, 32),
                        heads(62, 7, 65, 4, 32),
                        heads(63, 7, 65, 4, 32),
                        open(64, 7, 1, 1, 65),
                        open(65, 7, 1, 65, 1)),
                OpCase.big(
                        "attention with dropout and padding",
                        in -> List.of(with(dropping(0.1), in).get(0)),
                        heads(54, 7, 65, 4, 32),
                        heads(55, 7, 65, 4, 32),
                        heads(56, 7, 65, 4, 32),
                        open(57, 7, 1, 1, 65),
                        Tensor.of(new long[] {5, 8}, 2)),
                OpCase.big(
                        "attention with dropout and weights",
                        in -> with(dropping(0.5), in),
                        heads(58, 1, 100, 8, 16),
                        heads(59, 1, 100, 8, 16),
                        heads(60, 1, 100, 8, 16),
                        Tensor.of(new long[] {5, 9}, 2)));
    }

    private static Tensor attend(
            List<Tensor> in, @Nullable Tensor bias, @Nullable Tensor mask, @Nullable Double scale, boolean causal) {
        return Ops.dotProductAttention(in.get(0), in.get(1), in.get(2), bias, mask, scale, causal);
    }

    private static List<Tensor> first(Attentions.Attention a, List<Tensor> in) {
        return List.of(with(a, in).get(0));
    }

    private static List<Tensor> with(Attentions.Attention a, List<Tensor> in) {
        int masks = in.size() - 3 - (a.dropout() > 0 ? 1 : 0);
        return Attentions.ATTENTION.apply(
                new Attentions.Attention(
                        a.scale(), a.causal(), a.window(), masks, false, a.dropout(), a.salt(), a.zeroes()),
                in);
    }

    private static List<Tensor> with(Attentions.Attention a, boolean causal, int window, List<Tensor> in) {
        return with(
                new Attentions.Attention(a.scale(), causal, window, 0, false, a.dropout(), a.salt(), a.zeroes()), in);
    }

    private static Attentions.Attention dropping(double rate) {
        return new Attentions.Attention(0.5, false, 0, 0, false, rate, 3, false);
    }

    private static Tensor heads(long seed, long... shape) {
        return Tensors.normal(seed, shape);
    }

    /** A mask of which most is open. */
    private static Tensor open(long seed, long... shape) {
        return Tensors.uniform(seed, 0, 1, shape).less(0.7);
    }

    @Test
    void weightsNobodyReadsAreNotKept() {
        Tensor x = heads(1, 8, 128, 4, 32);
        Compiled both = Compiled.ofList(in -> with(PLAIN, List.of(in.get(0), in.get(0), in.get(0))));
        Compiled found = Compiled.ofList(in -> first(PLAIN, List.of(in.get(0), in.get(0), in.get(0))));
        long more = memory(both, x) - memory(found, x);
        assertTrue(more >= 8L * 4 * 128 * 128 * Float.BYTES / 2, "bytes saved: " + more);
        assertEquals(
                List.of(both.runAll(List.of(x)).get(0).floats()[5]),
                List.of(found.runAll(List.of(x)).get(0).floats()[5]));
    }

    @Test
    void noPrimitiveIsAReference() {
        if (!System.getProperty("os.arch").equals("amd64")) {
            return;
        }
        Compiled step = Compiled.ofList(in -> {
            Tensor x = Ops.layerNormalization(in.get(0), Ops.ones(32), Ops.zeros(32), 1e-3);
            Tensor y = Ops.rmsNormalization(
                    Ops.dotProductAttention(x, in.get(0), in.get(0), null, null, null, true), Ops.ones(32), 1e-6);
            return Gradients.of(y, in.get(0), in);
        });
        String program = step.describe(heads(1, 8, 128, 4, 32));
        for (String task :
                List.of("attention ", "attention_backward", "layer_norm ", "layer_norm_backward", "rms_norm ")) {
            assertTrue(program.contains("\n  " + task), task + " is missing: " + program);
        }
        assertFalse(program.matches("(?s).*\\s(ref|gemm)[^e].*"), program);
    }

    private static long memory(Compiled c, Tensor x) {
        c.runAll(List.of(x));
        return c.program(List.of(x.spec())).plan().arenaBytes();
    }

    @Test
    void namesTheShapesThatDoNotFit() {
        Tensor q = Ops.ones(2, 3, 4, 5);
        assertError(
                () -> Ops.dotProductAttention(q, Ops.ones(2, 3, 3, 5), Ops.ones(2, 3, 3, 5)),
                "attention: Keys and values must agree but for their last axes, queries and keys in batch and last axis, and the"
                        + " queries' heads must be a multiple of the keys'. Received: queries (2, 3, 4, 5), keys (2, 3, 3, 5),"
                        + " values (2, 3, 3, 5).");
        assertError(
                () -> Ops.dotProductAttention(Ops.ones(2, 3), q, q),
                "attention: Queries, keys and values must be float32 of shape (batch, length, heads, size). Received:"
                        + " [float32 (2, 3), float32 (2, 3, 4, 5), float32 (2, 3, 4, 5)].");
        assertError(
                () -> Ops.dotProductAttention(q, q, q, null, Ops.ones(7).cast("bool"), null, false),
                "attention: A mask must be bool with four axes that can be broadcast to the weights' shape (2, 4, 3, 3)."
                        + " Received: bool (1, 1, 1, 7).");
    }

    private static void assertError(org.junit.jupiter.api.function.Executable code, String message) {
        assertEquals(message, assertThrows(ShapeException.class, code).getMessage());
    }
}
