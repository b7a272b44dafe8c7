package org.kerata.autodiff.catalogue;

import java.util.Map;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.DataFormat;
import org.kerata.autodiff.ops.Moving;
import org.kerata.autodiff.ops.Patching;
import org.kerata.autodiff.ops.Rearranging;
import org.kerata.autodiff.ops.Sliding;

/** Elements moved around axes, axes taken apart and put together, windows that slide along them, and slices whose place is a tensor. */
public abstract class SlidingOps extends StackOps {
    /** Not made: its methods are static. */
    protected SlidingOps() {}

    /** Elements in row-major order moved by so many places; those that leave at one end come back at the other. */
    public static Tensor roll(Tensor x, int shift) {
        return Sliding.roll(x, new int[] {shift}, null);
    }

    /** Elements moved along an axis; those that leave it at one end come back at the other. */
    public static Tensor roll(Tensor x, int shift, int axis) {
        return Sliding.roll(x, new int[] {shift}, new int[] {axis});
    }

    /** Elements moved along several axes, by a shift for each. */
    public static Tensor roll(Tensor x, int[] shifts, int[] axes) {
        return Sliding.roll(x, shifts, axes);
    }

    /** The windows of the last axis, {@code (…, windows, length)}, each {@code stride} places behind the one before. */
    public static Tensor extractSequences(Tensor x, int length, int stride) {
        return Sliding.EXTRACT_SEQUENCES.apply(new Sliding.Sequences(length, stride), x);
    }

    /**
     * The patches of images {@code (n, rows, columns, channels)} as vectors, {@code (n, rows', columns', size² · channels)}, beside each
     * other. Keras: {@code keras.ops.image.extract_patches}, padding "valid".
     */
    public static Tensor extractPatches(Tensor images, int size) {
        return extractPatches(images, Patching.Patches.of(size, size));
    }

    /** The patches of images {@code (n, rows, columns, channels)} as vectors. */
    public static Tensor extractPatches(Tensor images, Patching.Patches how) {
        return Patching.EXTRACT_PATCHES.apply(how, images);
    }

    /** As {@link #extractPatches(Tensor, Patching.Patches)}, with the channels of both where the format says. */
    public static Tensor extractPatches(Tensor images, Patching.Patches how, DataFormat format) {
        int axes = how.size().size();
        return format.fromLast(extractPatches(format.toLast(images, axes), how), axes);
    }

    /** The patches of volumes {@code (n, depth, rows, columns, channels)} as vectors, beside each other, padding "valid". */
    public static Tensor extractPatches3d(Tensor volumes, int size) {
        return extractPatches(volumes, Patching.Patches.of(size, size, size));
    }

    /** The patches of volumes {@code (n, depth, rows, columns, channels)} as vectors. */
    public static Tensor extractPatches3d(Tensor volumes, Patching.Patches how) {
        return extractPatches(volumes, how);
    }

    /** As {@link #extractPatches3d(Tensor, Patching.Patches)}, with the channels of both where the format says. */
    public static Tensor extractPatches3d(Tensor volumes, Patching.Patches how, DataFormat format) {
        return extractPatches(volumes, how, format);
    }

    /**
     * The windows of images with the channels first, {@code (n, channels, height, width)}: each a column of {@code (n, channels · size,
     * windows)}.
     */
    public static Tensor unfold(Tensor images, Patching.Blocks how) {
        return Patching.UNFOLD.apply(how, images);
    }

    /** Images {@code (n, channels, height, width)} from their windows, as {@link #unfold} makes them; where they overlap they are added. */
    public static Tensor fold(Tensor windows, int height, int width, Patching.Blocks how) {
        return Patching.FOLD.apply(new Patching.Whole(height, width, how), windows);
    }

    /** The axes by names, in another order and grouping, as in einops: {@code "b (h w) c -> b h w c"} with a length for h or w. */
    public static Tensor rearrange(Tensor x, String pattern, Map<String, Integer> lengths) {
        return Rearranging.REARRANGE.apply(Rearranging.Names.parse(pattern, lengths), x);
    }

    /** The axes by names, in another order and grouping: {@code "b h w c -> b (h w) c"}. */
    public static Tensor rearrange(Tensor x, String pattern) {
        return rearrange(x, pattern, Map.of());
    }

    /** Blocks of pixels as channels: {@code (n, rows, columns, c)} becomes {@code (n, rows / size, columns / size, size² · c)}. */
    public static Tensor spaceToDepth(Tensor images, int size) {
        return rearrange(images, "n (h a) (w b) c -> n h w (a b c)", Map.of("a", size, "b", size));
    }

    /** Channels as blocks of pixels: {@code (n, rows, columns, size² · c)} becomes {@code (n, rows · size, columns · size, c)}. */
    public static Tensor depthToSpace(Tensor images, int size) {
        return rearrange(images, "n h w (a b c) -> n (h a) (w b) c", Map.of("a", size, "b", size));
    }

    /** The part of this shape that begins at a place; negative indices count from the end. */
    public static Tensor slice(Tensor x, Tensor start, long... shape) {
        return Moving.SLICE_AT.apply(new Moving.Size(Shape.of(shape)), x, start);
    }

    /** x with a part put in the place of what was there, beginning at {@code start}; negative indices count from the end. */
    public static Tensor sliceUpdate(Tensor x, Tensor start, Tensor part) {
        return Moving.SLICE_UPDATE.apply(NONE, x, start, cast(part, x.dtype()));
    }

    /** The plane of the first two axes turned by 90 degrees so often, from the first axis towards the second. */
    public static Tensor rot90(Tensor x, int times) {
        return rot90(x, times, 0, 1);
    }

    /** The plane of two axes turned by 90 degrees so often, from the first towards the second. */
    public static Tensor rot90(Tensor x, int times, int from, int to) {
        int a = x.shape().axis(from);
        int b = x.shape().axis(to);
        if (a == b) {
            throw new ShapeException("rot90: The two axes must differ. Received: " + from + " and " + to + ".");
        }
        return switch (Math.floorMod(times, 4)) {
            case 0 -> identity(x);
            case 1 -> flip(swapaxes(x, a, b), a);
            case 2 -> flip(x, a, b);
            default -> swapaxes(flip(x, a), a, b);
        };
    }

    /** The rows in the opposite order. */
    public static Tensor flipud(Tensor x) {
        return flip(x, 0);
    }

    /** The columns in the opposite order. */
    public static Tensor fliplr(Tensor x) {
        return flip(x, 1);
    }
}
