package org.kerata.training.losses;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * The circle loss of embeddings: those of the same class are drawn together, those of different classes pushed apart, each pair the more the
 * further it is from where it should be. Sun and others, "Circle loss: a unified perspective of pair similarity optimization", 2020.
 *
 * <p>Targets are class numbers {@code (batch)} or {@code (batch, 1)}, predictions embeddings {@code (batch, d)} of length 1, values
 * {@code (batch)}; those of 0 do not count in a mean. Keras: {@code keras.losses.Circle}.
 */
public final class Circle extends FluentLoss<Circle> {
    private final Option<Double> gamma = option("gamma", DOUBLE, 80.0);
    private final Option<Double> margin = option("margin", DOUBLE, 0.4);
    private final Option<Boolean> removeDiagonal = option("remove_diagonal", BOOL, true);

    /** With {@code gamma} 80 and {@code margin} 0.4. */
    public Circle() {
        super("circle");
    }

    /** How steep the loss is; 80 by default. */
    public Circle gamma(double gamma) {
        return with(this.gamma, gamma);
    }

    /** How far from the ideal a pair may be; 0.4 by default. */
    public Circle margin(double margin) {
        return with(this.margin, margin);
    }

    /** Whether an embedding is no pair with itself; true by default. */
    public Circle removeDiagonal(boolean removeDiagonal) {
        return with(this.removeDiagonal, removeDiagonal);
    }

    @Override
    public boolean takesLabels() {
        return true;
    }

    /** Any number may stand for a class: embeddings have no axis of classes. */
    @Override
    public long classes(Shape prediction) {
        return 0;
    }

    @Override
    protected Tensor call(Tensor y, Tensor p) {
        boolean column = y.rank() == 2 && y.shape().last() == 1;
        if (p.rank() != 2 || !(column || y.rank() == 1)) {
            throw new ShapeException(function()
                    + ": targets must be class numbers (batch) or (batch, 1), and predictions"
                    + " embeddings (batch, d). Received: targets " + y.shape() + " and predictions " + p.shape() + ".");
        }
        if (y.shape().dim(0) != p.shape().dim(0)) {
            throw new ShapeException(function() + ": there are " + p.shape().dim(0) + " embeddings. Received: "
                    + y.shape().dim(0) + " class numbers.");
        }
        Tensor labels = (column ? y : Ops.expandDims(y, -1)).cast(DType.INT32);
        Tensor same = labels.equal(Ops.transpose(labels));
        Tensor other = Ops.logicalNot(same);
        if (removeDiagonal.get()) {
            int n = p.shape().intDim(0);
            same = Ops.logicalAnd(same, Ops.logicalNot(Ops.eye(n, n, 0, DType.BOOL)));
        }
        double m = margin.get();
        Tensor distance = Ops.relu(p.matmul(Ops.transpose(p)).unaryMinus().plus(1));
        Tensor drawn = Ops.relu(distance.plus(m)).times(distance.minus(m));
        Tensor pushed = Ops.relu(distance.unaryMinus().plus(1 + m))
                .times(distance.unaryMinus().plus(1 - m));
        return Ops.softplus(total(drawn, same).plus(total(pushed, other)));
    }

    /** The logarithm of the sum over the pairs of each row; that of nothing is -∞. */
    private Tensor total(Tensor strength, Tensor pairs) {
        Tensor scaled = strength.times(gamma.get());
        Tensor nothing = Ops.fullLike(scaled, Double.NEGATIVE_INFINITY);
        return Ops.logsumexp(Ops.where(pairs, scaled, nothing), new int[] {1}, false);
    }

    @Override
    protected @Nullable Tensor valid(Tensor y, Tensor p, Tensor values) {
        return values.greater(0);
    }
}
