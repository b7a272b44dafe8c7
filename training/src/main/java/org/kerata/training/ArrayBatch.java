package org.kerata.training;

import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Network;
import org.kerata.training.data.Batch;

/** A step at work on Java arrays of certain lengths, for a network with one input and one output: a copy in, a run, a number out. */
final class ArrayBatch {
    private final Step step;
    private final int count;
    private final Side x;
    private final Side y;
    private final Inspection inspection = new Inspection("trainOnBatch", false);

    /** Writes arrays of one kind and length into a slot. */
    private static final class Side {
        final Layout.Column column;
        final int length;
        final boolean floats;
        final Buffer to;
        final float[] asFloats;

        Side(Layout.Column column, Object array, Runner runner, int argument) {
            this.column = column;
            this.floats = array instanceof float[];
            this.length = length(array);
            boolean slotFloats = column.type() == DType.FLOAT32;
            this.to = slotFloats
                    ? runner.argument(argument).asFloatBuffer()
                    : runner.argument(argument).asIntBuffer();
            this.asFloats = new float[slotFloats && !floats ? length : 0];
        }

        boolean fits(Object array) {
            return (floats ? array instanceof float[] : array instanceof int[]) && length(array) == length;
        }

        void put(Object array, Inspection inspection) {
            if (array instanceof float[] f) {
                inspection.check(column, f);
                if (to instanceof FloatBuffer b) {
                    b.put(0, f);
                } else {
                    putWhole((IntBuffer) to, f);
                }
            } else if (array instanceof int[] i) {
                inspection.check(column, i);
                if (to instanceof IntBuffer b) {
                    b.put(0, i);
                } else {
                    for (int k = 0; k < i.length; k++) {
                        asFloats[k] = i[k];
                    }
                    ((FloatBuffer) to).put(0, asFloats);
                }
            }
        }

        private static void putWhole(IntBuffer to, float[] from) {
            for (int k = 0; k < from.length; k++) {
                to.put(k, (int) from[k]);
            }
        }
    }

    private ArrayBatch(Step step, int count, Object x, Object y) {
        this.step = step;
        this.count = count;
        Runner r = step.runner(count);
        this.x = new Side(step.layout().columns().get(0), x, r, 0);
        this.y = new Side(step.layout().columns().get(1), y, r, 1);
    }

    /** For arrays of these kinds and lengths. */
    static ArrayBatch of(Object x, Object y, Network network, Compilation compilation) {
        if (!network.isBuilt()
                || network.inputSpecs().size() != 1
                || network.outputSpecs().size() != 1) {
            throw new ShapeException(
                    "trainOnBatch: arrays are for a built model with one input and one output. Use tensors.");
        }
        Spec in = network.inputSpecs().get(0);
        Shape row = in.shape().slice(1, in.shape().rank());
        if (!row.isKnown()) {
            throw new ShapeException("trainOnBatch: arrays are for inputs of known shape. Received a model for "
                    + in.shape() + ". Use tensors.");
        }
        long width = Math.max(row.size(), 1);
        int n = (int) (length(x) / width);
        if (n == 0 || n * width != length(x)) {
            throw new ShapeException("trainOnBatch: the input must be a multiple of " + width + " numbers, for shape "
                    + in.shape() + ". Received: " + length(x) + ".");
        }
        int targets = length(y);
        if (targets == 0 || targets % n != 0) {
            throw new ShapeException(
                    "trainOnBatch: " + n + " samples need a multiple of " + n + " targets. Received: " + targets + ".");
        }
        Shape output = network.outputSpecs().get(0).shape();
        Tensor inputs = tensor(x, row.prepend(n));
        Batch b = Batch.of(inputs, tensor(y, targetShape(n, targets, output)));
        Compilation.Prepared p = compilation.prepare("trainOnBatch", b, true);
        return new ArrayBatch(p.step(), n, x, y);
    }

    /** One number for each sample is a vector of labels; more of them have the shape of the predictions. */
    private static Shape targetShape(int n, int targets, Shape output) {
        Shape row = output.slice(1, output.rank());
        if (row.isKnown() && row.size() * n == targets && (row.size() > 1 || targets != n)) {
            return row.prepend(n);
        }
        return targets == n ? Shape.of(n) : Shape.of(n, targets / n);
    }

    private static Tensor tensor(Object array, Shape shape) {
        return array instanceof float[] f ? Tensor.of(f, shape.dims()) : Tensor.of((int[]) array, shape.dims());
    }

    private static int length(Object array) {
        if (array instanceof float[] f) {
            return f.length;
        }
        if (array instanceof int[] i) {
            return i.length;
        }
        throw new ShapeException("trainOnBatch: arrays must be float[] or int[]. Received: "
                + array.getClass().getSimpleName() + ".");
    }

    /** Whether it takes arrays of these kinds and lengths, and the engine is as it was. */
    boolean fits(Object xs, Object ys) {
        return x.fits(xs) && y.fits(ys) && step.isCurrent(count);
    }

    Step step() {
        return step;
    }

    /** Copies arrays in. */
    Runner fill(Object xs, Object ys) {
        x.put(xs, inspection);
        y.put(ys, inspection);
        return step.runner(count);
    }
}
