package org.kerata.autodiff.internal.kernels.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Convolutions;

/** Convolution and its two gradients: one walk over all windows, three things to do at each place. */
public final class ConvolutionReference {
    private ConvolutionReference() {}

    public static void forward(Convolutions.Convolution a, Host[] in, Host[] out) {
        Channels c = new Channels(in[0].shape, in[1].shape, a.groups());
        double[] x = in[0].d;
        double[] w = in[1].d;
        double[] y = out[0].d;
        Arrays.fill(y, 0);
        walk(a, in[0].shape, in[1].shape, c, (fromX, fromW, fromY) -> {
            for (int i = 0; i < c.in; i++) {
                double xi = x[fromX + i];
                for (int f = 0; f < c.out; f++) {
                    y[fromY + f] += xi * w[fromW + i * c.filters + f];
                }
            }
        });
    }

    public static void backwardInput(Convolutions.BackwardInput a, Host[] in, Host[] out) {
        Channels c = new Channels(a.input(), in[1].shape, a.convolution().groups());
        double[] dy = in[0].d;
        double[] w = in[1].d;
        double[] dx = out[0].d;
        Arrays.fill(dx, 0);
        walk(a.convolution(), a.input(), in[1].shape, c, (fromX, fromW, fromY) -> {
            for (int i = 0; i < c.in; i++) {
                double sum = 0;
                for (int f = 0; f < c.out; f++) {
                    sum += dy[fromY + f] * w[fromW + i * c.filters + f];
                }
                dx[fromX + i] += sum;
            }
        });
    }

    public static void backwardKernel(Convolutions.BackwardKernel a, Host[] in, Host[] out) {
        Channels c = new Channels(in[0].shape, a.kernel(), a.convolution().groups());
        double[] x = in[0].d;
        double[] dy = in[1].d;
        double[] dw = out[0].d;
        Arrays.fill(dw, 0);
        walk(a.convolution(), in[0].shape, a.kernel(), c, (fromX, fromW, fromY) -> {
            for (int i = 0; i < c.in; i++) {
                double xi = x[fromX + i];
                for (int f = 0; f < c.out; f++) {
                    dw[fromW + i * c.filters + f] += xi * dy[fromY + f];
                }
            }
        });
    }

    /** How many channels there are: of the input in all, of the input and the filters in a group, of the filters in all. */
    private static final class Channels {
        final int channels;
        final int in;
        final int out;
        final int filters;
        final int groups;

        Channels(Shape input, Shape kernel, int groups) {
            this.channels = input.intDim(-1);
            this.in = kernel.intDim(-2);
            this.filters = kernel.intDim(-1);
            this.out = filters / groups;
            this.groups = groups;
        }
    }

    /** What is done for one place of one window and one group; all three are offsets of elements. */
    private interface Product {
        void at(int fromX, int fromW, int fromY);
    }

    private static void walk(Convolutions.Convolution a, Shape input, Shape kernel, Channels c, Product product) {
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < kernel.rank() - 2; i++) {
            sizes.add(kernel.intDim(i));
        }
        Grid.of(input, sizes, a.strides(), a.dilation(), a.padding()).forEach((output, tap, place) -> {
            for (int g = 0; g < c.groups; g++) {
                product.at(
                        place * c.channels + g * c.in,
                        tap * c.in * c.filters + g * c.out,
                        output * c.filters + g * c.out);
            }
        });
    }
}
