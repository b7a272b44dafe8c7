package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.ops.DataFormat;
import org.kerata.autodiff.ops.Interpolation;
import org.kerata.autodiff.ops.Resizing.Fit;
import org.kerata.autodiff.ops.Resizing.Resize;
import org.kerata.autodiff.ops.Slice;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * In training, takes a part of this size out of images, the same for all of a batch and from anywhere; images that are not larger both ways are
 * resized to it. Else passes images on as they are.
 *
 * <p>Input {@code (batch, height, width, channels)} or a single image; output in training of the given height and width. As in Keras that is
 * the shape that a model counts on, though images that are not of this size come out as they are where it is not trained: resize them
 * before, or put a layer behind that takes any size. Keras: {@code keras.layers.RandomCrop}.
 */
public final class RandomCrop extends BaseRandomImages<RandomCrop> {
    private final Option<Integer> height = required("height", Kind.positiveInteger());
    private final Option<Integer> width = required("width", Kind.positiveInteger());

    RandomCrop() {}

    /** Of this height and width. */
    public RandomCrop(int height, int width) {
        this.height.set(height);
        this.width.set(width);
    }

    @Override
    protected List<Spec> outputSpecs(List<Spec> inputs) {
        Shape x = inputs.get(0).shape();
        boolean last = format() == DataFormat.CHANNELS_LAST;
        int rows = x.rank() - (last ? 3 : 2);
        return List.of(new Spec(dtype(), x.with(rows, height.get()).with(rows + 1, width.get())));
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        Shape s = images.shape();
        int rows = s.intDim(1);
        int columns = s.intDim(2);
        int h = height.get();
        int w = width.get();
        if (rows > h && columns > w) {
            Tensor none = Ops.zeros(Shape.of(1), DType.INT32);
            Tensor down = from(random, rows - h);
            Tensor right = from(random, columns - w);
            return Ops.slice(images, Ops.concatenate(List.of(none, down, right, none), 0), s.dim(0), h, w, s.dim(3));
        }
        // As in Keras: the start of the middle part of the target's aspect ratio, and the target's size from there.
        int down = (rows - part((double) columns * h / w, rows)) / 2;
        int right = (columns - part((double) rows * w / h, columns)) / 2;
        Tensor y = Ops.slice(images, Slice.ALL, to(down, h, rows), to(right, w, columns), Slice.ALL);
        boolean fits = y.shape().dim(1) == h && y.shape().dim(2) == w;
        return fits ? y : Ops.resize(y, new Resize(h, w, Interpolation.BILINEAR, false, Fit.STRETCH, 0));
    }

    private static Tensor from(Supplier<Tensor> random, int most) {
        return Ops.randomInt(random.get(), 0, most + 1L, 1).cast(DType.INT32);
    }

    private static int part(double length, int most) {
        return Math.max(Math.min(most, (int) length), 1);
    }

    private static Slice to(int from, int length, int most) {
        return Slice.of(from, Math.min(from + length, most));
    }
}
