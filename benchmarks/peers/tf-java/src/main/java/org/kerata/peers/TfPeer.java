package org.kerata.peers;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.framework.optimizers.Adam;
import org.tensorflow.framework.optimizers.Optimizer.GradAndVar;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** TensorFlow for Java in graph mode, its fast path: one session, the whole step in one run. */
public final class TfPeer implements Task {
    private final Workload workload;
    private final Batch[] batches;
    private final TfLayers layers;
    private final Placeholder<TFloat32> inputs;
    private final Placeholder<TInt32> words;
    private final Placeholder<TInt32> labels;
    private final Operand<TFloat32> result;
    private final List<Op> updates = new ArrayList<>();
    private final Session session;

    private TfPeer(Workload workload) {
        this.workload = workload;
        batches = Batch.of(workload);
        Graph graph = new Graph();
        Ops tf = Ops.create(graph);
        layers = new TfLayers(tf, workload.training);
        inputs = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(workload.channelsLastShape())));
        labels = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(workload.batch)));
        words = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(workload.channelsLastShape())));
        TfModels models = new TfModels(layers);
        Operand<TFloat32> logits =
                workload.vocabulary() > 0 ? models.ofWords(workload, words) : models.logits(workload, inputs);
        if (workload.training) {
            result = workload.isBinary() ? meanBinaryCrossEntropy(tf, logits) : meanCrossEntropy(tf, logits);
            updates.add(adam(graph, result));
            updates.addAll(layers.statisticsUpdates());
        } else {
            result = logits;
        }
        session = new Session(graph, configuration());
    }

    public static void main(String[] args) throws Exception {
        Harness.serve(args, TfPeer::new);
    }

    @Override
    public long parameters() {
        return layers.parameters();
    }

    @Override
    public double step(int index) {
        Batch batch = batches[index];
        Shape shape = Shape.of(workload.channelsLastShape());
        boolean ofWords = workload.vocabulary() > 0;
        try (Tensor x = ofWords
                        ? TInt32.tensorOf(shape, DataBuffers.of(batch.words()))
                        : TFloat32.tensorOf(shape, DataBuffers.of(batch.inputs()));
                TInt32 y = TInt32.vectorOf(batch.labels())) {
            Session.Runner runner = session.runner().feed(ofWords ? words : inputs, x).fetch(result);
            if (workload.training) {
                runner.feed(labels, y);
            }
            updates.forEach(runner::addTarget);
            try (Result results = runner.run()) {
                TFloat32 value = (TFloat32) results.get(0);
                return workload.training ? value.getFloat() : value.getFloat(0, 0);
            }
        }
    }

    private Operand<TFloat32> meanCrossEntropy(Ops tf, Operand<TFloat32> logits) {
        Operand<TFloat32> oneHot = tf.oneHot(labels, tf.constant(workload.classes), tf.constant(1f), tf.constant(0f));
        return tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(logits, oneHot).loss(), tf.constant(0));
    }

    /** {@code log(1 + eˣ) - x · label}, in the form that does not overflow. */
    private Operand<TFloat32> meanBinaryCrossEntropy(Ops tf, Operand<TFloat32> logits) {
        Operand<TFloat32> x = tf.reshape(logits, tf.constant(new int[] {workload.batch}));
        Operand<TFloat32> targets = tf.dtypes.cast(labels, TFloat32.class);
        Operand<TFloat32> loss = tf.math.sub(tf.math.softplus(x), tf.math.mul(x, targets));
        return tf.math.mean(loss, tf.constant(0));
    }

    private Op adam(Graph graph, Operand<TFloat32> loss) {
        List<Variable<TFloat32>> weights = layers.weights();
        Output<?>[] variables = weights.stream().map(Variable::asOutput).toArray(Output<?>[]::new);
        Output<?>[] gradients = graph.addGradients(loss.asOutput(), variables);
        List<GradAndVar<? extends TType>> pairs = new ArrayList<>();
        for (int i = 0; i < variables.length; i++) {
            pairs.add(pair(gradients[i], variables[i]));
        }
        return new Adam(graph, 1e-3f).applyGradients(pairs, "train");
    }

    @SuppressWarnings("unchecked")
    private static GradAndVar<TFloat32> pair(Output<?> gradient, Output<?> variable) {
        return new GradAndVar<>((Output<TFloat32>) gradient, (Output<TFloat32>) variable);
    }

    private static ConfigProto configuration() {
        int threads = Integer.getInteger("threads");
        return ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(threads)
                .build();
    }
}
