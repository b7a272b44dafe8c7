package org.kerata.layers.preprocessing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * In training, changes brightness, contrast, saturation and hue of each image, those of them that have a factor, in this order; else passes
 * images on.
 *
 * <p>Images of red, green and blue {@code (batch, height, width, 3)} or a single one; output of the same shape. Keras: {@code
 * keras.layers.RandomColorJitter}, which with channels first looks for the colours in the last axis all the same.
 */
public final class RandomColorJitter extends BaseRangedImages<RandomColorJitter> {
    private final Option<Factor> brightnessFactor =
            optional("brightness_factor", Factor.kind("one or two numbers from -1 to 1", f -> f >= -1 && f <= 1));
    private final Option<Factor> contrastFactor = optional("contrast_factor", Factor.GIVEN_PARTS);
    private final Option<Factor> saturationFactor =
            optional("saturation_factor", Factor.kind("one or two numbers from -1 to 1", f -> f >= -1 && f <= 1));
    private final Option<Factor> hueFactor = optional("hue_factor", Factor.GIVEN_PARTS);

    /** Of nothing yet. */
    public RandomColorJitter() {}

    /** How brightness changes, as in {@link RandomBrightness}: a number, or two. */
    public RandomColorJitter brightnessFactor(double... factor) {
        return with(brightnessFactor, factor);
    }

    /** How the contrast changes, as in {@link RandomContrast}: a number, or two. */
    public RandomColorJitter contrastFactor(double... factor) {
        return with(contrastFactor, factor);
    }

    /** How the saturation changes, as in {@link RandomSaturation}: a number, or two. */
    public RandomColorJitter saturationFactor(double... factor) {
        return with(saturationFactor, factor);
    }

    /** How hues change, as in {@link RandomHue}: a number, or two. */
    public RandomColorJitter hueFactor(double... factor) {
        return with(hueFactor, factor);
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        Tensor y = images;
        for (BaseRangedImages<?> step : steps()) {
            y = step.valueRange(range()[0], range()[1]).augmented(y, random);
        }
        return y;
    }

    private List<BaseRangedImages<?>> steps() {
        List<BaseRangedImages<?>> out = new ArrayList<>();
        Factor b = brightnessFactor.orNull();
        if (b != null) {
            out.add(new RandomBrightness(b.low(), b.high()));
        }
        Factor c = contrastFactor.orNull();
        if (c != null) {
            out.add(c.given().size() == 1 ? new RandomContrast(c.high()) : new RandomContrast(c.low(), c.high()));
        }
        Factor s = saturationFactor.orNull();
        if (s != null) {
            out.add(new RandomSaturation(s.low(), s.high()));
        }
        Factor h = hueFactor.orNull();
        if (h != null) {
            out.add(h.given().size() == 1 ? new RandomHue(h.high()) : new RandomHue(h.low(), h.high()));
        }
        return out;
    }
}
