package org.kerata.layers.recurrent;

/**
 * Long short-term memory along sequences of rows, with convolutions over rows in place of products.
 *
 * <p>Input {@code (batch, steps, length, channels)} and perhaps the states h and c; output {@code (batch, length', filters)}, or {@code (batch, steps, length', filters)} with {@code returnSequences}. States have
 * the shape of an output. Weights: {@code kernel (kernelLength, channels, 4 · filters)}, {@code recurrent_kernel (kernelLength, filters, 4 · filters)} and, with {@code useBias}, {@code bias (4 ·
 * filters)}. Shi et al., Convolutional LSTM Network, 2015. Keras: {@code keras.layers.ConvLSTM1D}.
 */
public final class ConvLSTM1D extends BaseConvLSTM<ConvLSTM1D> {
    ConvLSTM1D() {
        super(UnitOptions.Variant.CONV_LSTM_1D);
    }

    /** With so many filters, and kernels of this length. */
    public ConvLSTM1D(int filters, int kernelSize) {
        this();
        filters(filters, kernelSize);
    }
}
