package org.kerata.training.losses;

/**
 * A loss whose common setters return its own type, so that they can stand anywhere in a chain.
 *
 * @param <L> the loss's own type
 */
public abstract class FluentLoss<L extends FluentLoss<L>> extends Loss {
    /** A loss with this name. */
    protected FluentLoss(String name) {
        super(name);
    }

    @SuppressWarnings("unchecked")
    private L self() {
        return (L) this;
    }

    @Override
    public L name(String name) {
        super.name(name);
        return self();
    }

    @Override
    public L reduction(String reduction) {
        super.reduction(reduction);
        return self();
    }
}
