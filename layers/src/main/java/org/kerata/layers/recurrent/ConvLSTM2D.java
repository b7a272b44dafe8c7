package org.kerata.layers.recurrent;

/**
 * Long short-term memory along sequences of images, with convolutions over images in place of products.
 *
 * <p>Input {@code (batch, steps, height, width, channels)} and perhaps the states h and c; output {@code (batch, height', width', filters)}, or {@code (batch, steps, height', width', filters)} with {@code returnSequences}. States have
 * the shape of an output. Weights: {@code kernel (kernelHeight, kernelWidth, channels, 4 · filters)}, {@code recurrent_kernel (kernelHeight, kernelWidth, filters, 4 · filters)} and, with {@code useBias}, {@code bias (4 ·
 * filters)}. Shi et al., Convolutional LSTM Network, 2015. Keras: {@code keras.layers.ConvLSTM2D}.
 */
public final class ConvLSTM2D extends BaseConvLSTM<ConvLSTM2D> {
    ConvLSTM2D() {
        super(UnitOptions.Variant.CONV_LSTM_2D);
    }

    /** With so many filters, and kernels as high as wide. */
    public ConvLSTM2D(int filters, int kernelSize) {
        this();
        filters(filters, kernelSize);
    }

    /** With so many filters, and kernels of this height and width. */
    public ConvLSTM2D(int filters, int[] kernelSize) {
        this();
        filters(filters, kernelSize);
    }
}
