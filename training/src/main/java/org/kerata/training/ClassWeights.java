package org.kerata.training;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Network;

/** A weight for each sample from the class that its target names. */
final class ClassWeights {
    private ClassWeights() {}

    /**
     * The weights, {@code (samples)}.
     *
     * @param weights by class number; 1 where nothing is said
     * @param y class numbers, or distributions of which the largest counts
     */
    static Tensor of(Map<Integer, Double> weights, Tensor y) {
        float[] v = y.cast("float32").floats();
        int n = y.shape().intDim(0);
        int width = n == 0 ? 1 : v.length / n;
        if (y.rank() > 2 && width > 1) {
            throw new ConfigException(
                    "fit: classWeight needs one class for each sample. Received: targets of shape " + y.shape() + ".");
        }
        float[] out = new float[n];
        for (int i = 0; i < n; i++) {
            int label = width > 1 ? 0 : Math.round(v[i]);
            for (int k = 1; k < width; k++) {
                label = v[i * width + k] > v[i * width + label] ? k : label;
            }
            out[i] = weights.getOrDefault(label, 1.0).floatValue();
        }
        return Tensor.of(out);
    }

    /** Fails for a key that is no class of this network: with the number of classes known, those from 0 up. */
    static void check(@Nullable Map<Integer, Double> weights, Network network) {
        if (weights != null) {
            check(weights, classes(network));
        }
    }

    /** How many classes a network tells apart; 0 if that is not known. */
    private static long classes(Network network) {
        if (!network.isBuilt() || network.outputSpecs().size() != 1) {
            return 0;
        }
        Shape p = network.outputSpecs().get(0).shape();
        long last = p.rank() == 0 ? 0 : p.last();
        return last == 1 ? 2 : Math.max(last, 0);
    }

    private static void check(Map<Integer, Double> weights, long classes) {
        for (Map.Entry<Integer, Double> e : new TreeMap<>(weights).entrySet()) {
            int k = e.getKey();
            if (k < 0 || (classes > 0 && k >= classes)) {
                throw new ConfigException("fit: classWeight: there is no class " + k + ". Classes are "
                        + (classes > 0 ? "0 to " + (classes - 1) : "0 and above") + ".");
            }
            double w = e.getValue();
            if (!(w >= 0) || Double.isInfinite(w)) {
                throw new ConfigException(
                        "fit: classWeight: the weight of class " + k + " must be 0 or more. Received: " + w + ".");
            }
        }
    }
}
