package org.kerata.layers.regularization;

/**
 * In training, sets whole feature maps to 0 at random and divides the others by {@code 1 - rate}; else passes its input on.
 *
 * <p>Input {@code (batch, steps, channels)}, output of its shape. State: a random counter, unless the rate is 0. Keras: {@code
 * keras.layers.SpatialDropout1D}.
 */
public final class SpatialDropout1D extends BaseSpatialDropout<SpatialDropout1D> {

    SpatialDropout1D() {
        super(1);
    }

    /** With this probability of becoming 0. */
    public SpatialDropout1D(double rate) {
        this();
        rate(rate);
    }
}
