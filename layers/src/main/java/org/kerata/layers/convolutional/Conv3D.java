package org.kerata.layers.convolutional;

/**
 * Convolution of volumes: {@code activation(x ∗ kernel + bias)}.
 *
 * <p>Input {@code (batch, depth, height, width, channels)}, output {@code (batch, depth', height', width', filters)}. Weights: {@code
 * kernel (kernelDepth, kernelHeight, kernelWidth, channels / groups, filters)} and, with {@code useBias}, {@code bias (filters)}. Keras:
 * {@code keras.layers.Conv3D}.
 */
public final class Conv3D extends BaseGroupedConv<Conv3D> {
    Conv3D() {
        super(3, "valid", "same");
    }

    /** With so many filters, and kernels as deep as high and wide. */
    public Conv3D(int filters, int kernelSize) {
        this(filters, new int[] {kernelSize, kernelSize, kernelSize});
    }

    /** With so many filters, and kernels of this depth, height and width. */
    public Conv3D(int filters, int[] kernelSize) {
        this();
        filters(filters, kernelSize);
    }
}
