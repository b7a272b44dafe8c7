package org.kerata.zoo.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.kerata.Input;
import org.kerata.Model;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.attention.MultiHeadAttention;
import org.kerata.layers.core.Dense;
import org.kerata.layers.core.Embedding;
import org.kerata.layers.normalization.LayerNormalization;
import org.kerata.layers.pooling.GlobalAveragePooling1D;

/** What the guide says of attention. */
class AttentionTest {
    @Test
    void attention() {
        int words = 50;
        // guide
        var tokens = new Input(20).dtype("int32");
        Tensor x = new Embedding(words, 32).maskZero(true).apply(tokens);
        Tensor seen = new MultiHeadAttention(4, 8).dropout(0.1).apply(x, x); // query and value
        Tensor informed = new LayerNormalization().apply(x.plus(seen));
        Tensor summary = new GlobalAveragePooling1D().apply(informed);
        Model classifier = Model.of(tokens, new Dense(3).activation("softmax").apply(summary));
        // end
        int[] padded = new int[20];
        padded[0] = 7;
        padded[1] = 3;
        float[] p = classifier.predict(Tensor.of(padded, 1, 20)).floats();
        assertEquals(1, p[0] + p[1] + p[2], 1e-5);
    }
}
