package org.kerata.autodiff.ops;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_mish;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_soft_relu;
import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Pointwise;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.kernels.reference.SparsemaxReference;

/** Activations without kinks, and those that look at more than one element. All ask for a floating-point type. */
public final class SmoothActivations {
    private SmoothActivations() {}

    /** What the unit tends to for very negative x, negated; not 0. */
    public record Celu(double alpha) {}

    /** x, and below 0 {@code alpha · (e^(x / alpha) - 1)}: the exponential unit whose slope has no jump (Barron, 2017). */
    public static final Op<Celu> CELU = Op.<Celu>named("celu")
            .shape((in, a) -> Rules.floating(in))
            .definition((in, a) ->
                    List.of(Ops.elu(in.get(0).times(1 / a.alpha), 1).times(a.alpha)))
            .build();

    /** {@code log(1 / (1 + e⁻ˣ))}, without overflow. */
    public static final Op<NoAttributes> LOG_SIGMOID = Op.plain("log_sigmoid")
            .shape((in, a) -> Rules.floating(in))
            .pointwise(() -> Pointwise.unary(x -> Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x))))
                    .eltwise(dnnl_eltwise_soft_relu, -1, 0)
                    .slowInJava())
            .gradient1((dy, x, y) -> dy.times(Ops.sigmoid(x.unaryMinus())))
            .build();

    /** {@code x · tanh(softplus(x))} (Misra, 2019). */
    public static final Op<NoAttributes> MISH = Op.plain("mish")
            .shape((in, a) -> Rules.floating(in))
            .pointwise(() -> Pointwise.unary(SmoothActivations::mish)
                    .eltwise(dnnl_eltwise_mish, 0, 0)
                    .slowInJava())
            .gradient1((dy, x, y) -> {
                Tensor t = Ops.tanh(Ops.softplus(x));
                Tensor steep = Ops.square(t).unaryMinus().plus(1);
                return dy.times(t.plus(x.times(Ops.sigmoid(x)).times(steep)));
            })
            .build();

    /** {@code x / (1 + |x|)}. */
    public static final Op<NoAttributes> SOFTSIGN = Op.plain("softsign")
            .shape((in, a) -> Rules.floating(in))
            .definition((in, a) -> List.of(in.get(0).div(Ops.absolute(in.get(0)).plus(1))))
            .build();

    /** How round the bend is. */
    public record Bend(double b) {}

    /** {@code (x + √(x² + b)) / 2}. */
    public static final Op<Bend> SQUAREPLUS = Op.<Bend>named("squareplus")
            .shape((in, a) -> Rules.floating(in))
            .definition((in, a) -> {
                Tensor x = in.get(0);
                return List.of(Ops.sqrt(Ops.square(x).plus(a.b)).plus(x).times(0.5));
            })
            .build();

    /** {@code x - tanh(x)}. */
    public static final Op<NoAttributes> TANH_SHRINK = Op.plain("tanh_shrink")
            .shape((in, a) -> Rules.floating(in))
            .definition((in, a) -> List.of(in.get(0).minus(Ops.tanh(in.get(0)))))
            .build();

    /** The first half of the axis, each element times the sigmoid of its partner in the second: half as many as before. */
    public static final Op<Activations.AlongAxis> GLU = Op.<Activations.AlongAxis>named("glu")
            .shape((in, a) -> {
                Spec x = Rules.floating(in);
                long n = x.shape().dim(a.axis());
                if (n % 2 != 0 && n >= 0) {
                    throw new ShapeException("Axis " + a.axis()
                            + " must have an even length, to be cut into halves. Received: " + x.shape() + ".");
                }
                return x.with(x.shape().with(a.axis(), n < 0 ? n : n / 2));
            })
            .definition((in, a) -> {
                List<Tensor> halves = Ops.split(in.get(0), 2, a.axis());
                return List.of(halves.get(0).times(Ops.sigmoid(halves.get(1))));
            })
            .build();

    /** The nearest point whose elements along the axis are not negative and sum to 1 (Martins and Astudillo, 2016). */
    public static final Op<Activations.AlongAxis> SPARSEMAX = Op.<Activations.AlongAxis>named("sparsemax")
            .shape((in, a) -> {
                in.get(0).shape().axis(a.axis());
                return Rules.floating(in);
            })
            .gradient(g -> grads(sparsemaxGradient(g)))
            .reference(SparsemaxReference::run)
            .build();

    private static double mish(double x) {
        double softplus = Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        return x * Math.tanh(softplus);
    }

    /** What arrives at the elements that are not 0, less its mean over them. */
    private static Tensor sparsemaxGradient(Adjoint<Activations.AlongAxis> g) {
        int[] axis = {g.attributes().axis()};
        Tensor chosen = g.out().greater(0).cast(g.out().dtype());
        Tensor dy = g.dy().times(chosen);
        return dy.minus(chosen.times(Ops.sum(dy, axis, true).div(Ops.sum(chosen, axis, true))));
    }
}
