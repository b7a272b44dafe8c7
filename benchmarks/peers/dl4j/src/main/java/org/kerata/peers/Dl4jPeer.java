package org.kerata.peers;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Deeplearning4j through {@code fit} and {@code output}. */
public final class Dl4jPeer implements Task {
    private final Workload workload;
    private final Batch[] batches;
    private final ComputationGraph network;

    private Dl4jPeer(Workload workload) {
        this.workload = workload;
        batches = Batch.of(workload);
        network = Dl4jModels.of(workload);
    }

    public static void main(String[] args) throws Exception {
        Harness.serve(args, Dl4jPeer::new);
    }

    /** DL4J counts the moving statistics among the parameters: two of a batch normalisation's four vectors. */
    @Override
    public long parameters() {
        return network.paramTable().entrySet().stream()
                .filter(entry -> !entry.getKey().matches(".*_(mean|var|log10stdev)"))
                .mapToLong(entry -> entry.getValue().length())
                .sum();
    }

    @Override
    public double step(int index) {
        Batch batch = batches[index];
        INDArray inputs = workload.vocabulary() > 0
                ? Nd4j.createFromArray(batch.words()).castTo(DataType.FLOAT).reshape(workload.channelsFirstShape())
                : Nd4j.create(batch.inputs(), workload.channelsFirstShape(), DataType.FLOAT);
        if (!workload.training) {
            return network.outputSingle(inputs).getFloat(0);
        }
        INDArray labels = Nd4j.createFromArray(batch.labels()).reshape(workload.batch, 1);
        network.fit(new INDArray[] {inputs}, new INDArray[] {labels});
        return network.score();
    }
}
