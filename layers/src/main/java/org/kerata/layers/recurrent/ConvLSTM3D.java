package org.kerata.layers.recurrent;

/**
 * Long short-term memory along sequences of volumes, with convolutions over volumes in place of products.
 *
 * <p>Input {@code (batch, steps, depth, height, width, channels)} and perhaps the states h and c; output {@code (batch, depth', height', width', filters)}, or {@code (batch, steps, depth', height', width', filters)} with {@code returnSequences}. States have
 * the shape of an output. Weights: {@code kernel (…kernelSize, channels, 4 · filters)}, {@code recurrent_kernel (…kernelSize, filters, 4 · filters)} and, with {@code useBias}, {@code bias (4 ·
 * filters)}. Shi et al., Convolutional LSTM Network, 2015. Keras: {@code keras.layers.ConvLSTM3D}.
 */
public final class ConvLSTM3D extends BaseConvLSTM<ConvLSTM3D> {
    ConvLSTM3D() {
        super(UnitOptions.Variant.CONV_LSTM_3D);
    }

    /** With so many filters, and kernels of this size along all axes. */
    public ConvLSTM3D(int filters, int kernelSize) {
        this();
        filters(filters, kernelSize);
    }

    /** With so many filters, and kernels of these sizes. */
    public ConvLSTM3D(int filters, int[] kernelSize) {
        this();
        filters(filters, kernelSize);
    }
}
