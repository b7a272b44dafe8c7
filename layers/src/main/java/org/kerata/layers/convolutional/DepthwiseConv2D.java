package org.kerata.layers.convolutional;

/**
 * Convolution of each channel of images with kernels of its own.
 *
 * <p>Input {@code (batch, height, width, channels)}, output {@code (batch, height', width', channels · depthMultiplier)}. Weights: {@code
 * kernel (kernelHeight, kernelWidth, channels, depthMultiplier)} and, with {@code useBias}, {@code bias (channels · depthMultiplier)}.
 * Keras: {@code keras.layers.DepthwiseConv2D}.
 */
public final class DepthwiseConv2D extends BaseDepthwiseConv<DepthwiseConv2D> {
    DepthwiseConv2D() {
        super(2);
    }

    /** With kernels as high as wide. */
    public DepthwiseConv2D(int kernelSize) {
        this(new int[] {kernelSize, kernelSize});
    }

    /** With kernels of this height and width. */
    public DepthwiseConv2D(int[] kernelSize) {
        this();
        this.kernelSize.set(kernelSize);
    }
}
