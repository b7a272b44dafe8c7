package org.kerata.layers.recurrent;

import java.util.Arrays;
import java.util.List;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.Padding;
import org.kerata.autodiff.ops.Window;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/** The options of kernels that move over images, in Keras's order. */
final class KernelOptions {
    final Option<int[]> kernelSize;
    final Option<int[]> strides;
    final Option<String> padding;
    final Option<String> dataFormat;
    final Option<int[]> dilationRate;

    KernelOptions(int axes, UnitOptions.Declarer of) {
        int[] ones = new int[axes];
        Arrays.fill(ones, 1);
        kernelSize = of.optional("kernel_size", Kind.sizes(axes));
        strides = of.option("strides", Kind.sizes(axes), ones);
        padding = of.option("padding", Kind.oneOf("valid", "same"), "valid");
        dataFormat = of.option("data_format", Kind.oneOf("channels_last", "channels_first"), "channels_last");
        dilationRate = of.option("dilation_rate", Kind.sizes(axes), ones);
    }

    boolean isLast() {
        return dataFormat.get().equals("channels_last");
    }

    /** How the kernels move over inputs. */
    Convolutions.Convolution ofInputs() {
        return new Convolutions.Convolution(
                list(strides.get()),
                list(dilationRate.get()),
                1,
                padding.get().equals("same") ? Padding.SAME : Padding.VALID);
    }

    /** How the kernels move over states. */
    Convolutions.Convolution ofStates() {
        List<Integer> ones = list(strides.get()).stream().map(s -> 1).toList();
        return new Convolutions.Convolution(ones, ones, 1, Padding.SAME);
    }

    /** The shape of the kernels from so many channels to so many. */
    Shape kernelShape(long from, long to) {
        return Shape.of(Arrays.stream(kernelSize.get()).asLongStream().toArray())
                .append(from, to);
    }

    /**
     * The lengths of the spatial axes behind the convolution of an input {@code (batch, …, channels)}.
     *
     * @throws ConfigException if kernels would both step and be dilated
     */
    Shape spatial(Shape input) {
        int[] step = strides.get();
        int[] apart = dilationRate.get();
        if (Arrays.stream(step).anyMatch(s -> s > 1) && Arrays.stream(apart).anyMatch(d -> d > 1)) {
            throw new ConfigException("strides and dilationRate cannot both be above 1. Received: strides "
                    + Arrays.toString(step) + ", dilationRate " + Arrays.toString(apart) + ".");
        }
        Padding p = ofInputs().padding();
        long[] out = new long[step.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Window.output(input.dim(i + 1), kernelSize.get()[i], step[i], apart[i], p.along(i));
        }
        return Shape.of(out);
    }

    private static List<Integer> list(int[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }
}
