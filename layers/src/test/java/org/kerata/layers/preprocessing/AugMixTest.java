package org.kerata.layers.preprocessing;

class AugMixTest implements AugmentationsContract<AugMix> {
    @Override
    public AugMix layer() {
        return new AugMix();
    }
}
