package org.kerata.layers.preprocessing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.Close;
import org.kerata.layers.harness.GoldenCases;
import org.kerata.layers.harness.LayerContract;

class STFTSpectrogramTest implements LayerContract {
    @Test
    void beginsWithTheTransform() {
        JsonNode c = GoldenCases.read("stft_spectrogram_start").get("cases").get(0);
        STFTSpectrogram l = new STFTSpectrogram()
                .frameLength(5)
                .frameStep(2)
                .mode("magnitude")
                .window("blackman");
        Tensor x = Objects.requireNonNull(GoldenCases.tensor(c.get("inputs").get(0)));
        Tensor y = l.apply(x);
        for (int i = 0; i < 2; i++) {
            Close.within(1e-5)
                    .check(
                            "kernel " + i,
                            Objects.requireNonNull(
                                    GoldenCases.tensor(c.get("weights").get(i).get("tensor"))),
                            l.weights().get(i).read());
        }
        Close.within(1e-5)
                .check(
                        "output",
                        Objects.requireNonNull(
                                GoldenCases.tensor(c.get("outputs").get(0))),
                        y);
    }

    @Test
    void saysWhichLengthsGoTogether() {
        assertError(
                () -> new STFTSpectrogram().frameLength(4).frameStep(5).apply(Ops.ones(1, 9, 1)),
                "Layer \"stft_spectrogram\" (STFTSpectrogram): frameStep must be from 1 to frameLength. Received: frameStep 5,"
                        + " frameLength 4.");
        assertError(
                () -> new STFTSpectrogram().frameLength(8).fftLength(4).apply(Ops.ones(1, 9, 1)),
                "Layer \"stft_spectrogram\" (STFTSpectrogram): fftLength must be no less than frameLength. Received: fftLength 4,"
                        + " frameLength 8.");
        assertError(
                () -> new STFTSpectrogram().window("hanning"),
                "STFTSpectrogram: window: Unknown window \"hanning\". Did you mean \"hamming\"? Known: bartlett, blackman, blackmanharris,"
                        + " boxcar, cosine, flattop, hamming, hann, nuttall, triang.");
        assertError(
                () -> new STFTSpectrogram().applyAll(List.of(Ops.ones(1, 400))),
                "Layer \"stft_spectrogram\" (STFTSpectrogram) needs an input with 3 axes, the batch included. Received: shape (1, 400).");
    }
}
