package org.kerata.layers.recurrent;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class RecurrentLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("Bidirectional", Bidirectional::new)
            .add("ConvLSTM1D", ConvLSTM1D::new)
            .add("ConvLSTM2D", ConvLSTM2D::new)
            .add("ConvLSTM3D", ConvLSTM3D::new)
            .add("GRU", GRU::new)
            .add("GRUCell", GRUCell::new)
            .add("LSTM", LSTM::new)
            .add("LSTMCell", LSTMCell::new)
            .add("RNN", RNN::new)
            .add("SimpleRNN", SimpleRNN::new)
            .add("SimpleRNNCell", SimpleRNNCell::new)
            .add("StackedRNNCells", StackedRNNCells::new)
            .add("TimeDistributed", TimeDistributed::new);

    private RecurrentLayers() {}
}
