package org.kerata.autodiff.ops;

import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.ops.Sampling.How;

/**
 * Images {@code (…, height, width, channels)}, with or without a batch, under another geometry: for each pixel of the output it is told where
 * it comes from. Gradients flow to the images and to what places depend on.
 */
public final class Warping {
    private Warping() {}

    /**
     * From images and transforms {@code (8)} or {@code (n, 8)}: pixel {@code (x, y)} comes from {@code (a0·x + a1·y + a2, b0·x + b1·y +
     * b2)}, the transform being {@code [a0, a1, a2, b0, b1, b2, c0, c1]}. An affine transform does not look at c0 and c1, which are 0.
     */
    public static final Op<How> AFFINE_TRANSFORM = Op.<How>named("affine_transform")
            .shape((in, a) -> {
                Shape x = Colors.requireImages(in.get(0));
                Shape t = in.get(1).shape();
                Rules.requireFloating(in.get(1));
                if (t.rank() < 1 || t.rank() > 2 || (t.last() != 8 && t.last() != Shape.UNKNOWN)) {
                    throw new ShapeException(
                            "A transform must have 8 numbers, shape (8,) or (batch, 8). Received: " + t + ".");
                }
                requireBatch("transforms", t, 1, x);
                return in.get(0);
            })
            .definition((in, a) -> {
                List<Tensor> t = Ops.split(in.get(1).rank() == 1 ? Ops.expandDims(in.get(1), 0) : in.get(1), 8, 1);
                Tensor[] v = t.stream().map(Warping::overPixels).toArray(Tensor[]::new);
                Tensor x = places(in.get(0), v[0], -2);
                Tensor y = places(in.get(0), v[0], -3);
                return List.of(sampled(
                        in.get(0),
                        v[3].times(x).plus(v[4].times(y)).plus(v[5]),
                        v[0].times(x).plus(v[1].times(y)).plus(v[2]),
                        a));
            })
            .build();

    /**
     * From images and four points each, {@code (4, 2)} or {@code (n, 4, 2)} of {@code (x, y)}: the images on which the start points lie at
     * the end points, straight lines staying straight.
     */
    public static final Op<How> PERSPECTIVE_TRANSFORM = Op.<How>named("perspective_transform")
            .shape((in, a) -> {
                Shape x = Colors.requireImages(in.get(0));
                for (int i = 1; i < 3; i++) {
                    Spec p = in.get(i);
                    int rank = p.shape().rank();
                    Rules.requireFloating(p);
                    if (rank < 2 || rank > 3 || !p.shape().slice(rank - 2, rank).matches(Shape.of(4, 2))) {
                        throw new ShapeException((i == 1 ? "Start" : "End")
                                + " points must be four, shape (4, 2) or (batch, 4, 2). Received: " + p.shape() + ".");
                    }
                    requireBatch("points", p.shape(), 2, x);
                }
                if (!in.get(1).shape().matches(in.get(2).shape())
                        || in.get(1).dtype() != in.get(2).dtype()) {
                    throw new ShapeException("There must be an end point for each start point. Received: " + in.get(1)
                            + " and " + in.get(2) + ".");
                }
                return in.get(0);
            })
            .definition((in, a) -> {
                Tensor[] h = Ops.split(homography(in.get(1), in.get(2)), 8, 1).stream()
                        .map(Warping::overPixels)
                        .toArray(Tensor[]::new);
                Tensor x = places(in.get(0), h[0], -2);
                Tensor y = places(in.get(0), h[0], -3);
                Tensor depth = h[6].times(x).plus(h[7].times(y)).plus(1);
                return List.of(sampled(
                        in.get(0),
                        h[3].times(x).plus(h[4].times(y)).plus(h[5]).div(depth),
                        h[0].times(x).plus(h[1].times(y)).plus(h[2]).div(depth),
                        a));
            })
            .build();

    /**
     * How images are distorted.
     *
     * @param alpha how far pixels move
     * @param sigma how smoothly they do: the deviation of the bell in pixels, and that of the numbers before they are smoothed
     */
    public record Elastic(double alpha, double sigma, How how) {
        /** Keras's defaults. */
        public static final Elastic DEFAULT = new Elastic(20, 5, Sampling.How.DEFAULT.fill(Sampling.FillMode.REFLECT));

        public Elastic {
            if (!(sigma > 0)) {
                throw new ShapeException("Sigma must be above 0. Received: " + sigma + ".");
            }
        }
    }

    /**
     * From images and two tensors {@code (n, height, width)}, n being 1 without a batch, of normally distributed numbers: images whose pixels
     * are moved down the rows by the first and along them by the second, both smoothed (Simard and others, "Best practices for
     * convolutional neural networks applied to visual document analysis", 2003).
     */
    public static final Op<Elastic> DISPLACE = Op.<Elastic>named("displace")
            .shape((in, a) -> {
                Shape x = Colors.requireImages(in.get(0));
                Rules.requireFloating(in.get(0));
                Shape grid = grid(x);
                for (Spec s : in.subList(1, 3)) {
                    if (!s.shape().matches(grid)) {
                        throw new ShapeException(
                                "There must be a number for each pixel, " + grid + ". Received: " + s.shape() + ".");
                    }
                }
                return in.get(0);
            })
            .definition((in, a) -> {
                Tensor y = moves(in.get(1), a);
                Tensor x = moves(in.get(2), a);
                return List.of(
                        sampled(in.get(0), y.plus(places(in.get(0), y, -3)), x.plus(places(in.get(0), x, -2)), a.how));
            })
            .build();

    /** From images and a key: {@link #DISPLACE} by numbers that are drawn. */
    public static final Op<Elastic> ELASTIC_TRANSFORM = Op.<Elastic>named("elastic_transform")
            .shape((in, a) -> {
                Randoms.requireKey(in.get(1));
                Colors.requireImages(in.get(0));
                Rules.requireFloating(in.get(0));
                return in.get(0);
            })
            .definition((in, a) -> {
                Shape grid = grid(in.get(0).shape());
                Tensor down = Randoms.RANDOM_NORMAL.apply(new Randoms.Draw(grid, 0), in.get(1));
                Tensor along = Randoms.RANDOM_NORMAL.apply(new Randoms.Draw(grid, 1), in.get(1));
                DType type = in.get(0).dtype();
                return List.of(DISPLACE.apply(a, in.get(0), down.cast(type), along.cast(type)));
            })
            .build();

    private static Shape grid(Shape images) {
        return images.rank() == 3 ? images.slice(0, 2).prepend(1) : images.slice(0, 3);
    }

    private static Tensor moves(Tensor noise, Elastic a) {
        int n = (int) (6 * a.sigma) | 1;
        Tensor wide = Ops.expandDims(noise.times(a.sigma), -1);
        Tensor smooth = Filters.GAUSSIAN_BLUR.apply(new Filters.Blur(n, n, a.sigma, a.sigma), wide);
        return Ops.squeeze(smooth, -1).times(a.alpha);
    }

    /** The pixels at places {@code (n or 1, height, width)}. */
    private static Tensor sampled(Tensor images, Tensor y, Tensor x, How how) {
        boolean single = images.rank() == 3;
        Tensor batch = single ? Ops.expandDims(images, 0) : images;
        Shape grid = batch.shape().slice(0, 3);
        Tensor places = Ops.stack(List.of(Ops.broadcastTo(y, grid), Ops.broadcastTo(x, grid)), 1);
        Tensor out = Sampling.SAMPLE_PIXELS.apply(how, batch, places);
        return single ? Ops.squeeze(out, 0) : out;
    }

    /** The numbers of an axis of images, in the type of others, so that they vary along rows (axis -3) or columns (-2) of a grid. */
    private static Tensor places(Tensor images, Tensor like, int axis) {
        Tensor i = Ops.arange(images.shape().intDim(axis)).cast(like.dtype());
        return axis == -3 ? Ops.expandDims(i, 1) : i;
    }

    /** One number of each transform, {@code (n, 1)}, over a grid. */
    private static Tensor overPixels(Tensor numbers) {
        return Ops.expandDims(numbers, -1);
    }

    /**
     * The eight numbers h, {@code (n, 8)}, by which end points come from start points: {@code x' = (h0·x + h1·y + h2) / (h6·x + h7·y + 1)}, y'
     * by h3 to h5.
     */
    private static Tensor homography(Tensor start, Tensor end) {
        Tensor from = end.rank() == 2 ? Ops.expandDims(end, 0) : end;
        Tensor to = start.rank() == 2 ? Ops.expandDims(start, 0) : start;
        Tensor one = Ops.onesLike(Ops.get(from, 0, 2));
        Tensor zero = Ops.zerosLike(one);
        Tensor x = Ops.get(from, 0, 2);
        Tensor y = Ops.get(from, 1, 2);
        Tensor toX = Ops.get(to, 0, 2);
        Tensor toY = Ops.get(to, 1, 2);
        Tensor forX = Ops.stack(
                List.of(
                        x,
                        y,
                        one,
                        zero,
                        zero,
                        zero,
                        toX.times(x).unaryMinus(),
                        toX.times(y).unaryMinus()),
                -1);
        Tensor forY = Ops.stack(
                List.of(
                        zero,
                        zero,
                        zero,
                        x,
                        y,
                        one,
                        toY.times(x).unaryMinus(),
                        toY.times(y).unaryMinus()),
                -1);
        Tensor equations = Ops.concatenate(List.of(forX, forY), 1);
        Tensor right = Ops.expandDims(Ops.concatenate(List.of(toX, toY), 1), -1);
        return Ops.squeeze(Ops.solve(equations, right), -1);
    }

    private static void requireBatch(String what, Shape s, int own, Shape images) {
        if (s.rank() == own) {
            return;
        }
        long n = images.rank() == 3 ? 1 : images.dim(0);
        if (s.dim(0) != n && s.dim(0) != 1 && s.dim(0) != Shape.UNKNOWN && n != Shape.UNKNOWN) {
            throw new ShapeException("There must be " + what + " for each image, or the same for all. Received: images "
                    + images + " and " + what + " " + s + ".");
        }
    }
}
