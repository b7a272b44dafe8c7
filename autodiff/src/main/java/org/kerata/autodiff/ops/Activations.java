package org.kerata.autodiff.ops;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_clip;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_elu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_erf;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_soft_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_swish;
import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.apache.commons.math3.special.Erf;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Pointwise;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.compile.SoftmaxTask;
import org.kerata.autodiff.internal.kernels.Loops;
import org.kerata.autodiff.internal.kernels.reference.SoftmaxReference;

/** What stands behind layers: rectifiers, their smooth kin, and softmax. All keep shape and type and ask for a floating-point type. */
public final class Activations {
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double ROOT_OF_HALF = Math.sqrt(0.5);
    private static final double ROOT_OF_2_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double CUBIC = 0.044715;

    private Activations() {}

    /**
     * The rectifier's bends.
     *
     * @param negativeSlope the slope below the threshold
     * @param maxValue the largest output; infinite if there is none
     * @param threshold where the rectifier opens
     */
    public record Relu(double negativeSlope, double maxValue, double threshold) {
        /** {@code max(x, 0)}. */
        public static final Relu PLAIN = new Relu(0, Double.POSITIVE_INFINITY, 0);

        /** Whether it only cuts: at 0 below, at {@code maxValue} above. */
        public boolean isClip() {
            return negativeSlope == 0 && threshold == 0;
        }

        double at(double x) {
            if (isClip()) {
                return Math.min(Math.max(x, 0), maxValue);
            }
            if (Double.isNaN(x)) {
                return x;
            }
            double open = x > threshold ? x : 0;
            double cut = maxValue == Double.POSITIVE_INFINITY ? open : Math.min(Math.max(open, 0), maxValue);
            return negativeSlope == 0 ? cut : cut - negativeSlope * Math.max(threshold - x, 0);
        }
    }

    /** x above the threshold, no more than the maximum; below, the slope times the distance from the threshold. */
    public static final Op<Relu> RELU = Op.<Relu>named("relu")
            .shape((in, a) -> Rules.floating(in))
            .pointwise(Activations::relu)
            .gradient(g -> grads(reluGradient(g)))
            .build();

    /** From {@code (dy, y)} the gradient of a {@link #RELU} that only cuts: dy where y lies between the cuts, else 0. */
    public static final Op<Relu> RELU_GRAD = Op.<Relu>named("relu_grad")
            .shape((in, a) -> Rules.broadcast(in))
            .pointwise(a -> Pointwise.binary((dy, y) -> y > 0 && y < a.maxValue ? dy : 0)
                    .loop(
                            a.maxValue == Double.POSITIVE_INFINITY
                                    ? (dy, y, c, out, n) -> Loops.open(dy, y, out, n)
                                    : (dy, y, c, out, n) -> Loops.between(dy, y, out, n, (float) a.maxValue)))
            .gradient(g -> grads(Activations.RELU_GRAD.apply(g.attributes(), g.dy(), g.in(1)), null))
            .build();

    /** x between 0 and 6. */
    public static final Op<NoAttributes> RELU6 = Op.plain("relu6")
            .shape((in, a) -> Rules.floating(in))
            .definition((in, a) -> List.of(RELU.apply(new Relu(0, 6, 0), in.get(0))))
            .build();

    /** The slope below 0. */
    public record Leaky(double negativeSlope) {}

    /** x, and below 0 the slope times x. */
    public static final Op<Leaky> LEAKY_RELU = Op.<Leaky>named("leaky_relu")
            .shape((in, a) -> Rules.floating(in))
            .pointwise(a -> Pointwise.unary(x -> x >= 0 ? x : a.negativeSlope * x)
                    .eltwise(dnnl_eltwise_relu, a.negativeSlope, 0))
            .gradient(g -> {
                double slope = g.attributes().negativeSlope;
                Tensor positive = (slope > 0 ? g.out() : g.in(0)).greaterEqual(0);
                return grads(Ops.where(positive, g.dy(), g.dy().times(slope)));
            })
            .build();

    /** What {@link #ELU} tends to for very negative x, negated. */
    public record Elu(double alpha) {}

    /** x, and below 0 {@code alpha · (eˣ - 1)}. */
    public static final Op<Elu> ELU = Op.<Elu>named("elu")
            .shape((in, a) -> Rules.floating(in))
            .pointwise(a -> Pointwise.unary(x -> x > 0 ? x : a.alpha * Math.expm1(x))
                    .eltwise(dnnl_eltwise_elu, a.alpha, 0)
                    .slowInJava())
            .gradient(g -> {
                double alpha = g.attributes().alpha;
                Tensor positive = (alpha > 0 ? g.out() : g.in(0)).greater(0);
                return grads(Ops.where(positive, g.dy(), g.dy().times(g.out().plus(alpha))));
            })
            .build();

    /** The self-normalising {@link #ELU}: mean 0 and variance 1 are its fixed point. */
    public static final Op<NoAttributes> SELU = Op.plain("selu")
            .shape((in, a) -> Rules.floating(in))
            .definition(
                    (in, a) -> List.of(ELU.apply(new Elu(SELU_ALPHA), in.get(0)).times(SELU_SCALE)))
            .build();

    /** Whether {@link #GELU} uses the formula with tanh. */
    public record Gelu(boolean approximate) {}

    /** x times the normal distribution function at x. */
    public static final Op<Gelu> GELU = Op.<Gelu>named("gelu")
            .shape((in, a) -> Rules.floating(in))
            .pointwise(a -> a.approximate
                    ? Pointwise.unary(x -> 0.5 * x * (1 + Math.tanh(ROOT_OF_2_OVER_PI * (x + CUBIC * x * x * x))))
                            .eltwise(dnnl_eltwise_gelu_tanh, 0, 0)
                            .slowInJava()
                    : Pointwise.unary(x -> 0.5 * x * Erf.erfc(-x * ROOT_OF_HALF))
                            .eltwise(dnnl_eltwise_gelu_erf, 0, 0)
                            .slowInJava())
            .gradient(g -> grads(
                    g.attributes().approximate ? geluTanhGradient(g.dy(), g.in(0)) : geluErfGradient(g.dy(), g.in(0))))
            .build();

    /** {@code x · sigmoid(x)}, also called swish. */
    public static final Op<NoAttributes> SILU = Op.plain("silu")
            .shape((in, a) -> Rules.floating(in))
            .pointwise(() -> Pointwise.unary(x -> x / (1 + Math.exp(-x)))
                    .eltwise(dnnl_eltwise_swish, 1, 0)
                    .slowInJava())
            .gradient1((dy, x, y) -> {
                Tensor s = Ops.sigmoid(x);
                return dy.times(s.plus(y.times(s.unaryMinus().plus(1))));
            })
            .build();

    /** {@code log(1 + eˣ)}, without overflow. */
    public static final Op<NoAttributes> SOFTPLUS = Op.plain("softplus")
            .shape((in, a) -> Rules.floating(in))
            .pointwise(() -> Pointwise.unary(x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))))
                    .eltwise(dnnl_eltwise_soft_relu, 1, 0)
                    .slowInJava())
            .gradient1((dy, x, y) -> dy.times(Ops.sigmoid(x)))
            .build();

    /** The axis along which the elements belong together, counted from the front. */
    public record AlongAxis(int axis) {}

    /** {@code eˣ}, scaled so that the sum along the axis is 1. */
    public static final Op<AlongAxis> SOFTMAX = Op.<AlongAxis>named("softmax")
            .shape(Activations::along)
            .gradient(g -> grads(softmaxGradient(g.dy(), g.out(), g.attributes().axis)))
            .reference(SoftmaxReference::softmax)
            .kernel(SoftmaxTask::lower)
            .build();

    /** The logarithm of {@link #SOFTMAX}, exact where that is tiny. */
    public static final Op<AlongAxis> LOG_SOFTMAX = Op.<AlongAxis>named("log_softmax")
            .shape(Activations::along)
            .gradient(g -> grads(g.dy().minus(Ops.exp(g.out()).times(total(g.dy(), g.attributes().axis)))))
            .reference(SoftmaxReference::logSoftmax)
            .kernel(SoftmaxTask::lowerLog)
            .build();

    /** The gradient of softmax's input, from its output. */
    static Tensor softmaxGradient(Tensor dy, Tensor y, int axis) {
        return y.times(dy.minus(total(dy.times(y), axis)));
    }

    private static Tensor total(Tensor x, int axis) {
        return Ops.sum(x, new int[] {axis}, true);
    }

    private static Spec along(List<Spec> in, AlongAxis a) {
        in.get(0).shape().axis(a.axis);
        return Rules.floating(in);
    }

    private static Pointwise relu(Relu a) {
        Pointwise p = Pointwise.unary(a::at);
        if (a.isClip()) {
            p = p.loop((x, b, c, out, n) -> Loops.clip(x, out, n, 0, (float) a.maxValue));
            return a.maxValue == Double.POSITIVE_INFINITY
                    ? p.eltwise(dnnl_eltwise_relu, 0, 0)
                    : p.eltwise(dnnl_eltwise_clip, 0, a.maxValue);
        }
        boolean leaky = a.threshold == 0 && a.maxValue == Double.POSITIVE_INFINITY;
        return leaky ? p.eltwise(dnnl_eltwise_relu, a.negativeSlope, 0) : p;
    }

    private static Tensor reluGradient(Adjoint<Relu> g) {
        Relu a = g.attributes();
        Tensor dy = g.dy();
        if (a.isClip()) {
            return RELU_GRAD.apply(a, dy, g.out());
        }
        Tensor x = g.in(0);
        Tensor above = dy;
        if (a.maxValue != Double.POSITIVE_INFINITY) {
            above = Ops.where(Ops.logicalAnd(x.greater(0), x.less(a.maxValue)), dy, Ops.zerosLike(dy));
        }
        return Ops.where(x.greater(a.threshold), above, dy.times(a.negativeSlope));
    }

    private static Tensor geluErfGradient(Tensor dy, Tensor x) {
        Tensor distribution = Ops.erf(x.times(ROOT_OF_HALF)).plus(1).times(0.5);
        Tensor density = Ops.exp(Ops.square(x).times(-0.5)).times(ROOT_OF_2_OVER_PI / 2);
        return dy.times(distribution.plus(x.times(density)));
    }

    private static Tensor geluTanhGradient(Tensor dy, Tensor x) {
        Tensor squared = Ops.square(x);
        Tensor t = Ops.tanh(x.times(squared.times(CUBIC).plus(1)).times(ROOT_OF_2_OVER_PI));
        Tensor slope = squared.times(3 * CUBIC).plus(1).times(ROOT_OF_2_OVER_PI);
        Tensor steep = x.times(Ops.square(t).unaryMinus().plus(1)).times(slope);
        return dy.times(t.plus(1).plus(steep).times(0.5));
    }
}
