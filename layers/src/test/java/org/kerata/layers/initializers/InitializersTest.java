package org.kerata.layers.initializers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.GoldenCases;

class InitializersTest {
    private static final JsonNode GOLDEN = GoldenCases.read("initializers");

    @TestFactory
    Stream<DynamicTest> areKeras() {
        return StreamSupport.stream(GOLDEN.get("cases").spliterator(), false)
                .map(c -> dynamicTest(
                        c.get("object").get("class_name").asText() + " "
                                + c.get("object").get("config"),
                        () -> {
                            Initializer i = Initializers.NAMES.read(GoldenCases.plain(c.get("object")));
                            JsonNode written = GoldenCases.json(Initializers.NAMES.write(i));
                            assertEquals(c.get("object").get("module"), written.get("module"));
                            assertEquals(c.get("object").get("class_name"), written.get("class_name"));
                            written.get("config").fields().forEachRemaining(e -> {
                                // Keras leaves the gain out and so forgets it.
                                if (!e.getKey().equals("gain")
                                        || c.get("object").get("config").has("gain")) {
                                    assertEquals(c.get("object").get("config").get(e.getKey()), e.getValue());
                                }
                            });
                            if (c.has("value") && !e(c).equals("Identity")) {
                                Tensor expected = GoldenCases.tensor(c.get("value"));
                                assertArrayEquals(
                                        expected.floats(),
                                        i.apply(expected.shape(), DType.FLOAT32, 1)
                                                .floats(),
                                        1e-6f);
                            }
                        }));
    }

    private static String e(JsonNode c) {
        return c.get("object").get("class_name").asText();
    }

    @Test
    void haveKerasNames() {
        Set<String> names = new TreeSet<>();
        GOLDEN.get("names").forEach(n -> names.add(n.asText()));
        for (String n : names) {
            assertTrue(Initializers.NAMES.knows(n), n);
        }
        assertEquals(16, Initializers.NAMES.classNames().size());
    }

    @Test
    void identityIsScaled() {
        assertArrayEquals(
                new float[] {2.5f, 0, 0, 0, 2.5f, 0},
                new Identity(2.5).apply(Shape.of(2, 3), DType.FLOAT32, 0).floats());
        assertEquals(
                "Identity starts weights with 2 axes. Received: shape (3,).",
                assertThrows(KerataException.class, () -> new Identity().apply(Shape.of(3), DType.FLOAT32, 0))
                        .getMessage());
    }

    private static double[] draw(Initializer i, long... shape) {
        return i.apply(Shape.of(shape), DType.FLOAT64, 42).doubles();
    }

    private static void assertMoments(double mean, double deviation, double limit, double[] x) {
        double m = Arrays.stream(x).average().orElseThrow();
        double s =
                Math.sqrt(Arrays.stream(x).map(v -> (v - m) * (v - m)).average().orElseThrow());
        assertEquals(mean, m, 4 * deviation / Math.sqrt(x.length));
        assertEquals(deviation, s, 0.02 * deviation);
        double most = Arrays.stream(x).map(v -> Math.abs(v - mean)).max().orElseThrow();
        assertTrue(most <= limit, most + " above " + limit);
    }

    @Test
    void drawWhatTheirNamesSay() {
        assertMoments(0, 0.05, 1, draw(new RandomNormal(), 200, 200));
        assertMoments(3, 0.5, 10, draw(new RandomNormal().mean(3).stddev(0.5), 200, 200));
        assertMoments(0, 0.1 / Math.sqrt(12), 0.05, draw(new RandomUniform(), 200, 200));
        assertMoments(1, 0.5 * 0.8796, 1, draw(new TruncatedNormal().mean(1).stddev(0.5), 200, 200));
        double glorot = Math.sqrt(2.0 / (100 + 300));
        assertMoments(0, glorot, Math.sqrt(3) * glorot, draw(new GlorotUniform(), 100, 300));
        assertMoments(0, glorot, 2 * glorot / 0.8796, draw(new GlorotNormal(), 100, 300));
        double he = Math.sqrt(2.0 / (3 * 5 * 16));
        assertMoments(0, he, Math.sqrt(3) * he, draw(new HeUniform(), 3, 5, 16, 200));
        assertMoments(0, he, 2 * he / 0.8796, draw(new HeNormal(), 3, 5, 16, 200));
        double lecun = Math.sqrt(1.0 / 100);
        assertMoments(0, lecun, Math.sqrt(3) * lecun, draw(new LecunUniform(), 100, 300));
        assertMoments(0, lecun, 2 * lecun / 0.8796, draw(new LecunNormal(), 100, 300));
        double out = Math.sqrt(3.0 / 300);
        assertMoments(
                0,
                out,
                10,
                draw(new VarianceScaling().scale(3).mode("fan_out").distribution("untruncated_normal"), 100, 300));
    }

    @Test
    void orthogonalVectorsAreOrthogonal() {
        for (long[] shape : new long[][] {{5, 5}, {7, 3}, {3, 7}, {2, 3, 4}}) {
            Tensor q = new Orthogonal()
                    .gain(2)
                    .apply(Shape.of(shape), DType.FLOAT64, 9)
                    .reshape(-1, shape[shape.length - 1]);
            boolean wide = q.shape().dim(0) < q.shape().dim(1);
            Tensor product = wide ? q.matmul(q.transpose()) : q.transpose().matmul(q);
            int n = product.shape().intDim(0);
            double[] p = product.doubles();
            for (int i = 0; i < p.length; i++) {
                assertEquals(i / n == i % n ? 4 : 0, p[i], 1e-12);
            }
        }
    }

    @Test
    void followTheSeed() {
        GlorotUniform g = new GlorotUniform();
        assertArrayEquals(
                g.apply(Shape.of(3, 4), DType.FLOAT32, 1).floats(),
                g.apply(Shape.of(3, 4), DType.FLOAT32, 1).floats());
        assertFalse(Arrays.equals(
                g.apply(Shape.of(3, 4), DType.FLOAT32, 1).floats(),
                g.apply(Shape.of(3, 4), DType.FLOAT32, 2).floats()));
        GlorotUniform own = new GlorotUniform().seed(5);
        assertArrayEquals(
                own.apply(Shape.of(3, 4), DType.FLOAT32, 1).floats(),
                own.apply(Shape.of(3, 4), DType.FLOAT32, 2).floats());
    }

    @Test
    void theQuantileIsThatOfTheNormalDistribution() {
        NormalDistribution normal = new NormalDistribution();
        for (double p : new double[] {1e-300, 1e-20, 1e-9, 0.001, 0.02, 0.07, 0.3, 0.5, 0.6, 0.92, 0.99, 0.999999}) {
            double expected = normal.inverseCumulativeProbability(p);
            assertEquals(expected, Draws.quantile(p), 1e-9 * Math.max(1, Math.abs(expected)), "p = " + p);
        }
    }

    @Test
    void drawsDoNotRepeatAlongTheCounter() {
        Draws a = new Draws(1);
        Draws b = new Draws(2);
        Set<Double> seen = new TreeSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertTrue(seen.add(a.unit(i)));
            assertTrue(seen.add(b.unit(i)));
        }
    }
}
