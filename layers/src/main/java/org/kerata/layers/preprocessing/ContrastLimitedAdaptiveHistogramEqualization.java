package org.kerata.layers.preprocessing;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Slice;
import org.kerata.layers.Call;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Spreads the values of each channel of each image evenly, tile by tile and smoothly in between, but raises no contrast beyond a limit. In
 * training and else.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Zuiderveld, Contrast Limited Adaptive Histogram Equalization, 1994. Keras: {@code
 * keras.layers.ContrastLimitedAdaptiveHistogramEqualization}.
 */
public final class ContrastLimitedAdaptiveHistogramEqualization
        extends BaseHistogramImages<ContrastLimitedAdaptiveHistogramEqualization> {
    private static final int VALUES = 256;
    private static final double WHITE = 255;

    private final Option<Double> clipLimit = option("clip_limit", DOUBLE, 4.0);
    private final Option<int[]> tileGridSize = option("tile_grid_size", Kind.sizes(2), new int[] {8, 8});

    /** Of pixels from 0 to 255, in 8 × 8 tiles. */
    public ContrastLimitedAdaptiveHistogramEqualization() {}

    /** How often a value counts at most, as a multiple of its even share; 4 by default, 0 or less for no limit. */
    public ContrastLimitedAdaptiveHistogramEqualization clipLimit(double limit) {
        return with(clipLimit, limit);
    }

    /** How many tiles there are down and along the image; one number, or two; 8 by default. */
    public ContrastLimitedAdaptiveHistogramEqualization tileGridSize(int... tiles) {
        return with(tileGridSize, tiles);
    }

    @Override
    Tensor changed(Tensor images, Call call) {
        return byBytes(images.cast(dtype()));
    }

    @Override
    Tensor stretched(Tensor images) {
        Shape s = images.shape();
        int down = tileGridSize.get()[0];
        int along = tileGridSize.get()[1];
        int height = (s.intDim(1) + down - 1) / down;
        int width = (s.intDim(2) + along - 1) / along;
        int[][] border = {{0, 0}, {0, height * down - s.intDim(1)}, {0, width * along - s.intDim(2)}, {0, 0}};
        Tensor whole = Ops.clip(Ops.pad(images, border, "symmetric"), 0, WHITE).cast(DType.INT32);
        Tensor tiles = Ops.transpose(whole.reshape(s.dim(0), down, height, along, width, s.dim(3)), 0, 1, 3, 5, 2, 4);
        Tensor tables = tables(tiles.reshape(s.dim(0), down, along, s.dim(3), (long) height * width), images.dtype());
        Tensor y = between(whole, tables, new int[] {height, width});
        return Ops.slice(y, Slice.ALL, Slice.of(0, s.dim(1)), Slice.of(0, s.dim(2)), Slice.ALL);
    }

    /** What becomes of each value in each tile: from {@code (batch, down, along, channels, pixels)} to {@code (…, 256)}. */
    private Tensor tables(Tensor tiles, DType type) {
        double pixels = tiles.shape().last();
        Tensor counts = Ops.bincount(tiles, VALUES).cast(type);
        double limit = clipLimit.get();
        if (limit > 0) {
            Tensor cut = Ops.clip(counts, 0, limit * pixels / VALUES);
            Tensor excess = Ops.sum(counts.minus(cut), new int[] {-1}, true);
            counts = cut.plus(excess.div(VALUES));
        }
        Tensor below = Ops.cumsum(counts, -1);
        Tensor least = Ops.min(below, new int[] {-1}, true);
        Tensor rest = least.unaryMinus().plus(pixels);
        Tensor some = Ops.where(Ops.equal(rest, Ops.zerosLike(rest)), Ops.onesLike(rest), rest);
        return Ops.clip(below.minus(least).times(WHITE).div(some), 0, WHITE);
    }

    /** Each pixel by the tables of the four tiles around it, by how near their centres are. */
    private static Tensor between(Tensor pixels, Tensor tables, int[] tile) {
        Shape s = pixels.shape();
        Shape t = tables.shape();
        Tensor[] down = neighbours(s.intDim(1), tile[0], t.intDim(1), tables.dtype(), 1);
        Tensor[] along = neighbours(s.intDim(2), tile[1], t.intDim(2), tables.dtype(), 2);
        Tensor batch = Ops.arange(s.intDim(0)).reshape(s.dim(0), 1, 1, 1).times(t.product(1, 5));
        Tensor own = Ops.arange(s.intDim(3)).times(VALUES).plus(pixels).plus(batch);
        long row = t.product(2, 5);
        long column = t.product(3, 5);
        Tensor flat = Ops.ravel(tables);
        Tensor[] rows = new Tensor[2];
        for (int i = 0; i < 2; i++) {
            Tensor inRow = own.plus(down[i].times(row));
            rows[i] = mixed(
                    Ops.take(flat, inRow.plus(along[0].times(column)), 0),
                    Ops.take(flat, inRow.plus(along[1].times(column)), 0),
                    along[2]);
        }
        return mixed(rows[0], rows[1], down[2]);
    }

    private static Tensor mixed(Tensor a, Tensor b, Tensor part) {
        return a.times(part.unaryMinus().plus(1)).plus(b.times(part));
    }

    /** For each place along an axis the tile before it and the tile behind it, and how far it is from the first to the second. */
    private static Tensor[] neighbours(int length, int tile, int tiles, DType type, int axis) {
        Tensor at = Ops.arange(length).cast(type).minus(tile / 2.0).div(tile);
        Tensor first = Ops.floor(at);
        long[] shape = {1, 1, 1, 1};
        shape[axis] = length;
        return new Tensor[] {
            Ops.clip(first, 0, tiles - 1).cast(DType.INT32).reshape(shape),
            Ops.clip(first.plus(1), 0, tiles - 1).cast(DType.INT32).reshape(shape),
            at.minus(first).reshape(shape)
        };
    }
}
