package org.kerata.layers.merging;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * The sum of products over an axis of two inputs, for each sample.
 *
 * <p>Inputs {@code (batch, …)} of two axes or more; the output has the other axes of the first and then those of the second, and of two
 * vectors {@code (batch, 1)}. Keras: {@code keras.layers.Dot}.
 */
public final class Dot extends FluentLayer<Dot> {
    private static final double EPSILON = 1e-7;

    private final Option<int[]> axes = required("axes", Kind.axes());
    private final Option<Boolean> normalize = option("normalize", BOOL, false);

    Dot() {
        supportsMasking(true);
    }

    /** Over this axis of both, the batch counted as 0; -1 is the last. */
    public Dot(int axis) {
        this();
        axes.set(new int[] {axis});
    }

    /** Over an axis of the first and one of the second, the batch counted as 0. */
    public Dot(int first, int second) {
        this();
        axes.set(new int[] {first, second});
    }

    /** Whether vectors along the axes are brought to length 1 first, so that the output is a cosine; false by default. */
    public Dot normalize(boolean normalize) {
        return with(this.normalize, normalize);
    }

    @Override
    protected void build(List<Shape> inputs) {
        if (inputs.size() != 2) {
            throw new ShapeException("It takes two inputs. Received: " + inputs.size() + ".");
        }
        if (axes.get().length > 2) {
            throw new ConfigException(at() + ": axes must be one axis or two. Received: " + axes.get().length + ".");
        }
        Shape a = inputs.get(0);
        Shape b = inputs.get(1);
        int first = axis(a, 0);
        int second = axis(b, 1);
        boolean differ =
                a.dim(first) != b.dim(second) && a.dim(first) != Shape.UNKNOWN && b.dim(second) != Shape.UNKNOWN;
        if (differ) {
            throw new ShapeException("The axes must be equal: axis " + first + " of " + a + " has " + a.dim(first)
                    + ", axis " + second + " of " + b + " has " + b.dim(second) + ".");
        }
    }

    private int axis(Shape s, int input) {
        int[] given = axes.get();
        if (s.rank() < 2) {
            throw new ShapeException(
                    "Both inputs must have 2 or more axes, the batch included. Received: shape " + s + ".");
        }
        int axis = s.axis(given[Math.min(input, given.length - 1)]);
        if (axis == 0) {
            throw new ShapeException("The axis must not be that of the batch, 0.");
        }
        return axis;
    }

    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        Tensor a = xs.get(0);
        Tensor b = xs.get(1);
        int first = axis(a.shape(), 0);
        int second = axis(b.shape(), 1);
        if (normalize.get()) {
            a = unit(a, first);
            b = unit(b, second);
        }
        Tensor y = Ops.einsum(equation(a.rank(), b.rank(), first, second), a, b);
        return List.of(y.rank() == 1 ? Ops.expandDims(y, 1) : y);
    }

    /** Such as {@code "abc,adb->acd"}, where b is summed over. */
    private static String equation(int rankA, int rankB, int first, int second) {
        List<Character> a = new ArrayList<>();
        List<Character> b = new ArrayList<>();
        char next = 'b';
        for (int i = 0; i < rankA; i++) {
            a.add(i == 0 ? 'a' : next++);
        }
        for (int i = 0; i < rankB; i++) {
            b.add(i == 0 ? 'a' : i == second ? a.get(first) : next++);
        }
        List<Character> out = new ArrayList<>(a);
        out.remove(first);
        List<Character> rest = new ArrayList<>(b);
        rest.remove(second);
        out.addAll(rest.subList(1, rest.size()));
        return text(a) + "," + text(b) + "->" + text(out);
    }

    private static String text(List<Character> letters) {
        return String.join("", letters.stream().map(String::valueOf).toList());
    }

    private static Tensor unit(Tensor x, int axis) {
        Tensor inverse = Ops.rsqrt(Ops.sum(Ops.square(x), new int[] {axis}, true));
        return x.times(Ops.minimum(inverse, Tensor.scalar(1 / EPSILON, x.dtype())));
    }

    @Override
    protected @Nullable Tensor computeMask(List<Tensor> inputs, Call call) {
        return null;
    }
}
