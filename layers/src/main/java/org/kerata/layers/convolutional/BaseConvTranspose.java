package org.kerata.layers.convolutional;

import java.util.Arrays;
import java.util.List;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * The transposed convolution over any number of spatial axes: each input place adds its kernel to the output. With kernel spans {@code k =
 * (kernelSize - 1) · dilationRate + 1} and strides {@code s}, n places become {@code (n - 1) · s + max(k, s)} with padding "valid" and
 * {@code n · s} with "same"; with an output padding p they become {@code (n - 1) · s + k + p}, or {@code (n - 1) · s + k mod 2 + p}.
 */
abstract class BaseConvTranspose<L extends BaseConvTranspose<L>> extends KernelConv<L> {
    private final Option<int[]> outputPadding;

    private Variable kernel;

    BaseConvTranspose(int spatialAxes) {
        super(spatialAxes, "valid", "same");
        this.outputPadding = optional("output_padding", Kind.sizes(spatialAxes, 0));
    }

    /**
     * How many places the output gets beyond those that it must have: one number, or one for each spatial axis, less than the strides; by
     * default as many as make the lengths above.
     */
    public L outputPadding(int... padding) {
        return with(outputPadding, padding);
    }

    @Override
    protected final void build(Shape input) {
        int[] more = outputPadding.orNull();
        int[] strides = this.strides.get();
        for (int i = 0; more != null && i < more.length; i++) {
            if (more[i] >= strides[i]) {
                throw new ConfigException(at() + ": outputPadding must be less than strides. Received: outputPadding "
                        + Arrays.toString(more) + ", strides " + Arrays.toString(strides) + ".");
            }
        }
        int channels = inputChannels(input);
        kernel = makeKernel(filters.get(), channels);
    }

    @Override
    final Tensor convolve(Tensor x) {
        int[] more = outputPadding.orNull();
        List<Integer> given =
                more == null ? List.of() : Arrays.stream(more).boxed().toList();
        return Ops.convTranspose(
                x,
                kernel,
                new Convolutions.Transposed(list(strides), list(dilationRate), paddingOf(padding.get()), given));
    }
}
