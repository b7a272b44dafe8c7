package org.kerata.layers.normalization;

import java.util.List;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Layer;
import org.kerata.layers.Option;
import org.kerata.layers.core.Wrapper;
import org.kerata.layers.initializers.TruncatedNormal;

/**
 * Wraps a layer and divides its kernel (or its embeddings) by its spectral norm, the largest factor by which it can stretch a vector,
 * before each call in training. The norm is found by power iteration that goes on from call to call.
 *
 * <p>Weights: the kernel, {@code vector_u (1, outputs)}, not trained, then the layer's others. The gradient of the kernel is that of the normalised one, as
 * in Keras on TensorFlow. Miyato et al.: Spectral Normalization for Generative Adversarial Networks. Keras: {@code
 * keras.layers.SpectralNormalization}.
 */
public final class SpectralNormalization extends Wrapper<SpectralNormalization> {
    private static final double LEAST_SQUARE = 1e-14;

    private final Option<Integer> powerIterations = option("power_iterations", Kind.positiveInteger(), 1);

    private Variable kernel;
    private Variable vector;

    SpectralNormalization() {}

    /** Of this layer. */
    public SpectralNormalization(Layer layer) {
        this();
        wrap(layer);
    }

    /** How many steps of the power iteration a call takes; 1 by default. */
    public SpectralNormalization powerIterations(int iterations) {
        return with(powerIterations, iterations);
    }

    @Override
    protected void build(Shape input) {
        layer().buildFor(List.of(input));
        kernel = adopt(kernelOf(layer()));
        vector = state("vector_u", shape(1, kernel.shape().last()), kernel.dtype(), new TruncatedNormal().stddev(0.02));
        inputSpec(InputSpec.minRank(1).axis(-1, input.last(), "input features"));
    }

    private static Variable kernelOf(Layer layer) {
        for (Variable v : layer.weights()) {
            if (v.name().equals("kernel") || v.name().equals("embeddings")) {
                return v;
            }
        }
        throw new ConfigException(
                "SpectralNormalization: the layer must have a kernel or embeddings. Received: " + layer + ", which has "
                        + layer.weights().stream().map(Variable::name).toList() + ".");
    }

    @Override
    protected List<Spec> outputSpecs(List<Spec> inputs) {
        return List.of(new Spec(
                layer().dtype(),
                layer().computeOutputShapes(inputs.stream().map(Spec::shape).toList())
                        .get(0)));
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        if (call.training()) {
            normalise();
        }
        return layer().applyAll(List.of(x), call).get(0);
    }

    private void normalise() {
        Tensor k = kernel.read();
        Tensor weights = Ops.reshape(Ops.stopGradient(k), -1, kernel.shape().last());
        Tensor start = vector.read();
        Tensor u = start;
        Tensor v = start;
        for (int i = 0; i < powerIterations.get(); i++) {
            v = unit(u.matmul(weights.transpose()));
            u = unit(v.matmul(weights));
        }
        Tensor norm = v.matmul(weights).matmul(u.transpose());
        Tensor isZero = Ops.square(weights).sum().equal(Tensor.scalar(0, weights.dtype()));
        Tensor divided = weights.div(Ops.where(isZero, Ops.onesLike(norm), norm));
        vector.assign(Ops.where(isZero, start, u));
        // The value is the normalised kernel's, the gradient reaches the kernel as if it had always been that.
        Tensor difference = Ops.reshape(divided.minus(weights), kernel.shape().dims());
        kernel.assign(k.plus(Ops.stopGradient(difference)));
    }

    private static Tensor unit(Tensor x) {
        Tensor square = Ops.square(x).sum();
        return x.times(Ops.rsqrt(Ops.maximum(square, Tensor.scalar(LEAST_SQUARE, x.dtype()))));
    }
}
