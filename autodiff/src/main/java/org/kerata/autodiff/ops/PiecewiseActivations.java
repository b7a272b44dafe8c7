package org.kerata.autodiff.ops;

import java.util.List;
import java.util.function.UnaryOperator;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;

/** Activations put together from straight lines and parabolas. All keep shape and type and ask for a floating-point type. */
public final class PiecewiseActivations {
    private PiecewiseActivations() {}

    /** {@code x / 6 + 0.5} between 0 and 1. */
    public static final Op<NoAttributes> HARD_SIGMOID =
            real("hard_sigmoid", x -> Ops.clip(x.times(1 / 6.0).plus(0.5), 0, 1));

    /** x times {@link #HARD_SIGMOID} of it, also called hard swish. */
    public static final Op<NoAttributes> HARD_SILU = real("hard_silu", x -> x.times(Ops.hardSigmoid(x)));

    /** x between -1 and 1; whole numbers stay whole. */
    public static final Op<NoAttributes> HARD_TANH = Op.plain("hard_tanh")
            .shape((in, a) -> Rules.same(in))
            .definition((in, a) -> List.of(Ops.clip(in.get(0), -1, 1)))
            .build();

    /** How far from 0 something begins. */
    public record Width(double threshold) {}

    /** x, and 0 where it is within the threshold of 0. */
    public static final Op<Width> HARD_SHRINK = Op.<Width>named("hard_shrink")
            .shape((in, a) -> Rules.floating(in))
            .definition((in, a) -> {
                Tensor x = in.get(0);
                return List.of(Ops.where(Ops.absolute(x).greater(a.threshold), x, Ops.zerosLike(x)));
            })
            .build();

    /** x moved by the threshold towards 0, and 0 where it is within the threshold of 0. */
    public static final Op<Width> SOFT_SHRINK = Op.<Width>named("soft_shrink")
            .shape((in, a) -> Rules.floating(in))
            .definition((in, a) -> List.of(in.get(0).minus(Ops.clip(in.get(0), -a.threshold, a.threshold))))
            .build();

    /** 0 up to -1, x from 1 on, and the parabola {@code (x + 1)² / 4} between. */
    public static final Op<NoAttributes> SPARSE_PLUS = real("sparse_plus", x -> {
        Tensor between = Ops.square(x.plus(1)).times(0.25);
        Tensor upper = Ops.where(x.less(1), between, x);
        return Ops.where(x.lessEqual(-1), Ops.zerosLike(x), upper);
    });

    /** {@code (x + 1) / 2} between 0 and 1, the slope of {@link #SPARSE_PLUS}. */
    public static final Op<NoAttributes> SPARSE_SIGMOID =
            real("sparse_sigmoid", x -> Ops.clip(x.plus(1).times(0.5), 0, 1));

    /** The threshold above which x passes, and what stands for it elsewhere. */
    public record Gate(double threshold, double defaultValue) {}

    /** x above the threshold, elsewhere the default value. */
    public static final Op<Gate> THRESHOLD = Op.<Gate>named("threshold")
            .shape((in, a) -> Rules.same(in))
            .definition((in, a) -> {
                Tensor x = in.get(0);
                return List.of(Ops.where(x.greater(a.threshold), x, Ops.fullLike(x, a.defaultValue)));
            })
            .build();

    private static Op<NoAttributes> real(String name, UnaryOperator<Tensor> f) {
        return Op.plain(name)
                .shape((in, a) -> Rules.floating(in))
                .definition((in, a) -> List.of(f.apply(in.get(0))))
                .build();
    }
}
