package org.kerata.layers.preprocessing;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.layers.harness.LayerContract;

class MelSpectrogramTest implements LayerContract {
    @Test
    void framesAreNoLongerThanTheTransform() {
        assertError(
                () -> new MelSpectrogram().fftLength(16).sequenceLength(20).apply(Ops.ones(1, 40)),
                "Layer \"mel_spectrogram\" (MelSpectrogram): sequenceLength must be no more than fftLength. Received:"
                        + " sequenceLength 20, fftLength 16.");
        assertError(
                () -> new MelSpectrogram().window("round"),
                "MelSpectrogram: window must be one of \"hann\", \"hamming\". Received: \"round\".");
    }
}
