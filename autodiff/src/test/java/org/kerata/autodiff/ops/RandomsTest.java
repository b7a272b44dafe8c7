package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.OpHarness;
import org.kerata.autodiff.harness.Tensors;
import org.kerata.autodiff.internal.kernels.Hash;

class RandomsTest implements OpContract {
    private static final int MANY = 200_000;

    @Override
    public Stream<OpCase> cases() {
        Tensor key = key(3, 4);
        return Stream.of(
                OpCase.of(
                                "dropout",
                                in -> List.of(Ops.dropout(in.get(0), 0.3, in.get(1))),
                                Tensors.normal(1, 5, 7),
                                key)
                        .without(OpCase.Check.VIEWS),
                OpCase.of(
                                "dropout of whole channels",
                                in -> List.of(Randoms.DROPOUT.apply(
                                        new Randoms.Dropped(0.5, Shape.of(2, 1, 3), 9), in.get(0), in.get(1))),
                                Tensors.normal(2, 2, 5, 3),
                                key)
                        .without(OpCase.Check.VIEWS),
                OpCase.of(
                                "shuffle",
                                in -> List.of(Ops.shuffle(in.get(0), 1, in.get(1))),
                                Tensors.normal(3, 2, 5, 3),
                                key)
                        .without(OpCase.Check.VIEWS),
                OpCase.big(
                        "dropout of many",
                        in -> List.of(Ops.dropout(in.get(0), 0.2, in.get(1))),
                        Tensors.normal(4, 513, 1023),
                        key),
                OpCase.big(
                        "uniform and normal draws",
                        in -> List.of(Ops.randomUniform(in.get(0), 513, 1023), Ops.randomNormal(in.get(0), 513, 1023)),
                        key),
                OpCase.big("integers", in -> List.of(Ops.randomInt(in.get(0), -5, 1000, 513, 1023)), key),
                OpCase.big("truncated normal draws", in -> List.of(Ops.truncatedNormal(in.get(0), 257, 1023)), key));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, eab609a3",
        "0, 0, 0, 1, 93db207d",
        "1, 0, 0, 0, 06308048",
        "0, 1, 0, 0, fe424884",
        "0, 0, 1, 0, 4c59ed92",
        "42, 7, 3, 1000, 5c673b3b",
        "-1, -1, -1, 4294967295, e9bd11d2",
        "42, 7, 3, 4294967296, 3ca3a4ca",
        "1234567890123456789, 987654321, 123456, 1099511627776, 22722086"
    })
    void wordsAreThoseOfTheDecisionRecord(long seed, long counter, int salt, long i, String word) {
        assertEquals(word, String.format("%08x", Hash.word(seed, counter, salt, i)));
    }

    @Test
    void blocksOfWordsAreTheSameWords() {
        long keys = Hash.keys(5, 6, 7, 0);
        int[] count = IntStream.range(0, 100).toArray();
        int[] words = new int[100];
        float[] floats = new float[100];
        Hash.words(count, words, 100, Hash.offset(keys, 1000), Hash.stride(keys));
        Hash.uniforms(words, floats, 100);
        for (int i = 0; i < 100; i++) {
            assertEquals(Hash.word(5, 6, 7, 1000 + i), words[i]);
            assertEquals(Hash.uniform(words[i]), floats[i]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void drawsAreTheWordsOfTheirPlaces(Engine.Kernels kernels) {
        float[] drawn = OpHarness.under(
                kernels,
                3,
                () -> Randoms.RANDOM_UNIFORM
                        .apply(new Randoms.Draw(Shape.of(3, 7), 5), key(1, 2))
                        .floats());
        for (int i = 0; i < drawn.length; i++) {
            assertEquals(Hash.uniform(Hash.word(1, 2, 5, i)), drawn[i]);
        }
    }

    /** Ways in which a million words may follow each other. */
    enum Walk {
        PLACES {
            @Override
            int word(int i) {
                return Hash.word(0, 0, 0, i);
            }
        },
        PLACES_OF_ANOTHER_DRAW {
            @Override
            int word(int i) {
                return Hash.word(987_654_321, 1000, 3, i);
            }
        },
        SEEDS {
            @Override
            int word(int i) {
                return Hash.word(i, 0, 0, 0);
            }
        },
        COUNTERS {
            @Override
            int word(int i) {
                return Hash.word(7, i, 0, 5);
            }
        },
        SALTS {
            @Override
            int word(int i) {
                return Hash.word(7, 3, i, 5);
            }
        },
        SEEDS_AND_PLACES {
            @Override
            int word(int i) {
                return Hash.word(i >>> 6, 0, 0, i & 63);
            }
        },
        PLACES_AND_COUNTERS {
            @Override
            int word(int i) {
                return Hash.word(1, i & 15, 0, i >>> 4);
            }
        },
        ACROSS_THE_FIRST_BLOCK {
            @Override
            int word(int i) {
                return Hash.word(1, 1, 1, (1L << 32) - MANY / 2 + i);
            }
        };

        abstract int word(int i);
    }

    @ParameterizedTest
    @EnumSource
    void bytesAndPairsAreEvenlyDistributed(Walk walk) {
        for (int shift = 0; shift < 32; shift += 8) {
            int[] bytes = new int[256];
            int[] pairs = new int[4096];
            for (int i = 0; i < MANY; i++) {
                int w = walk.word(i) >>> shift;
                bytes[w & 255]++;
                pairs[(w & 63) << 6 | (walk.word(i + 1) >>> shift) & 63]++;
            }
            assertTrue(Math.abs(chi2(bytes)) < 5, "bytes at " + shift + ": " + chi2(bytes));
            assertTrue(Math.abs(chi2(pairs)) < 5, "pairs at " + shift + ": " + chi2(pairs));
        }
    }

    @ParameterizedTest
    @EnumSource
    void neighboursAreNotCorrelated(Walk walk) {
        for (int lag : new int[] {1, 2, 3, 8, 64, 1000}) {
            double sum = 0;
            for (int i = 0; i < MANY; i++) {
                sum += walk.word(i) * 0x1p-31 * (walk.word(i + lag) * 0x1p-31);
            }
            double z = sum * 3 / Math.sqrt(MANY);
            assertTrue(Math.abs(z) < 5, "lag " + lag + ": " + z);
        }
    }

    /** How many standard deviations χ² is off. */
    private static double chi2(int[] counts) {
        double expected = (double) Arrays.stream(counts).sum() / counts.length;
        double chi2 = 0;
        for (int n : counts) {
            chi2 += (n - expected) * (n - expected) / expected;
        }
        return (chi2 - (counts.length - 1)) / Math.sqrt(2.0 * (counts.length - 1));
    }

    @Test
    void normalDrawsAreNormal() {
        double[] v = Ops.randomNormal(key(1, 1), MANY).doubles();
        double[] wide =
                Arrays.stream(v).map(x -> 0.5 * Erf.erfc(-x / Math.sqrt(2))).toArray();
        assertEvenly(wide);
        assertEquals(0, Arrays.stream(v).average().orElseThrow(), 4 / Math.sqrt(MANY));
        assertEquals(1, Arrays.stream(v).map(x -> x * x).average().orElseThrow(), 6 / Math.sqrt(MANY));
        double neighbours = 0;
        for (int i = 0; i < MANY; i += 2) {
            neighbours += v[i] * v[i + 1];
        }
        assertEquals(0, neighbours / (MANY / 2.0), 5 / Math.sqrt(MANY / 2.0), "the two made of one pair of words");
    }

    @Test
    void truncatedNormalDrawsLieWithinTwoDeviations() {
        double[] v = Ops.truncatedNormal(key(1, 2), MANY).doubles();
        double within = Erf.erf(Math.sqrt(2));
        for (double x : v) {
            assertTrue(Math.abs(x) <= 2, "received " + x);
        }
        assertEvenly(Arrays.stream(v)
                .map(x -> (Erf.erf(x / Math.sqrt(2)) / within + 1) / 2)
                .toArray());
    }

    /** The distribution function of the draws, applied to them, must be evenly distributed. */
    private static void assertEvenly(double[] quantiles) {
        int[] bins = new int[100];
        for (double q : quantiles) {
            bins[(int) Math.min(99, q * 100)]++;
        }
        assertTrue(Math.abs(chi2(bins)) < 5, "χ² is off by " + chi2(bins) + " deviations");
    }

    @Test
    void integersCoverTheirRange() {
        int[] v = Ops.randomInt(key(2, 0), -3, 4, MANY).ints();
        int[] counts = new int[7];
        for (int x : v) {
            counts[x + 3]++;
        }
        assertTrue(Math.abs(chi2(counts)) < 5);
    }

    @Test
    void shufflingKeepsEveryElementAndMovesThem() {
        int[] v = Ops.shuffle(Ops.arange(1000), 0, key(3, 0)).ints();
        int[] other = Ops.shuffle(Ops.arange(1000), 0, key(3, 1)).ints();
        assertFalse(Arrays.equals(v, other));
        assertTrue(IntStream.range(0, 1000).filter(i -> v[i] == i).count() < 10);
        Arrays.sort(v);
        assertArrayEquals(IntStream.range(0, 1000).toArray(), v);
    }

    @Test
    void everyOrderOfThreeIsEquallyLikely() {
        int[] counts = new int[27];
        for (int i = 0; i < 6000; i++) {
            int[] p = permutation(i);
            counts[p[0] * 9 + p[1] * 3 + p[2]]++;
        }
        int[] seen = Arrays.stream(counts).filter(n -> n > 0).toArray();
        assertEquals(6, seen.length);
        assertTrue(Math.abs(chi2(seen)) < 4, Arrays.toString(seen));
    }

    private static int[] permutation(int counter) {
        return Randoms.PERMUTATION
                .apply(new Randoms.Order(3, 0), key(9, counter))
                .ints();
    }

    @Test
    void dropoutKeepsTheMean() {
        float[] y = Ops.dropout(Ops.ones(MANY), 0.25, key(4, 4)).floats();
        int dropped = 0;
        for (float v : y) {
            assertTrue(v == 0 || v == 1 / 0.75f, "received " + v);
            dropped += v == 0 ? 1 : 0;
        }
        assertEquals(0.25, (double) dropped / MANY, 5 * Math.sqrt(0.25 * 0.75 / MANY));
    }

    @Test
    void dropoutsGradientHasTheSameMask() {
        Tensor x = Tensors.uniform(1, 1, 2, 100);
        Tensor y = Ops.dropout(x, 0.5, key(5, 5));
        float[] g = Gradients.of(y, x).floats();
        float[] v = y.floats();
        for (int i = 0; i < v.length; i++) {
            assertEquals(v[i] == 0 ? 0 : 2, g[i]);
        }
    }

    @Test
    void dropoutAtTheEndsOfItsRange() {
        assertArrayEquals(
                new float[] {1, 1, 1}, Ops.dropout(Ops.ones(3), 0, key(1, 1)).floats());
        assertArrayEquals(
                new float[] {0, 0, 0}, Ops.dropout(Ops.ones(3), 1, key(1, 1)).floats());
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals(
                "dropout: the rate must be from 0 to 1. Received: 1.5.",
                assertThrows(ConfigException.class, () -> Ops.dropout(Ops.ones(3), 1.5, key(1, 1)))
                        .getMessage());
        assertEquals(
                "random_uniform: The key must be int64 (2,), a seed and a counter. Received: float32 (3,).",
                assertThrows(ShapeException.class, () -> Ops.randomUniform(Ops.ones(3), 2))
                        .getMessage());
        assertEquals(
                "randomInt: the upper bound must be above the lower one, by at most 2^32. Received: 3 and 3.",
                assertThrows(ConfigException.class, () -> Ops.randomInt(key(1, 1), 3, 3, 2))
                        .getMessage());
        assertEquals(DType.INT32, Ops.randomInt(key(1, 1), 3, 4, 2).dtype());
    }

    private static Tensor key(long seed, long counter) {
        return Tensor.of(new long[] {seed, counter});
    }
}
