package org.kerata.autodiff;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.graph.Constant;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.memory.Storage;
import org.kerata.autodiff.internal.run.Evaluator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An immutable n-dimensional array of numbers, or the promise of one: a tensor knows its element type and shape at once and is computed
 * when it is first read (by {@link #floats()} and its kin). Reading stores the value, so nothing is computed twice. A tensor that depends
 * on the input of a model is <em>symbolic</em>: it has no value, only a place in the model's graph.
 *
 * <p>Arithmetic follows NumPy's broadcasting and Keras's type promotion. All other operations stand in {@link Ops} under Keras's names.
 * Native memory behind a tensor is freed when the tensor is no longer reachable; there is nothing to close.
 *
 * <p>Not for subclassing outside of Kerata.
 */
public class Tensor {
    private static final int MAX_PENDING = 1000;

    private final Spec spec;
    private final int index;
    private volatile @Nullable Node node;

    /** For variables and inputs of models. */
    protected Tensor(@Nullable Node node, int index, Spec spec) {
        this.node = node;
        this.index = index;
        this.spec = spec;
    }

    /** The output of a node. For {@link Node} only. */
    public static Tensor output(Node node, int index, Spec spec) {
        return new Tensor(node, index, spec);
    }

    // ---- making tensors ----

    /** Floats in row-major order; without a shape, a vector of them. */
    public static Tensor of(float[] flat, long... shape) {
        return Values.of(flat, shape);
    }

    /** Doubles in row-major order, as {@code float64}; without a shape, a vector of them. */
    public static Tensor of(double[] flat, long... shape) {
        return Values.of(flat, shape);
    }

    /** Integers in row-major order; without a shape, a vector of them. */
    public static Tensor of(int[] flat, long... shape) {
        return Values.of(flat, shape);
    }

    /** Long integers in row-major order; without a shape, a vector of them. */
    public static Tensor of(long[] flat, long... shape) {
        return Values.of(flat, shape);
    }

    /** Bytes in row-major order, each read as 0 to 255 (pixels), as {@code int32}; without a shape, a vector of them. */
    public static Tensor of(byte[] flat, long... shape) {
        return Values.of(flat, shape);
    }

    /** Truth values in row-major order; without a shape, a vector of them. */
    public static Tensor of(boolean[] flat, long... shape) {
        return Values.of(flat, shape);
    }

    /** A matrix given by its rows, which must be equally long. */
    public static Tensor of(float[][] rows) {
        return Values.nested(rows);
    }

    /** A three-dimensional array given by its parts, which must have equal shapes. */
    public static Tensor of(float[][][] parts) {
        return Values.nested(parts);
    }

    /** A four-dimensional array given by its parts, which must have equal shapes. */
    public static Tensor of(float[][][][] parts) {
        return Values.nested(parts);
    }

    /** A matrix given by its rows, which must be equally long, as {@code float64}. */
    public static Tensor of(double[][] rows) {
        return Values.nested(rows);
    }

    /** A matrix of integers given by its rows, which must be equally long. */
    public static Tensor of(int[][] rows) {
        return Values.nested(rows);
    }

    /** A copy of an ND4J array of any order or view. */
    public static Tensor of(INDArray array) {
        return Values.of(array);
    }

    /** A copy of what remains in a buffer of floats. */
    public static Tensor of(java.nio.FloatBuffer buffer, long... shape) {
        float[] flat = new float[buffer.remaining()];
        buffer.duplicate().get(flat);
        return Values.of(flat, shape);
    }

    /** A single {@code float32} number. */
    public static Tensor scalar(double value) {
        return scalar(value, DType.FLOAT32);
    }

    /** A single number of the given type. */
    public static Tensor scalar(double value, DType dtype) {
        return Values.scalar(value, dtype);
    }

    /** A tensor for storage that will not change any more. For the modules above. */
    public static Tensor of(Storage value) {
        return new Constant(value).output();
    }

    // ---- what is known without computing ----

    /** The element type. */
    public final DType dtype() {
        return spec.dtype();
    }

    /** The shape; axes may be unknown while the tensor is symbolic. */
    public final Shape shape() {
        return spec.shape();
    }

    /** Element type and shape. */
    public final Spec spec() {
        return spec;
    }

    /** The number of axes. */
    public final int rank() {
        return spec.shape().rank();
    }

    /** The number of elements. */
    public final long size() {
        return spec.shape().size();
    }

    /** Whether the tensor depends on an input that has no value: of a model, or of a function that is being traced. */
    public boolean isSymbolic() {
        return node().isSymbolic();
    }

    /** What makes it. For the modules above. */
    public Node node() {
        Node n = node;
        if (n == null) {
            throw new IllegalStateException("A tensor without a node.");
        }
        return n;
    }

    /** Which of its node's outputs it is. */
    public final int index() {
        return index;
    }

    /** The tensor that stands for this one in its node; another object once a value has been stored here. */
    public Tensor canonical() {
        Node n = node();
        return n instanceof Constant ? n.output() : this;
    }

    // ---- reading ----

    /** The value, computed now if it has not been. For the modules above: what is returned must not be written to. */
    public Storage value() {
        Node n = node();
        if (n instanceof Constant c) {
            return c.value();
        }
        return Evaluator.value(this);
    }

    /** Stores the value and forgets how it was made. For the evaluator. */
    public final void settle(Storage value) {
        this.node = new Constant(value);
    }

    /** Evaluates the tensor if more nodes hang behind it than a graph should hold. */
    public final void boundDepth() {
        Node n = node();
        if (n.depth() > MAX_PENDING && !n.isSymbolic() && n instanceof OpNode) {
            value();
        }
    }

    /** The elements in row-major order, as floats. */
    public final float[] floats() {
        return Values.floats(value());
    }

    /** The elements in row-major order, as doubles. */
    public final double[] doubles() {
        return Values.doubles(value());
    }

    /** The elements in row-major order, as integers; reals are cut off towards zero. */
    public final int[] ints() {
        return Values.ints(value());
    }

    /** The elements in row-major order, as long integers; reals are cut off towards zero. */
    public final long[] longs() {
        return Values.longs(value());
    }

    /** The elements in row-major order, as truth values; numbers are true unless 0. */
    public final boolean[] booleans() {
        return Values.booleans(value());
    }

    /** The rows of a matrix. */
    public final float[][] floats2() {
        return (float[][]) Values.nested(value(), 2);
    }

    /** The parts of a three-dimensional tensor. */
    public final float[][][] floats3() {
        return (float[][][]) Values.nested(value(), 3);
    }

    /** The parts of a four-dimensional tensor. */
    public final float[][][][] floats4() {
        return (float[][][][]) Values.nested(value(), 4);
    }

    /**
     * The only element, as a float.
     *
     * @throws ShapeException if there are more or fewer
     */
    public final float scalar() {
        return (float) doubleScalar();
    }

    /** The only element, as a double. */
    public final double doubleScalar() {
        if (size() != 1) {
            throw new ShapeException(
                    "scalar: the tensor must have exactly one element. Received: shape " + shape() + ".");
        }
        return Values.doubles(value())[0];
    }

    /** A copy as an ND4J array. */
    public final INDArray toINDArray() {
        return Values.toINDArray(value());
    }

    // ---- arithmetic; the names are Kotlin's operators ----

    /** {@code this + other}, broadcast. */
    public final Tensor plus(Tensor other) {
        return Ops.add(this, other);
    }

    /** {@code this + other}. */
    public final Tensor plus(Number other) {
        return Ops.add(this, number(other));
    }

    /** {@code this - other}, broadcast. */
    public final Tensor minus(Tensor other) {
        return Ops.subtract(this, other);
    }

    /** {@code this - other}. */
    public final Tensor minus(Number other) {
        return Ops.subtract(this, number(other));
    }

    /** {@code this · other} element by element, broadcast. */
    public final Tensor times(Tensor other) {
        return Ops.multiply(this, other);
    }

    /** {@code this · other}. */
    public final Tensor times(Number other) {
        return Ops.multiply(this, number(other));
    }

    /** {@code this / other} element by element, broadcast; integers give reals. */
    public final Tensor div(Tensor other) {
        return Ops.divide(this, other);
    }

    /** {@code this / other}; integers give reals. */
    public final Tensor div(Number other) {
        return Ops.divide(this, number(other));
    }

    /** {@code -this}. */
    public final Tensor unaryMinus() {
        return Ops.negative(this);
    }

    /** {@code this} to a power, broadcast. */
    public final Tensor pow(Tensor exponent) {
        return Ops.power(this, exponent);
    }

    /** {@code this} to a power. */
    public final Tensor pow(Number exponent) {
        return Ops.power(this, number(exponent));
    }

    // ---- comparisons, giving bool ----

    /** Whether elements are equal. */
    public final Tensor equal(Tensor other) {
        return Ops.equal(this, other);
    }

    /** Whether elements equal a number. */
    public final Tensor equal(Number other) {
        return Ops.equal(this, number(other));
    }

    /** Whether elements differ. */
    public final Tensor notEqual(Tensor other) {
        return Ops.notEqual(this, other);
    }

    /** Whether elements differ from a number. */
    public final Tensor notEqual(Number other) {
        return Ops.notEqual(this, number(other));
    }

    /** Whether elements are less. */
    public final Tensor less(Tensor other) {
        return Ops.less(this, other);
    }

    /** Whether elements are less than a number. */
    public final Tensor less(Number other) {
        return Ops.less(this, number(other));
    }

    /** Whether elements are less or equal. */
    public final Tensor lessEqual(Tensor other) {
        return Ops.lessEqual(this, other);
    }

    /** Whether elements are less than or equal to a number. */
    public final Tensor lessEqual(Number other) {
        return Ops.lessEqual(this, number(other));
    }

    /** Whether elements are greater. */
    public final Tensor greater(Tensor other) {
        return Ops.greater(this, other);
    }

    /** Whether elements are greater than a number. */
    public final Tensor greater(Number other) {
        return Ops.greater(this, number(other));
    }

    /** Whether elements are greater or equal. */
    public final Tensor greaterEqual(Tensor other) {
        return Ops.greaterEqual(this, other);
    }

    /** Whether elements are greater than or equal to a number. */
    public final Tensor greaterEqual(Number other) {
        return Ops.greaterEqual(this, number(other));
    }

    /** The opposite truth values. */
    public final Tensor not() {
        return Ops.logicalNot(this);
    }

    // ---- shapes and types ----

    /** The elements as another type. */
    public final Tensor cast(DType to) {
        return Ops.cast(this, to);
    }

    /** The elements as the type with this name, such as {@code "float32"}. */
    public final Tensor cast(String to) {
        return Ops.cast(this, DType.of(to));
    }

    /** The same elements under another shape; one axis may be -1 and is worked out. */
    public final Tensor reshape(long... shape) {
        return Ops.reshape(this, shape);
    }

    /** The axes in another order; without arguments, reversed. */
    public final Tensor transpose(int... axes) {
        return Ops.transpose(this, axes);
    }

    /** The part at an index of the first axis; negative indices count from the end. */
    public final Tensor get(long index) {
        return Ops.get(this, index);
    }

    // ---- products and reductions; no axes means all of them ----

    /** The matrix product; leading axes are a batch and are broadcast. */
    public final Tensor matmul(Tensor other) {
        return Ops.matmul(this, other);
    }

    /** The sum over the axes. */
    public final Tensor sum(int... axes) {
        return Ops.sum(this, axes, false);
    }

    /** The mean over the axes. */
    public final Tensor mean(int... axes) {
        return Ops.mean(this, axes, false);
    }

    /** The largest element over the axes. */
    public final Tensor max(int... axes) {
        return Ops.max(this, axes, false);
    }

    /** The smallest element over the axes. */
    public final Tensor min(int... axes) {
        return Ops.min(this, axes, false);
    }

    /** The index of the largest element along an axis, as {@code int32}. */
    public final Tensor argMax(int axis) {
        return Ops.argmax(this, axis);
    }

    /** A Java number as a scalar that does not widen this tensor's type. */
    private Tensor number(Number n) {
        double v = n.doubleValue();
        DType t = dtype();
        boolean whole = !(n instanceof Double || n instanceof Float);
        if (t == DType.BOOL || (t.isInteger() && !whole)) {
            t = whole ? DType.INT32 : DType.FLOAT32;
        }
        return scalar(v, t);
    }

    /** Type and shape, and the elements if they are there and few; never computes. */
    @Override
    public String toString() {
        String head = "Tensor(" + spec.dtype() + ", shape " + spec.shape();
        Node n = node;
        if (n instanceof Constant c) {
            double[] v = c.value().size() <= 16 ? Values.doubles(c.value()) : null;
            return head + (v == null ? ")" : ", " + Arrays.toString(v) + ")");
        }
        return head + (n != null && n.isSymbolic() ? ", symbolic)" : ", not computed yet)");
    }

    /** Reads several tensors at once, in one program. */
    public static void evaluate(List<Tensor> tensors) {
        Evaluator.values(tensors);
    }
}
