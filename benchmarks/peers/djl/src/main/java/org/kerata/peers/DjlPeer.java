package org.kerata.peers;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.TrainingConfig;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;

/** DJL with its PyTorch engine: a {@code Trainer} trains, a {@code Predictor} predicts. */
public final class DjlPeer implements Task {
    private final Workload workload;
    private final Batch[] batches;
    private final Shape inputShape;
    private final Loss loss;
    private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    private final Trainer trainer;
    private final Predictor<NDList, NDList> predictor;

    private DjlPeer(Workload workload) {
        this.workload = workload;
        loss = workload.isBinary() ? Loss.sigmoidBinaryCrossEntropyLoss() : Loss.softmaxCrossEntropyLoss();
        batches = Batch.of(workload);
        inputShape = new Shape(workload.channelsFirstShape());
        Model model = Model.newInstance(workload.name(), Device.cpu(), "PyTorch");
        model.setBlock(DjlModels.of(workload));
        trainer = model.newTrainer(configuration());
        trainer.initialize(inputShape);
        predictor = model.newPredictor(new NoopTranslator());
    }

    public static void main(String[] args) throws Exception {
        Harness.serve(args, DjlPeer::new);
    }

    @Override
    public long parameters() {
        return trainer.getModel().getBlock().getParameters().values().stream()
                .filter(Parameter::requiresGradient)
                .mapToLong(parameter -> parameter.getArray().size())
                .sum();
    }

    @Override
    public double step(int index) throws TranslateException {
        return workload.training ? train(batches[index]) : predict(batches[index]);
    }

    /** A manager of its own for each step: without it the step's intermediate arrays are never freed. */
    private float train(Batch batch) {
        try (NDManager scope = trainer.getManager().newSubManager()) {
            boolean words = workload.vocabulary() > 0;
            NDList inputs = new NDList(
                    words ? scope.create(batch.words(), inputShape) : scope.create(batch.inputs(), inputShape));
            NDArray classes = scope.create(batch.labels());
            NDList labels = new NDList(
                    workload.isBinary() ? classes.toType(DataType.FLOAT32, false).expandDims(1) : classes);
            NDArray value;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                value = loss.evaluate(labels, trainer.forward(inputs));
                collector.backward(value);
            }
            trainer.step();
            return value.getFloat();
        }
    }

    private float predict(Batch batch) throws TranslateException {
        try (NDManager scope = manager.newSubManager()) {
            NDList inputs = new NDList(scope.create(batch.inputs(), inputShape));
            return predictor.predict(inputs).head().toFloatArray()[0];
        }
    }

    private TrainingConfig configuration() {
        Optimizer adam =
                Adam.builder().optLearningRateTracker(Tracker.fixed(1e-3f)).build();
        return new DefaultTrainingConfig(loss)
                .optDevices(new Device[] {Device.cpu()})
                .optInitializer(new XavierInitializer(), Parameter.Type.WEIGHT)
                .optOptimizer(adam);
    }
}
