package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Engine.Kernels;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.OpHarness;
import org.kerata.autodiff.harness.Tensors;
import org.kerata.autodiff.internal.kernels.Hash;

class DistributionsTest implements OpContract {
    private static final int MANY = 100_000;

    @Override
    public Stream<OpCase> cases() {
        Tensor key = key(3, 4);
        Tensor positive = Tensors.uniform(1, 0.2, 3, 5, 1);
        return Stream.of(
                        OpCase.of(
                                "coins",
                                in -> List.of(Ops.randomBernoulli(in.get(1), in.get(0), 5, 7)),
                                Tensors.uniform(2, 0, 1, 5, 1),
                                key),
                        OpCase.of(
                                "classes",
                                in -> List.of(Ops.randomCategorical(in.get(1), in.get(0), 7)),
                                Tensors.normal(3, 5, 4),
                                key),
                        OpCase.of(
                                "successes",
                                in -> List.of(Ops.randomBinomial(in.get(1), Tensor.scalar(20), in.get(0), 5, 7)),
                                Tensors.uniform(4, 0, 1, 5, 1),
                                key),
                        OpCase.of("gamma numbers", in -> List.of(Ops.randomGamma(in.get(0), positive, 5, 7)), key),
                        // Acceptance is no smooth function, so differences of the numbers are not what is wanted.
                        OpCase.of(
                                        "gamma numbers by their parameter",
                                        in -> List.of(Ops.randomGamma(in.get(1), in.get(0), 5, 7)),
                                        Tensors.uniform(5, 0.2, 3, 5, 1),
                                        key)
                                .without(OpCase.Check.DIFFERENCES),
                        OpCase.of(
                                        "beta numbers by their parameters",
                                        in -> List.of(Ops.randomBeta(in.get(2), in.get(0), in.get(1), 5, 7)),
                                        Tensors.uniform(6, 0.2, 3, 5, 1),
                                        Tensors.uniform(7, 0.2, 3, 7),
                                        key)
                                .without(OpCase.Check.DIFFERENCES),
                        OpCase.of(
                                "beta numbers",
                                in -> List.of(Ops.randomBeta(in.get(0), positive, Ops.ones(7), 5, 7)),
                                key))
                .map(c -> c.without(OpCase.Check.VIEWS));
    }

    @Test
    void coinsFollowTheUniformNumbersOfTheirPlaces() {
        boolean[] coins =
                Ops.randomBernoulli(key(1, 2), Tensor.scalar(0.3), 100).booleans();
        for (int i = 0; i < coins.length; i++) {
            assertEquals(Hash.uniform(Hash.word(1, 2, 0, i)) < 0.3f, coins[i]);
        }
    }

    @Test
    void classesComeWithTheirProbabilities() {
        float[] p = {0.1f, 0, 0.6f, 0.3f};
        Tensor logits = Ops.stack(List.of(Ops.log(Tensor.of(p)), Tensor.of(new float[] {0, 90, -90, 0})), 0);
        int[] drawn = Ops.randomCategorical(key(5, 6), logits, MANY).ints();
        double[] counts = new double[4];
        for (int i = 0; i < MANY; i++) {
            counts[drawn[i]]++;
            assertEquals(1, drawn[MANY + i]);
        }
        assertEquals(0, counts[1]);
        assertFits(counts, k -> p[k]);
    }

    @Test
    void classesOfOneRowDoNotDependOnOtherRows() {
        Tensor logits = Tensors.normal(1, 4, 9);
        int[] all = Ops.randomCategorical(key(5, 6), logits, 3).ints();
        int[] first = Ops.randomCategorical(key(5, 6), Ops.get(logits, 0).reshape(1, 9), 3)
                .ints();
        assertArrayEquals(first, Arrays.copyOf(all, 3));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.3", "7, 0.5", "20, 0.02", "1000, 0.9", "100000, 0.4"})
    void successesAreBinomial(int n, double p) {
        double[] drawn = Ops.randomBinomial(key(n, 1), Tensor.scalar(n), Tensor.scalar(p, DType.FLOAT64), MANY)
                .doubles();
        BinomialDistribution exact = new BinomialDistribution(n, p);
        double deviation = Math.sqrt(n * p * (1 - p));
        assertEquals(n * p, Arrays.stream(drawn).average().orElseThrow(), 5 * deviation / Math.sqrt(MANY));
        if (n <= 1000) {
            double[] counts = new double[n + 1];
            for (double v : drawn) {
                counts[(int) v]++;
            }
            assertFits(counts, k -> exact.probability(k));
        } else {
            double variance = Arrays.stream(drawn)
                    .map(v -> (v - n * p) * (v - n * p))
                    .average()
                    .orElseThrow();
            assertEquals(1, variance / (deviation * deviation), 0.03);
        }
    }

    @Test
    void successesAtTheEnds() {
        Tensor p = Tensor.of(new float[] {0, 1, 0.5f, 1.5f, Float.NaN});
        assertArrayEquals(
                new float[] {0, 6, 0, Float.NaN, Float.NaN},
                Ops.randomBinomial(key(1, 1), Tensor.of(new float[] {6, 6, 0.9f, 6, 6}), p, 5)
                        .floats());
        assertTrue(Float.isNaN(Ops.randomBinomial(key(1, 1), Tensor.scalar(-1), Tensor.scalar(0.5), 1)
                .floats()[0]));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.5, 1, 2.5, 40})
    void gammaNumbersAreGammaDistributed(double alpha) {
        double[] drawn = Ops.randomGamma(key(7, 8), Tensor.scalar(alpha, DType.FLOAT64), MANY)
                .doubles();
        assertEvenly(drawn, new GammaDistribution(null, alpha, 1));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5", "2, 5", "1, 1", "0.05, 0.2"})
    void betaNumbersAreBetaDistributed(double alpha, double beta) {
        double[] drawn = Ops.randomBeta(
                        key(7, 9), Tensor.scalar(alpha, DType.FLOAT64), Tensor.scalar(beta, DType.FLOAT64), MANY)
                .doubles();
        for (double v : drawn) {
            assertTrue(v >= 0 && v <= 1, "received " + v);
        }
        if (alpha >= 0.5) {
            assertEvenly(drawn, new BetaDistribution(null, alpha, beta));
        }
        assertEquals(alpha / (alpha + beta), Arrays.stream(drawn).average().orElseThrow(), 2.5 / Math.sqrt(MANY));
    }

    @Test
    void parametersWithoutADistributionGiveNan() {
        float[] v = Ops.randomGamma(key(1, 1), Tensor.of(new float[] {0, -1, Float.NaN, 1}), 4)
                .floats();
        assertTrue(Float.isNaN(v[0]) && Float.isNaN(v[1]) && Float.isNaN(v[2]));
        assertFalse(Float.isNaN(v[3]));
    }

    @Test
    void bothKernelSetsDrawTheSame() {
        Tensor alpha = Tensors.uniform(1, 0.1, 5, 300);
        float[] fast = OpHarness.under(
                Kernels.FAST, 3, () -> Ops.randomGamma(key(1, 2), alpha, 300).floats());
        float[] plain = OpHarness.under(
                Kernels.REFERENCE,
                1,
                () -> Ops.randomGamma(key(1, 2), alpha, 300).floats());
        assertArrayEquals(plain, fast);
        assertFalse(Arrays.equals(plain, Ops.randomGamma(key(1, 3), alpha, 300).floats()));
    }

    /** A number's quantile stays if it moves as its gradient says. */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.7, 1, 3, 50, 2000})
    void gammaNumbersMoveAlongTheirQuantiles(double alpha) {
        Tensor shape = Tensor.of(new double[] {alpha}, 1);
        Tensor z = Ops.randomGamma(key(7, 8), Ops.broadcastTo(Ops.identity(shape), Shape.of(40)), 40);
        double[] drawn = z.doubles();
        double step = 1e-5 * alpha;
        GammaDistribution above = new GammaDistribution(null, alpha + step, 1, 1e-14);
        GammaDistribution below = new GammaDistribution(null, alpha - step, 1, 1e-14);
        Tensor each = Ops.broadcastTo(shape, Shape.of(40)).plus(0);
        double[] slope =
                Gradients.of(Ops.randomGamma(key(7, 8), each, 40), each).doubles();
        for (int i = 0; i < drawn.length; i++) {
            double change = (above.cumulativeProbability(drawn[i] + step * slope[i])
                            - below.cumulativeProbability(drawn[i] - step * slope[i]))
                    / (2 * step);
            double density = new GammaDistribution(null, alpha, 1).density(drawn[i]);
            assertEquals(0, change / Math.max(density, 1e-3), 1e-4 * (1 + slope[i]), "at " + drawn[i]);
        }
    }

    /** The mean's gradient is the gradient's mean: that of alpha, and of alpha / (alpha + beta). */
    @ParameterizedTest
    @CsvSource({"0.3, 0.6", "1, 1", "2, 5", "20, 7"})
    void meansMoveWithTheirParameters(double alpha, double beta) {
        Tensor a = Ops.full(Shape.SCALAR, alpha, DType.FLOAT64).plus(0);
        Tensor b = Ops.full(Shape.SCALAR, beta, DType.FLOAT64).plus(0);
        Tensor gamma = Ops.mean(Ops.randomGamma(key(1, 2), a, MANY), new int[0], false);
        assertEquals(1, Gradients.of(gamma, a).doubles()[0], 0.03);
        Tensor mean = Ops.mean(Ops.randomBeta(key(1, 3), a, b, MANY), new int[0], false);
        List<Tensor> found = Gradients.of(mean, List.of(a, b));
        double sum = (alpha + beta) * (alpha + beta);
        assertEquals(1, found.get(0).doubles()[0] / (beta / sum), 0.03);
        assertEquals(1, found.get(1).doubles()[0] / (-alpha / sum), 0.03);
    }

    @Test
    void numbersTooSmallForTheirTypeHaveFiniteGradients() {
        Tensor alpha = Ops.full(Shape.of(50), 1e-3, DType.FLOAT32).plus(0);
        for (float v :
                Gradients.of(Ops.randomGamma(key(1, 1), alpha, 50), alpha).floats()) {
            assertTrue(Float.isFinite(v) && v >= 0, "received " + v);
        }
        for (Tensor g : Gradients.of(Ops.randomBeta(key(1, 1), alpha, alpha.times(2), 50), List.of(alpha))) {
            for (float v : g.floats()) {
                assertTrue(Float.isFinite(v), "received " + v);
            }
        }
    }

    @Test
    void secondDerivativesByParametersAreRefused() {
        Tensor alpha = Ops.ones(3).plus(1);
        Tensor first = Gradients.of(Ops.randomGamma(key(1, 1), alpha, 3), alpha);
        assertEquals(
                "Gradients.of: draws of the gamma and beta distributions have first derivatives by their parameters only. Wrap them in"
                        + " Ops.stopGradient if no second ones are wanted.",
                assertThrows(KerataException.class, () -> Gradients.of(first.sum(), alpha))
                        .getMessage());
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals(
                "random_gamma: The parameter of shape (3, 2) cannot be broadcast to the draw's shape (1, 2).",
                assertThrows(ShapeException.class, () -> Ops.randomGamma(key(1, 1), Ops.ones(3, 2), 1, 2))
                        .getMessage());
        assertEquals(
                "random_categorical: The key must be int64 (2,), a seed and a counter. Received: float32 (2,).",
                assertThrows(ShapeException.class, () -> Ops.randomCategorical(Ops.ones(2), Ops.ones(2, 3), 1))
                        .getMessage());
        assertEquals(
                "random_categorical: Logits must have a last axis of at least one class. Received: (2, 0).",
                assertThrows(ShapeException.class, () -> Ops.randomCategorical(key(1, 1), Ops.ones(2, 0), 1))
                        .getMessage());
        assertEquals(
                "randomCategorical: the number of samples must not be negative. Received: -1.",
                assertThrows(ConfigException.class, () -> Ops.randomCategorical(key(1, 1), Ops.ones(2, 3), -1))
                        .getMessage());
    }

    /** The distribution function of the draws, applied to them, must be evenly distributed. */
    private static void assertEvenly(double[] drawn, RealDistribution exact) {
        double[] bins = new double[50];
        for (double v : drawn) {
            bins[(int) Math.min(bins.length - 1, exact.cumulativeProbability(v) * bins.length)]++;
        }
        assertFits(bins, k -> 1.0 / bins.length);
    }

    /** χ², over what is expected at least ten times, is off by less than five deviations. */
    private static void assertFits(double[] counts, IntToDoubleFunction probability) {
        double total = Arrays.stream(counts).sum();
        double chi2 = 0;
        int kinds = 0;
        for (int k = 0; k < counts.length; k++) {
            double expected = total * probability.applyAsDouble(k);
            if (expected >= 10) {
                chi2 += (counts[k] - expected) * (counts[k] - expected) / expected;
                kinds++;
            }
        }
        double off = (chi2 - (kinds - 1)) / Math.sqrt(2.0 * Math.max(kinds - 1, 1));
        assertTrue(Math.abs(off) < 5, "χ² is off by " + off + " deviations");
    }

    private static Tensor key(long seed, long counter) {
        return Tensor.of(new long[] {seed, counter});
    }
}
