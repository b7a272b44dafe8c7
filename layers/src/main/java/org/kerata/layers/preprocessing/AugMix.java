package org.kerata.layers.preprocessing;

import java.util.function.Supplier;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * In training, blends images with what several chains of changes make of them, changes and parts being chosen at random for a batch; else
 * passes images on.
 *
 * <p>Images of red, green and blue {@code (batch, height, width, 3)} or a single one; output of the same shape. Hendrycks et al., AugMix,
 * 2019. Keras: {@code keras.layers.AugMix}, which chooses the changes anew only when its program is compiled.
 */
public final class AugMix extends BaseAugmentations<AugMix> {
    private static final double STRENGTH = 0.3;

    private final Option<Integer> numChains = option("num_chains", Kind.positiveInteger(), 3);
    private final Option<Integer> chainDepth = option("chain_depth", Kind.positiveInteger(), 3);
    private final Option<Double> alpha = option("alpha", Kind.real("above 0", a -> a > 0), 1.0);
    private final Option<Boolean> allOps = option("all_ops", BOOL, true);

    /** Three chains of up to three changes, of a strength up to 0.3. */
    public AugMix() {
        super(STRENGTH);
    }

    /** How many chains there are; 3 by default. */
    public AugMix numChains(int chains) {
        return with(numChains, chains);
    }

    /** How many changes a chain has at most; 3 by default. */
    public AugMix chainDepth(int depth) {
        return with(chainDepth, depth);
    }

    /** How evenly chains are blended, the parameter of the distributions of their parts; 1 by default. */
    public AugMix alpha(double alpha) {
        return with(this.alpha, alpha);
    }

    /** Whether brightness, colours, contrast and sharpness are among the changes; true by default. */
    public AugMix allOps(boolean allOps) {
        return with(this.allOps, allOps);
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        Augmentations all = augmentations(!allOps.get());
        int chains = numChains.get();
        Tensor a = Tensor.scalar(alpha.get(), DType.FLOAT32);
        Tensor gamma = Ops.randomGamma(random.get(), a, chains).cast(images.dtype());
        Tensor parts = gamma.div(Ops.sum(gamma));
        Tensor own = Ops.randomBeta(random.get(), a, a).cast(images.dtype());
        Tensor blended = Ops.zerosLike(images);
        for (int i = 0; i < chains; i++) {
            Tensor y = images;
            for (int k = 0; k < chainDepth.get(); k++) {
                y = all.apply(choice(random, all.size() + 1), y, random.get());
            }
            blended = blended.plus(y.times(Ops.get(parts, i)));
        }
        return clipped(own.times(images).plus(own.unaryMinus().plus(1).times(blended)));
    }
}
