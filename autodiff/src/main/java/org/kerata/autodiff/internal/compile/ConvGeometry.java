package org.kerata.autodiff.internal.compile;

import org.kerata.autodiff.Shape;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.internal.kernels.onednn.Windows;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.Window;

/**
 * A convolution in oneDNN's terms: (n, c, spatial…) over memory that lies channels last, kernels (filters, channels, spatial…) over memory
 * in Keras's order.
 */
record ConvGeometry(Convolutions.Convolution settings, Shape input, Shape kernel, Shape output) {

    static ConvGeometry of(Convolutions.Convolution c, Shape input, Shape kernel) {
        long[] out = input.dims();
        for (int i = 0; i < c.strides().size(); i++) {
            out[i + 1] = c.window(i, input, kernel).output();
        }
        out[out.length - 1] = kernel.last();
        return new ConvGeometry(c, input, kernel, Shape.of(out));
    }

    int spatial() {
        return settings.strides().size();
    }

    Window window(int axis) {
        return settings.window(axis, input, kernel);
    }

    /** Multiply-adds of the whole batch. */
    long work() {
        return output.size() * (kernel.size() / kernel.last());
    }

    /** The input of so many images. */
    Layout inputLayout(long n) {
        return Layout.channelsLast(
                n, input.last(), input.slice(1, spatial() + 1).dims());
    }

    /** The output of so many images. */
    Layout outputLayout(long n) {
        return Layout.channelsLast(
                n, output.last(), output.slice(1, spatial() + 1).dims());
    }

    /** The kernel as Keras lays it out. */
    Layout kernelLayout() {
        int s = spatial();
        boolean grouped = settings.groups() > 1;
        int extra = grouped ? 3 : 2;
        long[] dims = kernelDims();
        long[] strides = new long[dims.length];
        long filters = kernel.last();
        long channels = kernel.dim(-2);
        if (grouped) {
            strides[0] = filters / settings.groups();
        }
        strides[extra - 2] = 1;
        strides[extra - 1] = filters;
        long step = filters * channels;
        for (int i = s - 1; i >= 0; i--) {
            strides[extra + i] = step;
            step *= kernel.dim(i);
        }
        return Layout.strided(dims, strides);
    }

    /** The kernel as oneDNN likes it best. */
    Layout freeKernelLayout() {
        return Layout.any(kernelDims());
    }

    private long[] kernelDims() {
        int s = spatial();
        boolean grouped = settings.groups() > 1;
        int extra = grouped ? 3 : 2;
        long[] dims = new long[s + extra];
        if (grouped) {
            dims[0] = settings.groups();
        }
        dims[extra - 2] = kernel.last() / settings.groups();
        dims[extra - 1] = kernel.dim(-2);
        for (int i = 0; i < s; i++) {
            dims[extra + i] = kernel.dim(i);
        }
        return dims;
    }

    /** How the window moves. */
    Windows windows() {
        int s = spatial();
        long[] strides = new long[s];
        long[] dilation = new long[s];
        long[] before = new long[s];
        long[] after = new long[s];
        for (int i = 0; i < s; i++) {
            Window w = window(i);
            strides[i] = w.stride();
            dilation[i] = w.dilation() - 1L;
            before[i] = w.before();
            after[i] = Math.max(
                    0,
                    (long) (w.output() - 1) * w.stride()
                            + (long) (w.size() - 1) * w.dilation()
                            + 1
                            - w.input()
                            - w.before());
        }
        return new Windows(strides, dilation, before, after);
    }

    /** The part of a single image that makes the output rows {@code from} to {@code to}. */
    Slab slab(long from, long to) {
        Window w = window(0);
        long first = Math.max(0, from * w.stride() - w.before());
        long span = (w.size() - 1L) * w.dilation() + 1;
        long last = Math.min(w.input(), (to - 1) * w.stride() - w.before() + span);
        long before = Math.max(0, w.before() - from * w.stride());
        Windows all = windows();
        long[] b = all.before().clone();
        long[] a = all.after().clone();
        b[0] = before;
        a[0] = (to - from - 1L) * w.stride() + span - before - (last - first);
        return new Slab(first, last, new Windows(all.strides(), all.dilation(), b, a));
    }

    /** Some rows of one image, with the padding that is left at their ends. */
    record Slab(long first, long last, Windows windows) {}

    Layout slabLayout(Shape of, long rows) {
        long[] dims = of.slice(1, spatial() + 1).dims();
        dims[0] = rows;
        return Layout.channelsLast(1, of.last(), dims);
    }
}
