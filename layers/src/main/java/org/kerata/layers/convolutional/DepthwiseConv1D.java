package org.kerata.layers.convolutional;

/**
 * Convolution of each channel of sequences with kernels of its own.
 *
 * <p>Input {@code (batch, steps, channels)}, output {@code (batch, steps', channels · depthMultiplier)}. Weights: {@code kernel
 * (kernelSize, channels, depthMultiplier)} and, with {@code useBias}, {@code bias (channels · depthMultiplier)}. Keras: {@code
 * keras.layers.DepthwiseConv1D}.
 */
public final class DepthwiseConv1D extends BaseDepthwiseConv<DepthwiseConv1D> {
    DepthwiseConv1D() {
        super(1);
    }

    /** With kernels of this length. */
    public DepthwiseConv1D(int kernelSize) {
        this();
        this.kernelSize.set(kernelSize);
    }
}
