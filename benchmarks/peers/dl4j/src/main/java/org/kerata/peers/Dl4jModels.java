package org.kerata.peers;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The workloads' models as computation graphs, channels first as DL4J has them. */
final class Dl4jModels {
    private final GraphBuilder graph;
    private String last = "inputs";
    private int layers;

    private Dl4jModels(InputType input) {
        graph = new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(DataType.FLOAT)
                .updater(new Adam(1e-3))
                .weightInit(WeightInit.XAVIER)
                .convolutionMode(ConvolutionMode.Truncate)
                .graphBuilder()
                .addInputs(last)
                .setInputTypes(input);
    }

    static ComputationGraph of(Workload workload) {
        return switch (workload) {
            case W1 -> new Dl4jModels(InputType.feedForward(784)).mlp(512, 512).classifier(10);
            case W2 -> new Dl4jModels(InputType.convolutional(28, 28, 1)).mnistConvnet();
            case W3 ->
                new Dl4jModels(InputType.convolutional(32, 32, 3)).resNet20().classifier(10);
            case W6b1, W6b8 ->
                new Dl4jModels(InputType.convolutional(224, 224, 3)).resNet50().classifier(1000);
            case W4 -> new Dl4jModels(InputType.recurrent(20_000, 80)).lstm();
            case W5 -> throw new IllegalArgumentException("DL4J's attention has no biases, and no layer norm follows it.");
            case W8 -> throw new IllegalArgumentException("DL4J has no GRU.");
            case W7 -> new Dl4jModels(InputType.feedForward(4)).mlp(16).classifier(3);
        };
    }

    private Dl4jModels mlp(int... units) {
        for (int width : units) {
            add(new DenseLayer.Builder().nOut(width).activation(Activation.RELU).build());
        }
        return this;
    }

    private ComputationGraph mnistConvnet() {
        for (int filters : new int[] {32, 64}) {
            add(new ConvolutionLayer.Builder(3, 3)
                    .nOut(filters)
                    .activation(Activation.RELU)
                    .build());
            add(new SubsamplingLayer.Builder(PoolingType.MAX)
                    .kernelSize(2, 2)
                    .stride(2, 2)
                    .build());
        }
        return output(softmax(10).dropOut(0.5).build());
    }

    private Dl4jModels resNet20() {
        convBn(16, 3, 1, Activation.RELU);
        for (int stage = 0; stage < 3; stage++) {
            for (int block = 0; block < 3; block++) {
                boolean changes = stage > 0 && block == 0;
                basicBlock(16 << stage, changes ? 2 : 1, changes);
            }
        }
        return globalAveragePool();
    }

    private Dl4jModels resNet50() {
        int[] blocks = {3, 4, 6, 3};
        convBn(64, 7, 2, Activation.RELU);
        add(new SubsamplingLayer.Builder(PoolingType.MAX)
                .kernelSize(3, 3)
                .stride(2, 2)
                .padding(1, 1)
                .build());
        for (int stage = 0; stage < blocks.length; stage++) {
            for (int block = 0; block < blocks[stage]; block++) {
                bottleneck(64 << stage, stage > 0 && block == 0 ? 2 : 1, block == 0);
            }
        }
        return globalAveragePool();
    }

    private Dl4jModels globalAveragePool() {
        add(new GlobalPoolingLayer(PoolingType.AVG));
        return this;
    }

    private void basicBlock(int filters, int stride, boolean changesShape) {
        String input = last;
        convBn(filters, 3, stride, Activation.RELU);
        String body = convBn(filters, 3, 1, Activation.IDENTITY);
        residual(input, body, filters, stride, changesShape);
    }

    private void bottleneck(int filters, int stride, boolean changesShape) {
        String input = last;
        convBn(filters, 1, stride, Activation.RELU);
        convBn(filters, 3, 1, Activation.RELU);
        String body = convBn(4 * filters, 1, 1, Activation.IDENTITY);
        residual(input, body, 4 * filters, stride, changesShape);
    }

    private void residual(String input, String body, int filters, int stride, boolean changesShape) {
        last = input;
        String shortcut = changesShape ? convBn(filters, 1, stride, Activation.IDENTITY) : input;
        last = nextName();
        graph.addVertex(last, new ElementWiseVertex(ElementWiseVertex.Op.Add), body, shortcut);
        add(new ActivationLayer(Activation.RELU));
    }

    private String convBn(int filters, int size, int stride, Activation activation) {
        add(new ConvolutionLayer.Builder(size, size)
                .stride(stride, stride)
                .padding(size / 2, size / 2)
                .nOut(filters)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build());
        return add(new BatchNormalization.Builder().activation(activation).build());
    }

    private ComputationGraph lstm() {
        add(new EmbeddingSequenceLayer.Builder()
                .nIn(20_000)
                .nOut(128)
                .inputLength(80)
                .build());
        add(new LastTimeStep(new LSTM.Builder()
                .nIn(128)
                .nOut(128)
                .activation(Activation.TANH)
                .build()));
        return output(new OutputLayer.Builder(LossFunction.XENT)
                .nOut(1)
                .activation(Activation.SIGMOID)
                .build());
    }

    private ComputationGraph classifier(int classes) {
        return output(softmax(classes).build());
    }

    private static OutputLayer.Builder softmax(int classes) {
        return new OutputLayer.Builder(LossFunction.SPARSE_MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(classes);
    }

    private ComputationGraph output(Layer layer) {
        ComputationGraph network =
                new ComputationGraph(graph.setOutputs(add(layer)).build());
        network.init();
        return network;
    }

    private String add(Layer layer) {
        String name = nextName();
        graph.addLayer(name, layer, last);
        last = name;
        return name;
    }

    private String nextName() {
        return "layer" + layers++;
    }
}
