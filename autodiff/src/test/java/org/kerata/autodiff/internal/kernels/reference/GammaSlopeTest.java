package org.kerata.autodiff.internal.kernels.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GammaSlopeTest {
    /** JAX knows the derivative of a number by its parameter, to single precision and a little more. */
    @Test
    void slopesAreThoseOfJax() throws IOException {
        JsonNode golden;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/golden/ops_gamma.json"))) {
            golden = new ObjectMapper().readTree(in).get("cases").get(0);
        }
        JsonNode alphas = golden.get("inputs").get(0).get("data");
        JsonNode numbers = golden.get("inputs").get(1).get("data");
        JsonNode slopes = golden.get("outputs").get(0).get("data");
        int each = numbers.size() / alphas.size();
        for (int i = 0; i < numbers.size(); i++) {
            double alpha = alphas.get(i / each).asDouble();
            double z = numbers.get(i).asDouble();
            double expected = slopes.get(i).asDouble();
            double received = z * GammaSlope.ofLogarithm(alpha, Math.log(z));
            assertEquals(1, received / expected, 1e-5, "alpha " + alpha + ", number " + z + ", expected " + expected);
        }
    }

    /** Where the series is given up, both ways agree. */
    @Test
    void largeParametersGoOnSmoothly() {
        for (double x : new double[] {-4, -1, 0, 0.5, 3}) {
            double below = 1e6;
            double above = Math.nextUp(below);
            double root = 1 - 1 / (9 * below) + x / (3 * Math.sqrt(below));
            double log = Math.log(below) + 3 * Math.log(root);
            double series = GammaSlope.ofLogarithm(below, log);
            assertEquals(1, GammaSlope.ofLogarithm(above, log) / series, 1e-7, "at deviation " + x);
        }
    }

    @Test
    void whatIsNoNumberHasNoSlope() {
        assertTrue(Double.isNaN(GammaSlope.ofLogarithm(-1, 0)));
        assertTrue(Double.isNaN(GammaSlope.ofLogarithm(1, Double.NaN)));
        assertTrue(Double.isNaN(GammaSlope.ofLogarithm(Double.POSITIVE_INFINITY, 1)));
    }
}
